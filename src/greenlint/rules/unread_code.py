"""Code that was not analysed

## What it does
Tells of a statement that greenlint could not read: nested too deep, too long, or rejected by the parser though Python accepts it. What it defines is
unknown, and unknown is silent.

## Why is this bad?
Nothing in that statement was checked, and what it defines is unknown to the rest of the project.

## Example
```py
import sqlite3


async def main() -> None:
    (rows): list = sqlite3.connect("shop.db").execute("SELECT 1").fetchall()
```

## Use instead
```py
import aiosqlite


async def main() -> None:
    async with aiosqlite.connect("shop.db") as connection:
        rows = await connection.execute_fetchall("SELECT 1")
```

## Fix safety
There is no fix.

## References
- docs/architecture.md, "Limits"
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Event


@rule(code="ADB902", name="unread-code", severity=Severity.INFO)
def unread_code(event: Event, context: Context) -> Iterator[Draft]:
    """Reported by the engine, which knows what was read; no event leads here."""
    yield from ()
