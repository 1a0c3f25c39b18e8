"""Fixing a project in memory: rounds, fixes that do harm, what is not fixed; and files replaced on disk."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import write

from greenlint.base.edit import Safety
from greenlint.base.finding import Severity
from greenlint.base.settings import Settings
from greenlint.base.text import Source, decode
from greenlint.engine.fixing import Fixed, fix
from greenlint.engine.project import Project
from greenlint.fix import write as writing
from greenlint.fix.editor import Editor
from greenlint.registry import rules
from greenlint.rule import Context, Draft, Plan, Rule, rule
from greenlint.world.events import Called, Event

HEAD = "from sqlalchemy.ext.asyncio import AsyncSession\n\n\n"
BODY = "async def f(s: AsyncSession, o: object) -> None:\n"
LOST = f"{HEAD}{BODY}    s.delete(o)  # one\n"


def fixed(root: Path, files: dict[str, str], *, known: dict[str, Rule] | None = None, unsafe: bool = False, **settings: Any) -> Fixed:
    write(root, files)
    project = Project(root, Settings(**settings))
    return fix(project, [root], rules() if known is None else known, unsafe=unsafe)


def after(outcome: Fixed) -> dict[str, str]:
    return {path: sources[1].text for path, sources in outcome.changes.items()}


def test_findings_are_fixed_and_counted(tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": LOST, "b.py": f"{HEAD}{BODY}    await s.flush()\n"})
    assert after(outcome) == {"a.py": LOST.replace("s.delete", "await s.delete")}
    assert outcome.made == {"a.py": {("ADB201", "missing-await"): 1}}
    assert (outcome.run.findings, outcome.complaints, outcome.run.files) == ([], [], 2)
    assert (tmp_path / "a.py").read_text() == LOST


def test_a_fix_may_show_what_it_had_hidden(tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": f'{HEAD}{BODY}    s.execute("SELECT 1")\n'})
    assert after(outcome) == {"a.py": f'from sqlalchemy import text\n{HEAD}{BODY}    await s.execute(text("SELECT 1"))\n'}
    assert sum(outcome.made["a.py"].values()) == 2


def test_a_chain_is_fixed_from_its_innermost_call_on(tmp_path: Path) -> None:
    code = 'await s.connection().execute(text("")).scalars()\n'
    outcome = fixed(tmp_path, {"a.py": f"from sqlalchemy import text\n{HEAD}{BODY}    {code}"})
    assert after(outcome)["a.py"].endswith('    (await (await s.connection()).execute(text(""))).scalars()\n')


def test_many_fixes_of_one_file_share_an_import(tmp_path: Path) -> None:
    lines = [f'    await s.execute("SELECT {number}")\n' for number in range(30)]
    outcome = fixed(tmp_path, {"a.py": HEAD + BODY + "".join(lines)})
    expected = HEAD + BODY + "".join(lines).replace("execute(", "execute(text(").replace('")', '"))')
    assert after(outcome) == {"a.py": f"from sqlalchemy import text\n{expected}"}


def test_suppressed_findings_are_not_fixed(tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": LOST.replace("# one", "# noqa: ADB201")})
    assert (outcome.changes, outcome.run.suppressed) == ({}, 1)


def test_files_that_cannot_be_read_do_not_stop_the_others(tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": LOST, "b.py": "def (\n"})
    assert list(outcome.changes) == ["a.py"]
    assert [finding.code for finding in outcome.run.findings] == ["invalid-syntax"]


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ({}, 1),
        ({"unfixable": ("ADB201",)}, 0),
        ({"unfixable": ("missing-await",)}, 0),
        ({"fixable": ("ADB1",)}, 0),
        ({"fixable": ("ADB201",), "unfixable": ("ADB2",)}, 1),
        ({"fixable": ()}, 0),
    ],
)
def test_fixable_and_unfixable(settings: dict[str, Any], count: int, tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": LOST}, **settings)
    assert (len(outcome.changes), len(outcome.run.findings)) == (count, 1 - count)
    assert all(finding.fix is None for finding in outcome.run.findings)


# Rules whose fixes do harm: they report each call of `target`, as ADB999, with the given plans.


def harmful(edit: Callable[[Editor, int], bool], safety: Safety = Safety.SAFE) -> dict[str, Rule]:
    @rule(Called, code="ADB999", name="harmful", severity=Severity.ERROR)
    def check(event: Event, context: Context) -> Iterator[Draft]:
        if any(target.function.id.qualname == "target" for target in getattr(event, "targets", ())):
            yield context.draft(event.at, "a call", plans=(Plan("Change it", safety, lambda editor: edit(editor, event.at)),))

    return {"ADB999": check}


CALLS = "def target(a=0): ...\n\n\ndef other(a=0): ...\n\n\nasync def f():\n    target(1)\n    target(2)\n    target()\n"


def test_rounds_go_on_until_nothing_is_left(tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": CALLS}, known=harmful(lambda editor, at: editor.replace(at, "other()")), pruning=False)
    assert after(outcome)["a.py"].count("other()") == 3
    assert outcome.count == 3


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda editor, at: editor.append_call(at), "it would not remove the finding"),
        (lambda editor, at: editor.replace(at, "(target(), target())"), "it would add ADB999"),
        (lambda editor, at: editor.wrap(at, "x = = ", ""), "it would break the file"),
        (lambda editor, at: editor.wrap(at, "(yield from ", ")"), "it would break the file"),
    ],
)
def test_fixes_that_do_harm_are_dropped(edit: Callable[[Editor, int], bool], reason: str, tmp_path: Path) -> None:
    outcome = fixed(tmp_path, {"a.py": CALLS}, known=harmful(edit), pruning=False)
    assert (outcome.changes, outcome.made, outcome.count) == ({}, {}, 0)
    assert len(outcome.run.findings) == 3
    assert sorted(outcome.complaints) == [("a.py", row, f"the fix for ADB999 was dropped: {reason}") for row in (8, 9, 10)]


def test_good_fixes_beside_harmful_ones_are_made(tmp_path: Path) -> None:
    def edit(editor: Editor, at: int) -> bool:
        if editor.remove_argument(at, 0):
            return editor.wrap(at, "(target(), ", ")")
        return editor.replace(at, "other()")

    outcome = fixed(tmp_path, {"a.py": CALLS}, known=harmful(edit), pruning=False)
    assert after(outcome)["a.py"].endswith("    target(1)\n    target(2)\n    other()\n")
    assert (outcome.count, len(outcome.complaints), len(outcome.run.findings)) == (1, 2, 2)


def test_an_endpoint_becomes_plain_or_awaits_more_but_not_both(tmp_path: Path) -> None:
    code = """from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.orm import Session

