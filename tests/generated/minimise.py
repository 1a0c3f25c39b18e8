"""Makes a program smaller while greenlint and execution still disagree about one of its rows: deletes statements, the largest first."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from .compare import Disagreement, judge
from .oracle import Oracle
from .program import Program

TRIES = 400


def minimise(oracle: Oracle, program: Program, wanted: Disagreement) -> Program:
    """The smallest version of a program, by deletions, that still has the disagreement."""

    def disagrees(smaller: Program) -> bool:
        try:
            found = judge(oracle, smaller).disagreements
        except Exception:
            # A version that cannot be imported says nothing.
            return False
        return any(item.same(wanted) for item in found)

    return shrink(program, disagrees)


def shrink(program: Program, holds: Callable[[Program], bool]) -> Program:
    """Delete statements of a program as long as it holds."""
    tries = 0
    changed = True
    while changed and tries < TRIES:
        changed = False
        for path in sorted(program.files, key=lambda item: item != "main.py"):
            done = 0
            while tries < TRIES:
                candidates = list(deletions(program.files[path]))
                if done >= len(candidates):
                    break
                tries += 1
                smaller = replace(program, files={**program.files, path: candidates[done]})
                if holds(smaller):
                    program, changed = smaller, True
                else:
                    done += 1
    return program


def deletions(text: str) -> Iterator[str]:
    """Versions of a text without one of its statements each, the largest statements first."""
    lines = text.splitlines()
    found: list[tuple[int, int, bool]] = []
    for node in ast.walk(ast.parse(text)):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if not isinstance(body, list):
                continue
            for statement in body:
                first = min([statement.lineno, *(item.lineno for item in getattr(statement, "decorator_list", ()))])
                alone = len(body) == 1 and not isinstance(node, ast.Module)
                if not (alone and isinstance(statement, ast.Pass)):
                    found.append((first, statement.end_lineno, alone))
    for first, last, alone in sorted(found, key=lambda item: item[0] - item[1]):
        indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
        kept = [*lines[: first - 1], *([f"{indent}pass"] if alone else []), *lines[last:]]
        yield re.sub(r"\n{4,}", "\n\n\n", "\n".join(kept)).strip("\n") + "\n"
