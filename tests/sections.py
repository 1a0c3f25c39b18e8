"""Fixture files: their sections as small projects, what each section expects of greenlint, and what greenlint says.

The format is described in fixtures/README.md. Deliberately absent: executing a section (proving).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from greenlint.base.finding import Finding
from greenlint.base.settings import Settings
from greenlint.engine.check import check_file
from greenlint.engine.fixing import Fixed, fix
from greenlint.engine.project import Project
from greenlint.front.configuration import Configurations
from greenlint.registry import rules
from greenlint.world.sources import Sources
from greenlint.world.world import World

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SYMPTOMS = ("blocks", "raises", "loses row", "warns", "clean")

_FENCE = re.compile(r"(?P<fence>`{3,})(?P<language>[\w+-]*)\s*")
_PATH_LINE = re.compile(r"`(?P<path>[^`\s]+)`:")
_ATTRIBUTE = re.compile(r"<!--\s*(?P<name>[a-z]+):\s*(?P<value>.*?)\s*-->")
_PROOF = re.compile(r"""(?P<symptom>blocks|loses\ row|clean|warns|raises\ (?P<type>\w+))(?:\ "(?P<text>[^"]+)")?""", re.VERBOSE)
_FIXED = {"clean": "safe", "unsafe clean": "unsafe"}
_MARKER = re.compile(r"#\s*(?P<kind>error|effect|type)\s*:\s*(?P<rest>.*?)\s*(?=#\s*(?:error|effect|type)\b|$)")
_ERROR = re.compile(r"""(?:(?P<column>[1-9]\d*)\s+)?\[(?P<code>[A-Z]+\d+)\](?:\s+"(?P<fragment>[^"]+)")?""")


class FixtureError(ValueError):
    """A fixture file that does not follow the format; the text names the file and the line."""


@dataclass(frozen=True)
class ErrorMarker:
    """A finding that must stand on `row`; column and fragment (a part of the message) count when they are given."""

    row: int
    code: str
    column: int | None = None
    fragment: str | None = None

    def fits(self, finding: Finding) -> bool:
        """Whether a finding of the same file is the one that the marker asks for."""
        return (
            finding.start[0] == self.row
            and finding.code == self.code
            and self.column in (None, finding.start[1])
            and (self.fragment is None or self.fragment in finding.message)
        )

    def __str__(self) -> str:
        column = "" if self.column is None else f"{self.column} "
        fragment = "" if self.fragment is None else f' "{self.fragment}"'
        return f"{column}[{self.code}]{fragment}"


@dataclass(frozen=True)
class CodeFile:
    """One file of a section. `line` is the line of the fixture file that holds the first row of `text`."""

    path: str
    text: str
    line: int
    errors: tuple[ErrorMarker, ...] = ()
    types: tuple[tuple[int, str], ...] = ()
    effects: tuple[tuple[int, str], ...] = ()

    @property
    def is_python(self) -> bool:
        """Whether findings can stand in the file."""
        return self.path.endswith((".py", ".pyi"))


@dataclass(frozen=True)
class Proof:
    """What executing the section must show: one of SYMPTOMS, for `raises` the exception's type, and a text that must appear."""

    symptom: str
    exception: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Section:
    """One small project. `requires` holds requirements (`sqlalchemy>=2.1`) and `python` the least version that its proof needs.

    `fixed` tells which fixes leave code that is proven clean: `safe`, or `unsafe` for all of them.
    """

    fixture: Path
    title: str
    line: int
    files: tuple[CodeFile, ...]
    proof: Proof | None = None
    requires: tuple[str, ...] = ()
    python: tuple[int, ...] | None = None
    fixed: str | None = None

    @property
    def label(self) -> str:
        """A name that is unique among all sections."""
        return f"{self.fixture.stem}:{self.title}"

    @property
    def has_errors(self) -> bool:
        """Whether a finding is expected anywhere."""
        return any(file.errors for file in self.files)

    def write(self, root: Path) -> None:
        """Write the section's files below `root`."""
        for file in self.files:
            target = root / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")

    def where(self, file: CodeFile, row: int) -> str:
        """The place in the fixture file of a row of one of the section's files."""
        return f"{self.fixture.name}:{file.line + row - 1} ({file.path}:{row})"