router = APIRouter()


def count(s: Session) -> int:
    return s.execute(text("SELECT 1")).scalar_one()


@router.get("/")
async def f(s: Session) -> int:
    s.commit()
    return count(s)
"""
    outcome = fixed(tmp_path, {"a.py": code}, unsafe=True)
    assert after(outcome) == {"a.py": code.replace("async def", "def")}
    assert (outcome.run.findings, outcome.complaints) == ([], [])


@pytest.mark.parametrize(
    ("safety", "unsafe", "settings", "count"),
    [
        (Safety.UNSAFE, False, {}, 0),
        (Safety.UNSAFE, True, {}, 3),
        (Safety.UNSAFE, False, {"extend_safe_fixes": ("ADB9",)}, 3),
        (Safety.DISPLAY, True, {"extend_safe_fixes": ("ALL",)}, 0),
    ],
)
def test_safety(safety: Safety, unsafe: bool, settings: dict[str, Any], count: int, tmp_path: Path) -> None:
    known = harmful(lambda editor, at: editor.replace(at, "other()"), safety)
    outcome = fixed(tmp_path, {"a.py": CALLS}, known=known, unsafe=unsafe, pruning=False, **settings)
    assert outcome.count == count


# Files


def rewritten(path: Path, data: bytes) -> bytes:
    """What is in the file after every `1` of its text became `2`."""
    path.write_bytes(data)
    before = decode(data)
    writing.write(path, before, Source(before.text.replace("1", "2"), before.encoding, before.bom))
    return path.read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"1\n",
        b"1",
        b"1\r\n\r\n1\rb",
        codecs.BOM_UTF8 + "a = 1, 'é'\r\n".encode(),
        "# -*- coding: latin-1 -*-\na = 1, 'é'\n".encode("latin-1"),
        "# coding: utf-8\na = 1, '\N{SNOWMAN}\x0c'\n".encode(),
    ],
)
def test_encodings_and_line_endings_stay(data: bytes, tmp_path: Path) -> None:
    assert rewritten(tmp_path / "a.py", data) == data.replace(b"1", b"2") != data
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions and links of POSIX")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "a.py").write_text("a")
    (real / "a.py").chmod(0o751)
    link = tmp_path / "link.py"
    link.symlink_to(Path("real") / "a.py")
    assert rewritten(link, b"1") == b"2"
    assert link.is_symlink()
    assert stat.S_IMODE((real / "a.py").stat().st_mode) == 0o751
    assert sorted(os.listdir(real)) == ["a.py"]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("c")
    with pytest.raises(OSError, match="changed meanwhile"):
        writing.write(path, Source("a"), Source("b"))
    assert path.read_text() == "c"
    path.unlink()
    with pytest.raises(OSError, match="No such file"):
        writing.write(path, Source("a"), Source("b"))


def test_a_text_without_bytes_in_the_encoding_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"a")
    with pytest.raises(UnicodeEncodeError):
        writing.write(path, Source("a"), Source("\N{SNOWMAN}", "latin-1"))
    assert path.read_bytes() == b"a"
