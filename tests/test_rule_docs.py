"""The rules' documentation is true: its sections are there, its example fires, what it recommends is silent, and it has a fixture."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from sections import findings_of, fixture_paths, open_world

from greenlint.registry import rules
from greenlint.rule import Rule

HEADINGS = ["What it does", "Why is this bad?", "Example", "Use instead", "Fix safety", "References"]

each_rule = pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))


def parts(rule: Rule) -> dict[str, str]:
    """The documentation's sections by heading, in their order."""
    pieces = re.split(r"^## (.+)$", inspect.cleandoc(rule.doc), flags=re.MULTILINE)
    return {heading.strip(): body.strip() for heading, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def fired(part: str, root: Path) -> list[str]:
    """The codes that the code of a documentation section gives, one per finding."""
    blocks = re.findall(r"^```py\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1, "one block of code is wanted"
    (root / "example.py").write_text(blocks[0], encoding="utf-8")
    return [finding.code for finding in findings_of(open_world(root), ["example.py"])]


@each_rule
def test_sections(rule: Rule) -> None:
    found = parts(rule)
    assert list(found) == HEADINGS
    assert [heading for heading, body in found.items() if not body] == []


@each_rule
def test_the_example_fires_this_rule_only(rule: Rule, tmp_path: Path) -> None:
    # What a commit expires has a factory that lets it; what a mapping does not load is not there where it is read.
    companions = {"ADB303": {"ADB401"}, "ADB309": {"ADB302"}, "ADB310": {"ADB301"}}.get(rule.code, set())
    assert set(fired(parts(rule)["Example"], tmp_path)) - companions == {rule.code}


@each_rule
def test_what_is_recommended_is_silent(rule: Rule, tmp_path: Path) -> None:
    assert fired(parts(rule)["Use instead"], tmp_path) == []


def test_every_rule_has_a_fixture_and_every_fixture_a_rule() -> None:
    assert [path.stem for path in fixture_paths("rules")] == [f"{code}-{rule.name}" for code, rule in rules().items()]


def test_codes_and_names_are_unique_and_well_formed() -> None:
    found = list(rules().values())
    assert len({rule.code for rule in found}) == len({rule.name for rule in found}) == len(found)
    assert [rule.code for rule in found if not re.fullmatch(r"ADB\d{3}", rule.code)] == []
    assert [rule.name for rule in found if not re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)] == []