def fixture_paths(kind: str) -> list[Path]:
    """The fixture files of a kind (`rules` or `inference`), sorted."""
    return sorted((FIXTURES / kind).glob("*.md"))


def read_fixture(path: Path) -> list[Section]:
    """The sections of a fixture file.

    Raises:
        FixtureError: the file does not follow the format.
    """
    return parse_fixture(path, path.read_text(encoding="utf-8"))


def parse_fixture(path: Path, text: str) -> list[Section]:
    """The sections of a fixture file's text; `path` is for messages and labels only.

    Raises:
        FixtureError: the text does not follow the format.
    """
    sections: list[Section] = []
    draft: _Draft | None = None
    lines = iter(enumerate(text.splitlines(), 1))
    before = ""
    for number, line in lines:
        fence = _FENCE.fullmatch(line)
        attribute = _ATTRIBUTE.fullmatch(line.strip())
        if line.startswith("## "):
            if draft is not None:
                sections.append(draft.finish())
            draft = _Draft(path, line[3:].strip(), number)
        elif fence:
            body = list(_fenced(lines, fence["fence"], f"{path.name}:{number}"))
            if draft is not None:
                draft.block(fence["language"], _PATH_LINE.fullmatch(before), body, number + 1)
        elif line.startswith("```"):
            raise FixtureError(f"{path.name}:{number}: a fence with more than a language")
        elif attribute:
            if draft is None:
                raise FixtureError(f"{path.name}:{number}: an attribute outside a section")
            draft.attribute(attribute["name"], attribute["value"], number)
        elif line.lstrip().startswith("<!--"):
            raise FixtureError(f"{path.name}:{number}: a comment that is no attribute")
        if line.strip():
            before = line.strip()
    if draft is not None:
        sections.append(draft.finish())
    titles = [section.title for section in sections]
    for section in sections:
        if titles.count(section.title) > 1:
            raise FixtureError(f"{path.name}:{section.line}: a second section {section.title!r}")
    if not sections:
        raise FixtureError(f"{path.name}: no section")
    return sections


def _fenced(lines: Iterator[tuple[int, str]], fence: str, place: str) -> Iterator[str]:
    for _, line in lines:
        if line.rstrip() == fence:
            return
        yield line
    raise FixtureError(f"{place}: a code block without end")


class _Draft:
    """A section while its lines are read."""

    def __init__(self, fixture: Path, title: str, line: int) -> None:
        self.fixture = fixture
        self.title = title
        self.line = line
        self.files: list[CodeFile] = []
        self.proof: Proof | None = None
        self.requires: list[str] = []
        self.python: tuple[int, ...] | None = None
        self.fixed: str | None = None

    def block(self, language: str, named: re.Match[str] | None, body: list[str], line: int) -> None:
        if named is None and language != "py":
            return
        path = "main.py" if named is None else named["path"]
        if any(file.path == path for file in self.files):
            raise FixtureError(f"{self.fixture.name}:{line}: a second {path} in one section")
        text = "".join(f"{row}\n" for row in body)
        file = CodeFile(path, text, line)
        self.files.append(self._marked(file) if file.is_python else file)

    def _marked(self, file: CodeFile) -> CodeFile:
        errors: list[ErrorMarker] = []
        texts: dict[str, list[tuple[int, str]]] = {"type": [], "effect": []}
        for row, line in enumerate(file.text.splitlines(), 1):
            for marker in _MARKER.finditer(line):
                kind, rest = marker["kind"], marker["rest"]
                error = _ERROR.fullmatch(rest)
                if kind != "error" and rest:
                    texts[kind].append((row, rest))
                elif kind == "error" and error:
                    column = error["column"]
                    errors.append(ErrorMarker(row, error["code"], int(column) if column else None, error["fragment"]))
                else:
                    raise FixtureError(f"{self.fixture.name}:{file.line + row - 1}: unreadable marker {marker[0]!r}")
        return CodeFile(file.path, file.text, file.line, tuple(errors), tuple(texts["type"]), tuple(texts["effect"]))

    def attribute(self, name: str, value: str, line: int) -> None:
        if name == "requires":
            self.requires.append(value)
        elif name == "python" and re.fullmatch(r"\d+(\.\d+)*", value):
            self.python = tuple(int(part) for part in value.split("."))
        elif name == "proven" and self.proof is None and (proof := _PROOF.fullmatch(value)):
            self.proof = Proof("raises" if proof["type"] else proof["symptom"], proof["type"], proof["text"])
            if (self.proof.symptom in ("raises", "warns")) != (self.proof.text is not None):
                raise FixtureError(f"{self.fixture.name}:{line}: only 'raises' and 'warns' take a text, and need one")
        elif name == "fixed" and self.fixed is None and value in _FIXED:
            self.fixed = _FIXED[value]
        else:
            raise FixtureError(f"{self.fixture.name}:{line}: unknown or repeated attribute {name}: {value}")

    def finish(self) -> Section:
        if not any(file.is_python for file in self.files):
            raise FixtureError(f"{self.fixture.name}:{self.line}: a section without code")
        section = Section(self.fixture, self.title, self.line, tuple(self.files), self.proof, tuple(self.requires), self.python, self.fixed)
        if self.proof is not None and section.has_errors == (self.proof.symptom == "clean"):
            need = "must not expect findings" if section.has_errors else "must expect a finding"
            raise FixtureError(f"{self.fixture.name}:{self.line}: a section proven {self.proof.symptom!r} {need}")
        if self.fixed is not None and (self.proof is None or not section.has_errors):
            raise FixtureError(f"{self.fixture.name}:{self.line}: fixed code can only be proven where the code with the error is")
        return section


