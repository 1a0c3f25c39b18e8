"""Cells joined where paths meet, tried with a toy tracker: which calls have certainly, possibly or never happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from greenlint.base.settings import Settings
from greenlint.world.events import Called, Event
from greenlint.world.sources import Sources
from greenlint.world.world import World


class Opened:
    """Counts `sqlite3.connect` calls on a path: the cell is the set of counts that paths can have."""

    def __init__(self, world: World) -> None:
        self.world = world

    def initial(self) -> Any:
        return frozenset({0})

    def step(self, cell: Any, event: Event) -> Any:
        if isinstance(event, Called) and any(self.world.printed(target.function.id) == "sqlite3.connect" for target in event.targets):
            return frozenset(min(count + 1, 3) for count in cell)
        return cell

    def join(self, first: Any, second: Any) -> Any:
        return first | second


CASES = {
    "straight": ("connect('a')\n    connect('b')", {2}),
    "one branch": ("if x:\n        connect('a')", {0, 1}),
    "both branches": ("if x:\n        connect('a')\n    else:\n        connect('b')", {1}),
    "early return": ("if x:\n        return\n    connect('a')", {1}),
    "loop": ("for _ in x:\n        connect('a')", {0, 1, 2, 3}),
    "break": ("while True:\n        connect('a')\n        break", {1}),
    "handler": ("try:\n        connect('a')\n        connect('b')\n    except ValueError:\n        pass", {0, 1, 2}),
    "finally": ("try:\n        pass\n    finally:\n        connect('a')", {1}),
    "match": ("match x:\n        case 1:\n            connect('a')\n        case _:\n            pass", {0, 1}),
    "ternary": ("connect('a') if x else None", {0, 1}),
    "and": ("x and connect('a')", {0, 1}),
    "comprehension": ("[connect('a') for _ in x]", {0, 1}),
    "with": ("with connect('a') as c:\n        pass", {1}),
}


@pytest.mark.parametrize("case", CASES)
def test_cells_are_joined_where_paths_meet(case: str, tmp_path: Path) -> None:
    body, expected = CASES[case]
    (tmp_path / "main.py").write_text(f"from sqlite3 import connect\n\n\ndef f(x):\n    {body}\n    return 0\n")
    world = World(Sources(tmp_path, Settings()), Settings())
    piece = world.index.binding_pieces("main.py", "f")[0]
    (definition,) = [item for item in world.ask("definitions", "main.py", piece).values() if item.name == "f"]
    evaluator = world.evaluator("main.py", definition, piece, None, Opened(world))
    cells: list[Any] = []
    evaluator.run(definition.body[:-1])
    cells.append(evaluator.state.cell)
    assert cells == [frozenset(expected)]
