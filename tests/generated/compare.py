"""What greenlint says of a program beside what execution said.

A finding of ADB301-ADB308 is right where a row of its statement's chain raised, and a false alarm where the statement began and did not raise (rows outside
functions always begin). It is not judged where no run came there, or to a statement that it blames, or where something else was raised. A raising row is
found when a finding stands anywhere on its chain. ADB401 at a factory is wrong where no session was made that expires; at a session made on the spot it is
right only where a read no longer raises when no session expires (its row still may, for another one), on the path that runs or where nothing fails.
"""

from __future__ import annotations

import ast
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from greenlint.base.settings import Settings
from greenlint.engine.check import check_file
from greenlint.registry import rules
from greenlint.world.sources import Sources
from greenlint.world.world import World

from .instrument import marks_of, statements
from .oracle import Oracle, Row, Truth
from .program import Program

_ALONE = re.compile(r"\.expire\(\w+\[0\]")
_OPENED = re.compile(r"\bSession(\.begin)?\(")
LOADING = tuple(f"ADB30{number}" for number in range(1, 9))
EXPIRING = "ADB401"


@dataclass(frozen=True)
class Reported:
    """A finding: the row of its statement, its code and message, and the rows of the statements that it blames."""

    row: Row
    code: str
    message: str
    blamed: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Disagreement:
    """A false alarm or a miss. `text` is the row as it is written."""

    kind: str
    program: str
    tag: str
    row: Row
    text: str
    detail: str

    def same(self, other: Disagreement) -> bool:
        """Whether it is the same one in another version of the program."""
        return (self.kind, self.row[0], self.text, self.detail) == (other.kind, other.row[0], other.text, other.detail)


@dataclass
class Verdict:
    """All that is counted of a program. `raising` holds tag, whether it was found, and whether it raised on some paths only."""

    program: str
    raising: list[tuple[str, bool, bool]] = field(default_factory=list)
    calm: list[str] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    died: list[str] = field(default_factory=list)
    runs: int = 0


def lint(program: Program) -> list[Reported]:
    """The findings of the rules that the program is about."""
    known = rules()
    chosen = tuple(known[code] for code in (*LOADING, EXPIRING) if code in known)
    found = []
    with tempfile.TemporaryDirectory(prefix="generated-lint-") as directory:
        root = Path(directory)
        for path, text in program.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        world = World(Sources(root, Settings()), Settings())
        for path, text in program.files.items():
            starts, _ = statements(ast.parse(text))
            for finding in check_file(world, path, chosen):
                row = finding.start[0]
                blamed = tuple((path, starts.get(one.start[0], one.start[0])) for one in finding.related if one.path == path)
                found.append(Reported((path, starts.get(row, row)), finding.code, finding.message, blamed))
    return found


def judge(oracle: Oracle, program: Program, findings: list[Reported] | None = None) -> Verdict:
    """Run a program, lint it (unless its findings are given) and compare."""
    truth = oracle.run(program)
    found = lint(program) if findings is None else findings
    verdict = Verdict(program.name, died=truth.died, runs=truth.runs)
    marks = {(mark.path, mark.row): mark for path, text in program.files.items() for mark in marks_of(path, text)}
    tags = {row: mark.tag for row, mark in marks.items()}
    inside = {(path, row) for path, text in program.files.items() for row in statements(ast.parse(text))[1]}
    loading = [finding for finding in found if finding.code in LOADING]
    excused = {row for item in truth.excused if item in marks and marks[item].via for row in _endpoint(program, marks[item].via)} | truth.excused.keys()
    for row, raising in truth.raising.items():
        if row in marks and marks[row].via:
            raising.chain |= _endpoint(program, marks[row].via)
    right = {row for raising in truth.raising.values() for row in raising.chain}
    hidden = _hidden(program, truth)
    for finding in loading:
        judged = all(row not in inside or row in truth.reached for row in (finding.row, *finding.blamed)) and finding.row not in hidden
        if finding.row not in right and judged and finding.row not in excused:
            verdict.disagreements.append(_disagreement("false alarm", program, tags, finding.row, finding.code))
    # A factory is blamed for what is read later: where that was not reached, nobody knows.
    unreached = any(finding.code == "ADB303" and finding.row in inside and finding.row not in truth.reached for finding in loading)
    for finding in found:
        if finding.code == EXPIRING and not unreached and not _expires(oracle, program, truth, finding.row):
            verdict.disagreements.append(_disagreement("false alarm", program, tags, finding.row, finding.code))
    for row, raising in truth.raising.items():
        tag = tags.get(row, "unmarked")
        hit = any(finding.row in raising.chain for finding in loading)
        verdict.raising.append((tag, hit, raising.variations != truth.reached[row]))
        if not hit:
            verdict.disagreements.append(_disagreement("miss", program, tags, row, raising.symptom))
    for row, mark in marks.items():
        if row in truth.reached and row not in truth.excused:
            raised = row in truth.raising
            if not raised:
                verdict.calm.append(mark.tag)
            if mark.expected and raised != (mark.expected == "bad"):
                verdict.surprises.append(f"{program.name} {row}: {_text(program, row)}: {'raised' if raised else 'did not raise'}")
    return verdict


