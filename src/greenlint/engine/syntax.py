"""Whether a file is Python. `ast` decides; where it refuses, libcst may know newer grammar than the running Python does.

Deliberately absent: errors that only compilation finds, and code that is valid but was not analysed (that is a finding of the check).
"""

from __future__ import annotations

import ast
import warnings

from greenlint.base.text import Source
from greenlint.read.limits import refusal

_TOO_DEEP = ("too many nested parentheses", "too many levels of indentation", "too many statically nested blocks")


def problem(source: Source) -> tuple[int, int, str] | None:
    """Row, column and message of the first syntax error, or None. What is only too large or too deep to be read has none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source.text)
        return None
    except SyntaxError as error:
        if error.msg.startswith(_TOO_DEEP):
            return None
        place = _place(source, error.lineno or 1, error.offset or 1)
        message = error.msg
    except (RecursionError, MemoryError):
        return None
    except ValueError as error:
        place, message = (1, 1), str(error)
    return None if _libcst_accepts(source.text) else (*place, message)


def _libcst_accepts(text: str) -> bool:
    # A text has no byte order mark: one that it begins with is the file's second. libcst skips it, Python does not.
    if text.startswith("\ufeff") or refusal(text) is not None:
        return False
    from greenlint.read.parse import SyntaxProblem, Unreadable, parse

    try:
        parse(text, trusting=False)
    except (SyntaxProblem, Unreadable):
        return False
    return True


def _place(source: Source, row: int, column: int) -> tuple[int, int]:
    """A place within the text, whatever `ast` says: it points behind the end or before the start of some files."""
    row = min(max(row, 1), len(source.line_starts))
    return row, min(max(column, 1), len(source.line(row)) + 1)
