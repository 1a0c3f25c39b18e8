"""Reads a piece in one call: checked, parsed, lowered. It never raises, whatever the text is.

What takes libcst is imported by who reads: to import it was a sixth of a run after a small change. Deliberately absent: the cache of traces, and
the fallback from pieces to whole files; both know files, this knows texts.
"""

from __future__ import annotations

import re
from functools import reduce
from keyword import iskeyword

from greenlint.model.trace import Node
from greenlint.read.limits import refusal

# Lists within lists. Passes over traces, json's among them, recurse within the interpreter's default limit of 1,000 frames.
MAX_NESTING = 400
# Most annotations in strings are no more than this, with few dots.
_NAMES = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*){,8}", re.ASCII)


def read_piece(text: str) -> Node:
    """The trace of a piece (or of a whole file): `["piece", statement, ...]`, or `["unread", reason]`.

    A piece is unread when the limits refuse it, when libcst rejects it (the reason names a place relative to the piece), when its trace would nest
    deeper than `MAX_NESTING`, or when libcst or the lowering failed.
    """
    reason = refusal(text)
    if reason is not None:
        return ["unread", reason]
    from greenlint.read.lower import lower
    from greenlint.read.parse import SyntaxProblem, Unreadable, parse, spacious

    try:
        with spacious():
            trace = lower(parse(text))
    except (SyntaxProblem, Unreadable) as problem:
        return ["unread", str(problem)]
    except Exception as error:
        return ["unread", f"{type(error).__name__}: {error}"]
    if _nests_too_deeply(trace):
        return ["unread", f"nested more than {MAX_NESTING} deep"]
    return trace


def read_expression(text: str, at: int = 0) -> Node | None:
    """The trace of an expression that stands in a string, as `list[User]`; None when the text is none or is refused.

    All its nodes have the ordinal `at`, which is meant to be the string's. Strings in it are `quoted`, as in an annotation.
    """
    if _NAMES.fullmatch(text):
        first, *others = text.split(".")
        if not any(map(iskeyword, (first, *others))):
            return reduce(lambda value, name: ["attr", at, value, name], others, ["name", at, first])
    from greenlint.read.lower import expression_tree, lower_expression

    try:
        tree = expression_tree(text)
        if tree is None:
            return None
        trace = lower_expression(tree, at)
    except Exception:
        return None
    return None if _nests_too_deeply(trace) else trace


def _nests_too_deeply(trace: Node) -> bool:
    level = [trace]
    for _ in range(MAX_NESTING):
        level = [item for node in level for item in node if type(item) is list]
        if not level:
            return False
    return True