def _hidden(program: Program, truth: Truth) -> set[Row]:
    """The rows of blocks that were not entered in some variation, for the statement that holds them raised there: of that, execution tells nothing."""
    found: set[Row] = set()
    for path, text in program.files.items():
        for node in ast.walk(ast.parse(text)):
            raising = truth.raising.get((path, node.lineno)) if isinstance(node, ast.stmt) else None
            for inner in ast.walk(node) if raising is not None else ():
                row = (path, inner.lineno) if isinstance(inner, ast.stmt) and inner is not node else None
                if row is not None and raising is not None and not raising.variations <= truth.reached.get(row, set()):
                    found.add(row)
    return found


def _endpoint(program: Program, name: str) -> set[Row]:
    """The rows that stand for what a framework does with a function's result: its head and its returns."""
    rows: set[Row] = set()
    for path, text in program.files.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.AsyncFunctionDef) and node.name == name:
                rows |= {(path, inner.lineno) for inner in ast.walk(node) if inner is node or isinstance(inner, ast.Return)}
    return rows


def _expires(oracle: Oracle, program: Program, truth: Truth, row: Row) -> bool:
    """Whether ADB401 on a row is right. Of a factory that nothing calls, execution tells nothing."""
    if True not in truth.sessions:
        return not any(_OPENED.search(text) for text in program.files.values())
    if not _text(program, row).startswith("async with AsyncSession("):
        return True
    # One of several rows that is expired alone raises in place of the others.
    alone = frozenset((path, number) for path, text in program.files.items() for number, line in enumerate(text.splitlines(), 1) if _ALONE.search(line))
    for without in {frozenset(), _failing(program, truth), alone}:
        before = oracle.run(program, without=without) if without else truth
        if not _reads(before) <= _reads(oracle.run(program, expiring=False, without=without)):
            return True
    return False


def _reads(truth: Truth) -> set[tuple[Row, bool, str]]:
    return {(row, *reading) for row, raising in truth.raising.items() for reading in raising.readings}


def _failing(program: Program, truth: Truth) -> frozenset[Row]:
    """The statements that raise what the program handles."""
    found: set[Row] = set()
    for path, text in program.files.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Try) and any((path, handler.body[0].lineno) in truth.reached for handler in node.handlers):
                begun = [(path, statement.lineno) for statement in node.body if (path, statement.lineno) in truth.reached]
                found |= set(begun[-1:])
    return frozenset(found)


def _disagreement(kind: str, program: Program, tags: dict[Row, str], row: Row, detail: str) -> Disagreement:
    return Disagreement(kind, program.name, tags.get(row, "unmarked"), row, _text(program, row), detail)


def _text(program: Program, row: Row) -> str:
    return program.files[row[0]].splitlines()[row[1] - 1].strip()
