"""The choke point: memo, circles, what rests on what."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from greenlint.world.record import Recorder


def graph(edges: dict[str, list[str]], leaves: dict[str, int], asked: list[str] | None = None) -> Recorder:
    """A recorder whose question `reach` collects the leaves below a node: a monotone question with circles."""
    recorder = Recorder()

    def reach(node: str) -> frozenset[int]:
        if asked is not None:
            asked.append(node)
        found = frozenset({leaves[node]}) if node in leaves else frozenset()
        for inner in edges.get(node, []):
            found |= recorder.ask("reach", inner)
        return found

    recorder.register("reach", reach, frozenset(), frozenset({-1}))
    return recorder


def test_a_question_is_answered_once() -> None:
    asked: list[str] = []
    recorder = graph({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, {"d": 1}, asked)
    assert recorder.ask("reach", "a") == {1}
    assert recorder.ask("reach", "a") == {1}
    assert sorted(asked) == ["a", "b", "c", "d"]


def test_circles_have_one_answer() -> None:
    recorder = graph({"a": ["b"], "b": ["c", "a"], "c": ["a", "d"]}, {"d": 4, "b": 2})
    for node in "abc":
        assert recorder.ask("reach", node) == {2, 4}


def test_self_reference_starts_from_the_bottom() -> None:
    recorder = graph({"a": ["a"]}, {"a": 7})
    assert recorder.ask("reach", "a") == {7}


@pytest.mark.parametrize("seed", range(60))
def test_answers_do_not_depend_on_the_order_of_questions(seed: int) -> None:
    random_ = random.Random(seed)
    nodes = [f"n{index}" for index in range(random_.randint(2, 14))]
    edges = {node: random_.sample(nodes, random_.randint(0, min(3, len(nodes)))) for node in nodes}
    leaves = {node: index for index, node in enumerate(nodes) if random_.random() < 0.5}
    expected = {node: _reachable(node, edges, leaves) for node in nodes}
    for _ in range(4):
        recorder = graph(edges, leaves)
        order = random_.sample(nodes, len(nodes))
        assert {node: recorder.ask("reach", node) for node in order} == expected


def _reachable(start: str, edges: dict[str, list[str]], leaves: dict[str, int]) -> frozenset[int]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        node = pending.pop()
        if node not in seen:
            seen.add(node)
            pending.extend(edges.get(node, []))
    return frozenset(leaves[node] for node in seen if node in leaves)


def test_a_circle_that_never_settles_ends_at_the_top() -> None:
    recorder = Recorder()

    def count(name: str) -> int:
        return int(recorder.ask("count", name)) + 1

    recorder.register("count", count, 0, -1)
    assert recorder.ask("count", "x") == -1


@pytest.mark.parametrize("first", ["count", "name", "next"])
def test_a_member_that_never_settles_spoils_no_other(first: str) -> None:
    recorder = Recorder()
    recorder.register("count", lambda: recorder.ask("count") + 1 if recorder.ask("name") else 0, 0, -1)
    recorder.register("name", lambda: "known" if recorder.ask("next") or True else "", "", "anything")
    recorder.register("next", lambda: recorder.ask("count") != 0, False, True)
    recorder.ask(first)
    assert {kind: recorder.ask(kind) for kind in ("count", "name", "next")} == {"count": -1, "name": "known", "next": True}


def test_what_an_answer_rests_on_is_told_absences_included() -> None:
    files: dict[str, str | None] = {"a": "1", "b": None}
    recorder = Recorder()
    read: Callable[[str], Any] = files.get
    recorder.register("file", read)
    recorder.register("sum", lambda: [recorder.ask("file", name) for name in ("a", "b")])
    recorder.ask("sum")
    known = {entry.question: entry for entry in recorder.entries}
    assert [entry.question for entry in known["sum",].asked] == [("file", "a"), ("file", "b")]
    assert known["file", "b"].answer is None


def test_members_of_a_circle_are_told() -> None:
    recorder = graph({"a": ["b"], "b": ["a", "leaf"]}, {"leaf": 3})
    recorder.ask("reach", "b")
    groups = {entry.question[1]: entry.group and entry.group.question for entry in recorder.entries}
    assert groups == {"a": ("reach", "a"), "b": ("reach", "a"), "leaf": None}


def test_what_rests_on_something_forgotten_is_forgotten() -> None:
    edges = {"a": ["b"], "b": ["a", "leaf"], "c": ["other"]}
    recorder = graph(edges, {"leaf": 3, "other": 4})
    recorder.ask("reach", "a"), recorder.ask("reach", "c")
    edges["b"].append("other")
    recorder.forget([("reach", "leaf")])
    assert {entry.question for entry in recorder.entries} == {("reach", "c"), ("reach", "other")}
    assert recorder.ask("reach", "a") == {3, 4}


def test_a_kind_of_question_is_answered_in_one_way() -> None:
    recorder = graph({}, {})
    with pytest.raises(ValueError, match="reach are answered already"):
        recorder.register("reach", lambda: None)
