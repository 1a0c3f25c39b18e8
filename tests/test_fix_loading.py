"""Fixes for what is not loaded: where they stand, and the places that are left alone because the edit might not be right there."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import write

from greenlint.base.finding import Finding
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine.project import Project
from greenlint.fix.apply import applied
from greenlint.registry import rules

MODELS = """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, defer, lazyload, mapped_column, raiseload, relationship, selectinload


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(back_populates="author")
    tags: Mapped[set["Tag"]] = relationship()


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User] = relationship(back_populates="posts")
    comments: Mapped[list["Comment"]] = relationship()


class Comment(Base):
    __tablename__ = "comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
"""
HIDDEN = "from models import raiseload, User\n\nOPTION = raiseload(User.posts)\n"
HEAD = """
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

sessions = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"), expire_on_commit=False)
"""


def repairs(root: Path, body: str, imports: str = "from models import User") -> tuple[str, list[tuple[Finding, list[str]]]]:
    """The text of a module that imports the models, and its findings with the texts that their fixes make of it, the best one first."""
    text = f"{imports}\n{HEAD}\n\n{body.strip()}\n"
    write(root, {"models.py": MODELS, "hidden.py": HIDDEN, "main.py": text})
    run = Project(root, Settings()).run([root / "main.py"], rules(), fixes=True)
    made = []
    for finding in run.findings:
        fixes = [fix for fix in (finding.fix, *finding.alternatives) if fix is not None]
        made.append((finding, [applied(Source(text).text, fix.edits) for fix in fixes]))
    return text, made


LEFT_ALONE = {
    "a session that may hold it": """
async def f(session: AsyncSession) -> object:
    user = await session.get_one(User, 1)
    return user.posts
""",
    "a session that was used before": """
async def f() -> object:
    async with sessions() as session:
        await session.execute(select(User))
        user = await session.get_one(User, 1)
        return user.name, user.tags
""",
    "a session that is used in a loop": """
async def f(keys: list[int]) -> None:
    async with sessions() as session:
        for key in keys:
            user = await session.get_one(User, key)
            print(user.posts)
""",
    "a name that means something else": """
async def f(session: AsyncSession, selectinload: object) -> object:
    user = (await session.scalars(select(User))).one()
    return user.posts
""",
    "an entity that is selected twice": """
async def f(session: AsyncSession) -> object:
    user, _ = (await session.execute(select(User, User))).one()
    return user.posts
""",
    "an option of another file that says the contrary": """
async def f(session: AsyncSession) -> object:
    user = (await session.scalars(select(User).options(OPTION))).one()
    return user.posts
""",
    "a class that cannot be spelled": """
async def f(session: AsyncSession) -> object:
    Post = User
    user = (await session.scalars(select(Post).options(selectinload(Post.posts)))).one()
    return user.posts[0].comments
""",
}


@pytest.mark.parametrize("body", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_not_certain_is_left_alone(body: str, tmp_path: Path) -> None:
    imports = "from hidden import OPTION\nfrom models import User" if "OPTION" in body else "from models import User"
    _, found = repairs(tmp_path, body, imports)
    assert [finding.code for finding, _ in found] == ["ADB301"]
    assert found[0][1] == []


def test_an_empty_collection_is_of_its_own_kind(tmp_path: Path) -> None:
    body = """
async def f(session: AsyncSession) -> object:
    user = User(name="n", posts=[])
    session.add(user)
    await session.flush()
    return user.tags
"""
    text, [(_, made)] = repairs(tmp_path, body)
    refreshed = 'await session.refresh(user, attribute_names=["tags"])\n    return'
    assert made == [text.replace("posts=[]", "posts=[], tags=set()"), text.replace("return", refreshed)]


def test_the_query_of_another_function_is_edited_in_this_file_only(tmp_path: Path) -> None:
    body = """
async def find(session: AsyncSession) -> User:
    return (await session.scalars(select(User))).one()


async def f(session: AsyncSession) -> object:
    return (await find(session)).posts
"""
    text, [(_, made)] = repairs(tmp_path, body)
    assert made == [text.replace("select(User)", "select(User).options(selectinload(User.posts))")]
    moved = body.split("\n\n\n")[1]
    write(tmp_path, {"queries.py": text})
    _, [(finding, none)] = repairs(tmp_path, moved, "from queries import find")
    assert (finding.code, none) == ("ADB301", [])


@pytest.mark.parametrize(
    "read",
    [
        "return post and post.author",
        "return lambda: post.author",
        "if post.author: return 1",
        "if post: return post.author",
        "return await session.flush(), post.author",
    ],
)
def test_no_refresh_stands_before_what_may_not_be_read(read: str, tmp_path: Path) -> None:
    body = f"""
async def f(session: AsyncSession) -> object:
    post = Post(author_id=1)
    session.add(post)
    await session.flush()
    {read}
"""
    _, found = repairs(tmp_path, body, "from models import Post")
    assert [made for _, made in found] in ([], [[]])
