"""Every section of every fixture: its findings, types and effects are those of its markers, and what it claims to be proven is true."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from proving import Report, judge, prove
from sections import (
    CodeFile,
    ErrorMarker,
    FixtureError,
    Proof,
    Section,
    findings_of,
    fixture_paths,
    mismatches,
    open_world,
    parse_fixture,
    read_fixture,
    repaired,
    text_mismatches,
)

from greenlint.base.finding import Finding
from greenlint.engine import probe
from greenlint.registry import rules

RULE_SECTIONS = [section for path in fixture_paths("rules") for section in read_fixture(path)]
SECTIONS = RULE_SECTIONS + [section for path in fixture_paths("inference") for section in read_fixture(path)]


def each(sections: list[Section]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("section", sections, ids=[section.label for section in sections])


@each(SECTIONS)
def test_findings_types_and_effects(section: Section, tmp_path: Path) -> None:
    section.write(tmp_path)
    world = open_world(tmp_path)
    problems = mismatches(section, findings_of(world, [file.path for file in section.files if file.is_python]))
    for file in section.files:
        if file.types:
            problems += text_mismatches(section, file, file.types, probe.types(open_world(tmp_path, pruning=False), file.path))
        if file.effects:
            problems += text_mismatches(section, file, file.effects, probe.effects(open_world(tmp_path, pruning=False), file.path))
    assert not problems, "\n" + "\n".join(problems)


@each([section for section in SECTIONS if section.proof])
def test_proof(section: Section, tmp_path: Path) -> None:
    if missing := _missing(section):
        pytest.skip(f"the proof needs {missing}")
    problems = prove(section, tmp_path)
    assert not problems, "\n".join(problems)


@each([section for section in SECTIONS if section.fixed])
def test_fixed_code_is_proven_clean(section: Section, tmp_path: Path) -> None:
    if missing := _missing(section):
        pytest.skip(f"the proof needs {missing}")
    for name in ("bad", "good"):
        (tmp_path / name).mkdir()
    section.write(tmp_path / "bad")
    good, outcome = repaired(section, tmp_path / "bad", section.fixed == "unsafe")
    assert outcome.count
    assert not outcome.run.findings
    problems = prove(good, tmp_path / "good")
    assert not problems, "\n".join([*problems, *(file.text for file in good.files)])


def _missing(section: Section) -> str | None:
    if section.python and sys.version_info < section.python:
        return "python " + ".".join(map(str, section.python))
    for text in section.requires:
        requirement = Requirement(text)
        try:
            if not requirement.specifier.contains(version(requirement.name), prereleases=True):
                return text
        except PackageNotFoundError:
            return text
    return None


# What ADB9xx report is the tool's own state, which no execution can show.
@pytest.mark.parametrize("code", [code for code in rules() if not code.startswith("ADB9")])
def test_every_rule_is_proven_both_ways(code: str) -> None:
    symptoms = {section.proof.symptom for section in RULE_SECTIONS if section.proof and section.fixture.name.startswith(f"{code}-")}
    assert "clean" in symptoms, f"{code} has no section that is proven clean"
    assert symptoms - {"clean"}, f"{code} has no section that is proven to fail"


# The harness itself: a fixture that says something else than the code, or nothing that the harness reads, must not pass.

BAD = '## One\n\n```py\nimport x\nx.f()  # error: 1 [ADB101] "stops" # error: [ADB101]\n```\n'


def finding(row: int, column: int = 1, code: str = "ADB101", path: str = "main.py", message: str = "it stops") -> Finding:
    return Finding(path, code, "some-rule", message, (row, column), (row, column + 5))


def only_section(text: str) -> Section:
    (section,) = parse_fixture(Path("some.md"), text)
    return section


def test_a_section_is_read() -> None:
    section = only_section(
        "# Title\n\n## One: `f()`\n<!-- proven: raises ValueError \"no 'x'\" -->\n<!-- fixed: unsafe clean -->\n<!-- requires: sqlalchemy>=2.1 -->\n"
        "<!-- python: 3.11 -->\n\nProse.\n\n`app/db.py`:\n\n```py\n"
        "def f():  # effect: blocks app.db.f -> x.g\n    return 1  # type: int\n```\n"
        "`pyproject.toml`:\n```toml\n[tool.greenlint]\n```\n```sh\n# error: prose\n```\n```py\nf()  # error: [ADB104]\n```\n"
    )
    db, configuration, main = section.files
    assert (section.title, section.requires, section.python, section.fixed) == ("One: `f()`", ("sqlalchemy>=2.1",), (3, 11), "unsafe")
    assert section.proof == Proof("raises", "ValueError", "no 'x'")
    assert (db.path, db.line, db.effects, db.types) == ("app/db.py", 14, ((1, "blocks app.db.f -> x.g"),), ((2, "int"),))
    assert configuration == CodeFile("pyproject.toml", "[tool.greenlint]\n", 19)
    assert (main.path, main.errors) == ("main.py", (ErrorMarker(1, "ADB104"),))


@pytest.mark.parametrize(
    "text",
    [
        "no section\n",
        "## One\n\nno code\n",
        "## One\n\n```py\nf()\n",
        "## One\n\n``` py\nf()\n```\n",
        "## One\n\n```py\nf()  # error: ADB101\n```\n",
        "## One\n\n```py\nf()  # error: [ADB101] unquoted\n```\n",
        "## One\n\n```py\nf()  # type:\n```\n",
        "## One\n\n```py\nf()\n```\n```py\ng()\n```\n",
        "## One\n\n```py\nf()\n```\n\n## One\n\n```py\ng()\n```\n",
        "<!-- proven: clean -->\n\n## One\n\n```py\nf()\n```\n",
        "## One\n<!-- proven: explodes -->\n\n```py\nf()  # error: [ADB101]\n```\n",
        "## One\n<!-- proven: warns -->\n\n```py\nf()  # error: [ADB101]\n```\n",
        "## One\n<!-- needs: sqlalchemy -->\n\n```py\nf()\n```\n",
        "## One\n<!-- a remark -->\n\n```py\nf()\n```\n",
        "## One\n<!-- fixed: clean -->\n\n```py\nf()  # error: [ADB101]\n```\n",
        "## One\n<!-- proven: blocks -->\n<!-- fixed: maybe -->\n\n```py\nf()  # error: [ADB101]\n```\n",
        "## One\n<!-- proven: clean -->\n\n```py\nf()  # error: [ADB101]\n```\n",
        "## One\n<!-- proven: blocks -->\n\n```py\nf()\n```\n",
    ],
)
def test_what_does_not_follow_the_format_is_refused(text: str) -> None:
    with pytest.raises(FixtureError):
        parse_fixture(Path("some.md"), text)


def test_findings_and_markers_must_agree_in_both_directions() -> None:
    section = only_section(BAD)
    assert mismatches(section, [finding(2, 5, message="other"), finding(2)]) == []
    for wrong in (
        [finding(2)],
        [finding(2), finding(2), finding(2)],
        [finding(2, 5), finding(2, 5)],
        [finding(2, message="other"), finding(2, message="other")],
        [finding(2), finding(1)],
        [finding(2), finding(2, code="ADB102")],
        [finding(2), finding(2, path="other.py")],
    ):
        assert mismatches(section, wrong)
    assert mismatches(section, [finding(2)]) == ["some.md:5 (main.py:2): missing [ADB101]"]


def test_printed_texts_must_be_those_of_the_markers() -> None:
    section = only_section("## One\n\n```py\nx = 1  # type: int\n```\n")
    (file,) = section.files
    assert not text_mismatches(section, file, file.types, {1: "int", 2: "str"})
    assert text_mismatches(section, file, file.types, {1: "str"})
    assert text_mismatches(section, file, file.types, {})


def report(
    gap: float = 0.02,
    raised: list[tuple[list[str], str]] | None = None,
    warned: list[str] | None = None,
    remaining: int | None = None,
    expected: int | None = None,
) -> Report:
    return Report(gap, raised or [], warned or [], remaining, expected)


@pytest.mark.parametrize(
    ("proof", "shown", "other"),
    [
        (Proof("blocks"), report(0.3), report(0.1)),
        (Proof("blocks"), report(0.3), report(0.3, raised=[(["ValueError"], "text")])),
        (Proof("raises", "ValueError", "text"), report(raised=[(["KeyError"], ""), (["UnicodeError", "ValueError"], "a text")]), report()),
        (
            Proof("raises", "ValueError", "text"),
            report(raised=[(["ValueError"], "text")]),
            report(raised=[(["ValueError"], ""), (["E"], "text")]),
        ),
        (Proof("loses row"), report(remaining=0, expected=1), report(remaining=1, expected=1)),
        (Proof("loses row"), report(remaining=0, expected=1), report()),
        (Proof("warns", None, "was never awaited"), report(warned=["f was never awaited"]), report(warned=["other"])),
        (Proof("clean"), report(remaining=1, expected=1), report(remaining=0, expected=1)),
        (Proof("clean"), report(warned=["other"]), report(warned=["f was never awaited"])),
        (Proof("clean"), report(), report(0.3)),
        (Proof("clean"), report(), report(raised=[(["ValueError"], "text")])),
    ],
)
def test_a_report_is_judged(proof: Proof, shown: Report, other: Report) -> None:
    assert judge(proof, shown) == []
    assert judge(proof, other)


SCENARIO = """## One
<!-- proven: {symptom} -->

`app/main.py`:

```py
import asyncio
import sqlite3
{setup}

async def scenario():
    {body}
```
"""


@pytest.mark.parametrize(
    ("body", "setup", "true", "false"),
    [
        ('sqlite3.connect("a.db").execute("SELECT slow()")  # error: [ADB101]', "", "blocks", 'warns "never"'),
        ("asyncio.sleep(0)  # error: [ADB201]", "", 'warns "never awaited"', "blocks"),
        ('int("x")  # error: [ADB101]', "", 'raises ValueError "invalid literal"', "loses row"),
        ("await asyncio.sleep(0.3)", "", "clean", None),
        ("await asyncio.sleep(0)  # error: [ADB201]", "expected = 2\ndef remaining(): return 1", "loses row", "blocks"),
    ],
)
def test_a_proof_tells_true_claims_from_false_ones(body: str, setup: str, true: str, false: str | None, tmp_path: Path) -> None:
    for claim in (true, false):
        if claim is not None:
            directory = tmp_path / claim.split()[0]
            directory.mkdir()
            section = only_section(SCENARIO.format(symptom=claim, setup=setup, body=body))
            assert bool(prove(section, directory)) == (claim == false)
