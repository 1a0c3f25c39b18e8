"""The one place where libcst parses. Its errors become ours, and while it works the interpreter is set up for large trees.

Deliberately absent: any check of what is parsed. libcst crashes the process on hostile input, so callers ask `limits.refusal` first.
"""

from __future__ import annotations

import gc
import re
import string
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import libcst as cst

_Tree = TypeVar("_Tree")

# Frames that the deepest tree within the limits needs, in any pass over it.
_FRAMES = 12_000

_WORD = string.ascii_letters + string.digits + "_"
_PLACE = re.compile(r"error at (\d+):(\d+): ")


class Unreadable(Exception):
    """libcst failed on a text, for a reason of its own."""


class SyntaxProblem(Exception):
    """libcst rejects a text. `row` and `column` count from 1 and are relative to the text; they are 1 where libcst names no place."""

    def __init__(self, row: int, column: int, message: str) -> None:
        super().__init__(f"{row}:{column}: {message}")
        self.row = row
        self.column = column
        self.message = message


class _Spacious:
    """How many passes over trees are running, and what they changed. One of them may run inside another, or in another thread."""

    lock = threading.Lock()
    running = 0
    collecting = False
    frames = 0


_validated = cst.CSTNode.__post_init__


def _trusted(node: cst.CSTNode) -> None:
    """In place of the validation of a new node: libcst's parser makes valid ones but for this kind, and checking them costs a fifth of the parse."""
    if type(node) is cst.ConcatenatedString:
        _validated(node)


@contextmanager
def spacious() -> Iterator[None]:
    """Within it, no garbage is collected (trees hold no cycles) and passes may recurse as deep as the limits allow."""
    with _Spacious.lock:
        if not _Spacious.running:
            _Spacious.collecting = gc.isenabled()
            _Spacious.frames = sys.getrecursionlimit()
            gc.disable()
            sys.setrecursionlimit(max(_FRAMES, _Spacious.frames))
        _Spacious.running += 1
    try:
        yield
    finally:
        with _Spacious.lock:
            _Spacious.running -= 1
            if not _Spacious.running:
                sys.setrecursionlimit(_Spacious.frames)
                if _Spacious.collecting:
                    gc.enable()


def parse(text: str, *, trusting: bool = True) -> cst.Module:
    """Parse a module or piece. Without trust, libcst validates all that its own parser makes.

    Raises:
        SyntaxProblem: libcst rejects the text.
        Unreadable: libcst failed otherwise.
    """
    return _parsed(cst.parse_module, text, trusting)


def parse_expression(text: str) -> cst.BaseExpression:
    """Parse an expression without whitespace around it.

    Raises:
        SyntaxProblem: libcst rejects the text.
        Unreadable: libcst failed otherwise.
    """
    return _parsed(cst.parse_expression, text, True)


def _parsed(parser: Callable[[str], _Tree], text: str, trusting: bool) -> _Tree:
    try:
        with spacious():
            if trusting:
                setattr(cst.CSTNode, "__post_init__", _trusted)  # noqa: B010
            return parser(text)
    except cst.ParserSyntaxError as error:
        raise _problem(text, error) from None
    except Exception as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from None
    except BaseException as error:
        # A panic of the native parser is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(f"libcst: {error}") from None
    finally:
        setattr(cst.CSTNode, "__post_init__", _validated)  # noqa: B010


def _problem(text: str, error: cst.ParserSyntaxError) -> SyntaxProblem:
    message = error.message.removeprefix("parser error: ").removeprefix("tokenizer error: ")
    place = _PLACE.match(message)
    if place is None:
        return SyntaxProblem(1, 1, message)
    row, end = int(place[1]), int(place[2])
    lines = re.split(r"\r\n?|\n", text)
    # libcst names the end of the token that does not fit, or of the blanks after it.
    before = lines[row - 1][:end].rstrip() if row <= len(lines) else ""
    start = len(before.rstrip(_WORD)) if before[-1:] in _WORD else len(before) - 1
    return SyntaxProblem(row, max(start, 0) + 1, message[place.end() :])
