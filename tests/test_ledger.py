"""A record in columns: it says what the past said, and text that is none is refused, never misread."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from greenlint.world.ledger import Ledger
from greenlint.world.past import Node, Past

PAST = Past(
    {
        "aa": Node("checked", "01", ("bb", "cc"), "a.py", "", '[["t","checked","a.py"],[[]]]'),
        "bb": Node("name", "", ("cc",), "b.py", "cc", '[["t","name","b.py","x"],null]'),
        "cc": Node("name", "03", ("bb",), "b.py", "cc", '[["t","name","b.py","y"],[1]]'),
        "dd": Node("mentioning", "04", (), "", "", '[["t","mentioning","x"],[["t"]]]'),
    },
    {"p1": '["part"]'},
)


def test_a_past_is_the_same_once_it_was_written() -> None:
    assert Ledger.from_text(Ledger.of(PAST).to_text()).past() == PAST
    assert Ledger.from_text(Ledger.of(Past({}, {})).to_text()).past() == Past({}, {})


def test_users_lead_back_and_circles_hold_together() -> None:
    ledger = Ledger.from_text(Ledger.of(PAST).to_text())
    assert [list(ledger.users.to(number)) for number in range(4)] == [[], [0, 2], [0, 1], []]
    assert ledger.circles == {"cc": [1, 2]}


def test_what_rests_on_a_node_that_is_not_kept_loses_that() -> None:
    alone = Past({"aa": PAST.nodes["aa"]}, {})
    assert Ledger.of(alone).past().nodes["aa"].rests == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head[:-1],
        lambda head: [*head[:6], head[6][:3]],
        lambda head: [*head[:6], ["AAAA", *head[6][1:]]],
        lambda head: [*head[:6], ["not base64", *head[6][1:]]],
        lambda head: [*head[:3], [], *head[4:]],
        lambda head: [head[0][:2], *head[1:]],
        lambda head: [*head[:5], [[9, "cc"]], head[6]],
    ],
)
def test_columns_that_do_not_fit_are_refused(change: Callable[[list[Any]], list[Any]]) -> None:
    head, _, rest = Ledger.of(PAST).to_text().partition("\n")
    with pytest.raises(ValueError, match=r"."):
        Ledger.from_text(json.dumps(change(json.loads(head))) + "\n" + rest)


@pytest.mark.parametrize("text", ["", "[]", "nothing", "[1]\n[2]", "{}\n"])
def test_text_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Ledger.from_text(text)
