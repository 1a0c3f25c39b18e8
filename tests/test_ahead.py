"""What is read ahead: first what the evaluation has just come to leads to, in the end all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from greenlint.engine.ahead import ahead
from greenlint.engine.crew import Board
from greenlint.world.graph import Graph, Place

A, B, C, D, E, F = [("m.py", number) for number in range(6)]


def test_what_was_asked_for_last_leads_on() -> None:
    asked: list[Place] = []

    def taken() -> Iterable[Place]:
        found, asked[:] = list(asked), []
        return found

    order = ahead([A, B, C, D], taken, lambda place: {A: [D, E], D: [F, A]}.get(place, []))
    assert next(order) == A
    asked += [A, D]
    assert next(order) == F
    assert [*order] == [E, B, C]


def test_the_process_that_evaluates_tells_where_it_is(tmp_path: Path) -> None:
    pieces = {"a.py": (7, 1), "empty.py": (), "m.py": (0, 9, 2)}
    asking, reading = Board(tmp_path, pieces, 0, asks=True), Board(tmp_path, pieces, 1)
    assert [*reading.asked()] == []
    for place in (("m.py", 0), ("a.py", 1), ("other.py", 7), ("m.py", 2)):
        asking.take(*place)
    assert [*reading.asked()] == [("m.py", 0), ("a.py", 1), ("m.py", 2)]
    reading.take("a.py", 7)
    assert [*reading.asked()] == []
    asking.close()
    reading.close()


def test_no_reader_waits_for_another(tmp_path: Path) -> None:
    pieces = {"a.py": (7, 1), "m.py": (0, 9, 2)}
    first, second = Board(tmp_path, pieces, 1), Board(tmp_path, pieces, 2)
    first.claim([("a.py", 7)])
    assert first.take("m.py", 9) is None
    opened = [(path, piece) for path, numbers in pieces.items() for piece in numbers if second.is_open(path, piece)]
    assert opened == [("a.py", 1), ("m.py", 0), ("m.py", 2)]
    assert first.is_open("a.py", 7) and first.is_open("m.py", 9)
    first.give("a.py", 7, "[]")
    assert not first.is_open("a.py", 7) and not second.is_open("other.py", 0)
    first.close()
    second.close()


def test_imports_of_known_names_are_not_read_ahead() -> None:
    graph = Graph([A, B, C], [(1, 2), (), ()], imports={1})
    assert [*graph.linked(A)] == [C] and [*graph.linked(F)] == []
