"""Random programs against real execution: what each construct's author expects of a row is what happens, and what greenlint finds of it, in a seeded
sample."""

from __future__ import annotations

import os

import pytest
from generated.compare import Disagreement, Reported, Verdict
from generated.generate import TAGS, generate
from generated.minimise import shrink
from generated.pool import verdicts
from generated.program import Program
from generated.report import Totals

SEED = 1
SAMPLE = 60


def test_a_program_is_a_function_of_seed_and_index() -> None:
    assert generate(SEED, 3) == generate(SEED, 3)
    assert generate(SEED, 3) != generate(SEED + 1, 3)


def test_execution_agrees_with_what_each_construct_expects_and_with_the_findings() -> None:
    totals = Totals()
    totals.add(verdicts((generate(SEED, index) for index in range(SAMPLE)), min(2, os.cpu_count() or 1)))
    assert totals.faults() == []
    assert totals.surprises == []
    assert len(totals.died) <= SAMPLE // 20, totals.died
    assert totals.raising.total() > SAMPLE
    assert set(totals.raising) | set(totals.calm) <= set(TAGS)
    assert len(totals.raising) > len(TAGS) - 4, sorted(set(TAGS) - set(totals.raising))


PROGRAM = """
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def count(user: User) -> int:
    return len(user.posts)


async def handle(session: AsyncSession, flag: bool) -> None:
    user = await session.get(User, 1)
    print(user.id)  #: B1 good
    if flag:
        number = count(user)  #: B1 bad
        await session.refresh(user, ["posts"])
    seen = user.posts  #: B1
    await session.commit()
    seen = dict(vars(user))  #: C7 bad dump
    value = user.id  #: C2 bad
    return
    never = user.posts


async def scenario(flag: bool) -> None:
    engine = create_async_engine("sqlite+aiosqlite:///app.db")
    async with async_sessionmaker(engine, expire_on_commit=True)() as session:
        await handle(session, flag)
"""


def at(part: str, code: str) -> Reported:
    """A finding on the row of PROGRAM that holds a text."""
    (row,) = [number for number, line in enumerate(PROGRAM.splitlines(), 1) if part in line]
    return Reported(("drive.py", row), code, "")


def judged(*findings: Reported) -> tuple[set[tuple[str, str]], Verdict]:
    """How a row disagrees, and its text, for each row of PROGRAM about which it disagrees with the findings."""
    rows = {"users": [{"id": 1}], "posts": [{"id": 1, "user_id": 1}]}
    (verdict,) = verdicts([Program("one", {"drive.py": PROGRAM}, rows, ("drive", "Base.metadata"))], 1, list(findings))
    assert verdict.surprises == [] and verdict.died == []
    return {(item.kind, item.text.partition("  #")[0]) for item in verdict.disagreements}, verdict


def test_what_raised_is_what_must_be_found() -> None:
    disagreements, verdict = judged()
    assert disagreements == {
        ("miss", "number = count(user)"),
        ("miss", "seen = user.posts"),
        ("miss", "seen = dict(vars(user))"),
        ("miss", "value = user.id"),
    }
    assert sorted(verdict.raising) == [("B1", False, False), ("B1", False, True), ("C2", False, False), ("C7", False, False)]
    assert verdict.calm == ["B1"]


def test_a_finding_counts_anywhere_on_the_way_to_the_read_and_nowhere_else() -> None:
    right = [at("return len(user.posts)", "ADB301"), at("seen = user.posts", "ADB301"), at("dict(vars(user))", "ADB303"), at("value = user.id", "ADB303")]
    assert judged(*right)[0] == set()
    assert judged(*right, at("expire_on_commit", "ADB401"), at("never = user.posts", "ADB301"))[0] == set()
    assert judged(*right, at("print(user.id)", "ADB303"))[0] == {("false alarm", "print(user.id)")}
    assert judged(*right, at("posts: Mapped", "ADB308"))[0] == {("false alarm", 'posts: Mapped[list["Post"]] = relationship()')}


FAILING = PROGRAM[: PROGRAM.index("def count(")] + """
async def handle(flag: bool) -> None:
    async with AsyncSession(create_async_engine("sqlite+aiosqlite:///app.db")) as session:
        user = await session.get(User, 1)
        {begin}
        try:
            {step}
            await session.commit()
        except ValueError:
            await session.rollback()
    value = (user.id, user.posts)  #: C2 bad


async def scenario(flag: bool) -> None:
    await handle(flag)
"""


@pytest.mark.parametrize(
    ("begin", "step", "right"),
    [
        ("pass", "pass", True),
        ("pass", 'raise ValueError("x")', True),
        ("session.expire(user)", "pass", False),
        ("session.expire(user)", 'raise ValueError("x")', False),
    ],
    ids=["one of two reads", "on a path that does not run", "expired anyway", "expired on both paths"],
)
def test_a_session_expires_what_it_need_not_where_another_one_would_keep_it(begin: str, step: str, right: bool) -> None:
    text = FAILING.replace("{begin}", begin).replace("{step}", step)
    rows = {"users": [{"id": 1}], "posts": [{"id": 1, "user_id": 1}]}
    made, read = (next(number for number, line in enumerate(text.splitlines(), 1) if part in line) for part in ("with AsyncSession", "value ="))
    found = [Reported(("drive.py", made), "ADB401", ""), Reported(("drive.py", read), "ADB303", "")]
    (verdict,) = verdicts([Program("one", {"drive.py": text}, rows, ("drive", "Base.metadata"))], 1, found)
    assert [item.detail for item in verdict.disagreements] == ([] if right else ["ADB401"])


def test_bars_are_for_all_rows_and_for_each_construct_with_enough_of_them() -> None:
    totals = Totals()
    totals.add([Verdict("1:0", raising=[("B1", True, False)] * 9 + [("B1/detached", False, False)] * 3 + [("B2", False, False)] * 2)])
    assert totals.faults() == ["64.3% of all raising rows were found", "B1: 75.0% of 12 raising rows were found"]
    totals.add([Verdict("1:1", raising=[("B1", True, False)] * 90)])
    assert totals.faults() == []
    totals.add([Verdict("1:2", disagreements=[Disagreement("false alarm", "1:2", "B2", ("main.py", 7), "x.y", "ADB301")])])
    assert totals.faults() == ["false alarm 1:2 main.py:7 [ADB301] x.y"]


def test_programs_shrink_to_what_matters() -> None:
    program = generate(SEED, 0)
    row = program.files["main.py"].splitlines()[-1]
    small = shrink(program, lambda item: row in item.files["main.py"])
    assert len("".join(small.files.values()).split("\n")) < 12
    assert row in small.files["main.py"]
