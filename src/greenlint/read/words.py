"""The identifiers that a text mentions, for the name index.

Over-approximates on purpose: short strings count, because libraries take names as strings. Comments and triple-quoted plain strings do not count.
"""

from __future__ import annotations

import re
import unicodedata

from greenlint.read.scan import scan

_WORD = re.compile(r"\b[^\W\d]\w*")
# Identifiers may hold characters, combining marks for one, that `\w` does not know.
_WIDE_WORD = re.compile(r"[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*")


def words(text: str) -> set[str]:
    """Identifiers outside comments and triple-quoted plain strings; those that Python normalises also in their normal form (NFKC)."""
    found = scan(text)
    position = 0
    code: list[str] = []
    for start, end in sorted(found.comments + found.prose):
        code.append(text[position:start])
        position = end
    code.append(text[position:])
    bare = " ".join(code)
    result = set(_WORD.findall(bare))
    if not bare.isascii():
        result.update(word for word in _WIDE_WORD.findall(bare) if not word.isascii())
        result.update(unicodedata.normalize("NFKC", word) for word in list(result) if not word.isascii())
    return result
