"""Every fix of every finding in the fixtures: alone it leaves Python, removes its finding, adds none and loses no comment; all together they are
made once and for all, whatever the line endings and the indentation. With GREENLINT_CORPUS, the same for the projects in that directory.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sections import Section, fixture_paths, open_world, read_fixture, repaired, settings_of

from greenlint.base.edit import Fix, Safety
from greenlint.base.finding import Finding
from greenlint.base.text import Source
from greenlint.engine.check import check_file
from greenlint.engine.depth import deeply
from greenlint.engine.fixing import fix as fix_all
from greenlint.engine.precedence import rank
from greenlint.engine.project import Project
from greenlint.fix.apply import applied
from greenlint.read.comments import comments
from greenlint.registry import rules
from greenlint.world.sources import Sources
from greenlint.world.world import World

SECTIONS = [
    section for kind in ("rules", "inference") for path in fixture_paths(kind) for section in read_fixture(path) if section.has_errors
]
CORPUS = os.environ.get("GREENLINT_CORPUS")


def each(sections: list[Section]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("section", sections, ids=[section.label for section in sections])


def found(world: World, path: str) -> list[Finding]:
    return deeply(lambda: check_file(world, path, tuple(rules().values()), True))


def repairs(world: World, path: str) -> Iterator[tuple[Finding, Fix, list[Finding]]]:
    """Each finding of a file with each of its fixes that may be made, and all findings of the file."""
    findings = found(world, path)
    for finding in findings:
        for fix in (finding.fix, *finding.alternatives):
            if fix is not None and fix.safety is not Safety.DISPLAY:
                yield finding, fix, findings


def wrong(world: World, root: Path, path: str, source: Source, finding: Finding, fix: Fix, findings: list[Finding]) -> list[str]:
    """What a fix that is made alone does beside removing its finding. The world is left as it was."""
    text = applied(source.text, fix.edits)
    problems = []
    try:
        compile(text, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return [f"no Python: {error}"]
    if Counter(comment.text for comment in comments(text)) != Counter(comment.text for comment in comments(source.text)):
        problems.append("comments were lost")
    if any(edit.start == edit.end and not edit.content for edit in fix.edits):
        problems.append("an edit that changes nothing")
    settings = settings_of(root)
    world.edit(Sources(root, settings, {path: text}), [path])
    after = found(world, path)
    world.edit(Sources(root, settings), [path])
    # Of several findings at one place the first in precedence is shown, or that of the innermost call; removing it shows the next one.
    row = finding.start[0] + sum(edit.content.count("\n") for edit in fix.edits if source.position(edit.end)[0] < finding.start[0])
    hidden = [
        item for item in after if item.start[0] == row and item.message != finding.message and rank(item.code) >= rank(finding.code)
    ]
    added = Counter(item.code for item in after if item not in hidden) - Counter(item.code for item in findings)
    if added:
        problems.append(f"added {sorted(added)}")
    same = (finding.code, finding.message)
    if sum((item.code, item.message) == same for item in after) >= sum((item.code, item.message) == same for item in findings):
        problems.append("the finding is still there")
    return problems


@each(SECTIONS)
def test_each_fix_alone(section: Section, tmp_path: Path) -> None:
    section.write(tmp_path)
    world = open_world(tmp_path)
    for file in section.files:
        if file.is_python:
            for finding, fix, findings in list(repairs(world, file.path)):
                problems = wrong(world, tmp_path, file.path, Source(file.text), finding, fix, findings)
                assert not problems, (section.where(file, finding.start[0]), finding.code, fix.title, problems, applied(file.text, fix.edits))


@each(SECTIONS)
def test_all_fixes_are_made_once_in_any_layout(section: Section, tmp_path: Path) -> None:
    plain, odd = tmp_path / "plain", tmp_path / "odd"
    section.write(plain)
    good, outcome = repaired(section, plain, True)
    assert not outcome.complaints
    if not outcome.count:
        return
    good.write(plain)
    assert repaired(good, plain, True)[1].changes == {}
    write_bytes(other := laid_out(section), odd)
    assert [file.text for file in repaired(other, odd, True)[0].files] == [file.text for file in laid_out(good).files]


def laid_out(section: Section) -> Section:
    """A section with tabs for indentation and the line endings of Windows in its code."""

    def odd(text: str) -> str:
        return re.sub(r"^(?: {4})+", lambda match: "\t" * (len(match[0]) // 4), text, flags=re.MULTILINE).replace("\n", "\r\n")

    return replace(section, files=tuple(replace(file, text=odd(file.text)) if file.is_python else file for file in section.files))


def write_bytes(section: Section, root: Path) -> None:
    section.write(root)
    for file in section.files:
        (root / file.path).write_bytes(file.text.encode())


@pytest.mark.parametrize("code", ["ADB201", "ADB202", "ADB204", "ADB205", "ADB206", "ADB212", "ADB301", "ADB302", "ADB401"])
def test_the_fixtures_hold_fixes(code: str, tmp_path: Path) -> None:
    def mended(number: int, section: Section) -> bool:
        root = tmp_path / str(number)
        section.write(root)
        world = open_world(root)
        return any(finding.code == code for file in section.files if file.is_python for finding, _, _ in repairs(world, file.path))

    assert any(mended(number, section) for number, section in enumerate(SECTIONS) if section.fixture.stem.startswith(code))


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="GREENLINT_CORPUS names no directory of projects")
def test_projects() -> None:
    problems: list[str] = []
    for root in sorted(path for path in Path(str(CORPUS)).iterdir() if path.is_dir()):
        outcome = fix_all(Project(root, settings_of(root)), [root], rules(), unsafe=True)
        problems += [f"{root.name}/{path}:{row}: {message}" for path, row, message in outcome.complaints]
        for path, (before, after) in outcome.changes.items():
            compile(after.text, path, "exec", dont_inherit=True)
            if Counter(comment.text for comment in comments(before.text)) - Counter(comment.text for comment in comments(after.text)):
                problems.append(f"{root.name}/{path}: comments were lost")
    assert not problems, "\n".join(problems)