def mismatches(section: Section, findings: Iterable[Finding]) -> list[str]:
    """What differs between the findings of a section's project and its markers, in both directions; empty when they agree."""
    files = {file.path: file for file in section.files}
    left = list(findings)
    problems = []
    for file in section.files:
        # A marker that says more is matched first: it has fewer findings to choose from.
        for marker in sorted(file.errors, key=lambda item: (item.column is None) + (item.fragment is None)):
            found = next((item for item in left if item.path == file.path and marker.fits(item)), None)
            if found is None:
                problems.append(f"{section.where(file, marker.row)}: missing {marker}")
            else:
                left.remove(found)
    for finding in left:
        row, column = finding.start
        place = section.where(files[finding.path], row) if finding.path in files else f"{finding.path}:{row}"
        problems.append(f"{place}: unexpected {column} [{finding.code}] {finding.message!r}")
    return problems


def text_mismatches(section: Section, file: CodeFile, wanted: Iterable[tuple[int, str]], printed: dict[int, str]) -> list[str]:
    """Where the printed types or effects of a file (row to text) are not those of its markers."""
    return [f"{section.where(file, row)}: expected {text!r}, got {printed.get(row)!r}" for row, text in wanted if printed.get(row) != text]


def open_world(root: Path, pruning: bool = True) -> World:
    """The world of a project, with the settings of its configuration file if there is one."""
    settings = replace(settings_of(root), pruning=pruning)
    return World(Sources(root, settings), settings)


def settings_of(root: Path) -> Settings:
    """The settings of a project's configuration file if there is one."""
    configuration = Configurations().nearest(root)
    return Settings() if configuration is None else configuration.settings


def repaired(section: Section, root: Path, unsafe: bool) -> tuple[Section, Fixed]:
    """A section (that stands in `root`) with its fixes made as `--fix` makes them, with every rule selected, and what making them came to."""
    known = rules()
    settings = replace(settings_of(root), select=("ALL",), ignore=())
    outcome = fix(Project(root, settings), [root], known, unsafe=unsafe)
    files = [
        replace(file, text=outcome.changes[file.path][1].text, errors=()) if file.path in outcome.changes else file for file in section.files
    ]
    return replace(section, files=tuple(files), proof=Proof("clean")), outcome


def findings_of(world: World, paths: Iterable[str]) -> list[Finding]:
    """The findings of all rules in some files of a project, before any suppression."""
    every = tuple(rules().values())
    return [finding for path in paths for finding in check_file(world, path, every)]
