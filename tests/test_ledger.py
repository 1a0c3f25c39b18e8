"""A record in columns: it says what the past said, and text that is none is refused, never misread."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from greenlint.world.ledger import Ledger, Links, _exceeds
from greenlint.world.past import Node, Past, bits_of, merged, with_bits

PAST = Past(
    {
        "aa": Node("checked", "01", ("bb", "cc"), "a.py", "", '[["t","checked","a.py"],[[]],"-1"]'),
        "bb": Node("name", "", ("cc",), "b.py", "cc", '[["t","name","b.py","x"],null,"5"]'),
        "cc": Node("name", "03", ("bb",), "b.py", "cc", '[["t","name","b.py","y"],[1],"0"]'),
        "dd": Node("mentioning", "04", (), "", "", '[["t","mentioning","x"],[["t"]],"0"]'),
    },
    {"p1": '["part"]'},
)


def test_a_past_is_the_same_once_it_was_written() -> None:
    assert Ledger.from_bytes(Ledger.of(PAST).to_bytes()).past() == PAST
    assert Ledger.from_bytes(Ledger.of(Past({}, {})).to_bytes()).past() == Past({}, {})


def test_users_lead_back_and_circles_hold_together() -> None:
    ledger = Ledger.from_bytes(Ledger.of(PAST).to_bytes())
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
        lambda head: [*head[:6], [0, *head[6][1:]]],
        lambda head: [*head[:6], [-1, *head[6][1:]]],
        lambda head: [*head[:6], ["4", *head[6][1:]]],
        lambda head: [*head[:6], [*head[6][:-1], 1 << 62]],
        lambda head: [*head[:3], [], *head[4:]],
        lambda head: [head[0][:2], *head[1:]],
        lambda head: [*head[:5], [[9, "cc"]], head[6]],
    ],
)
def test_columns_that_do_not_fit_are_refused(change: Callable[[list[Any]], list[Any]]) -> None:
    head, _, rest = Ledger.of(PAST).to_bytes().partition(b"\n")
    with pytest.raises(ValueError, match=r"."):
        Ledger.from_bytes(json.dumps(change(json.loads(head))).encode() + b"\n" + rest)


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 255, 256, 257, 258, 600, 65_535, 65_536, 65_537, 66_000, 1 << 24, 1 << 32])
def test_numbers_that_are_not_below_a_limit_are_noticed(limit: int) -> None:
    for number in {0, 1, 2, 10, 91, 93, 94, 255, 256, 257, 511, 512, limit - 257, limit - 256, limit - 1, limit, limit + 1, limit + 256, limit * 2}:
        if 0 <= number < 1 << 32:
            assert _exceeds(array("I", [0, number, 0] if limit else [number]), limit) == (number >= limit), number
    assert not _exceeds(array("I"), limit)


def test_links_that_lead_nowhere_are_refused() -> None:
    ledger = Ledger.of(PAST)
    for name in ("rests", "users"):
        astray = replace(ledger, **{name: Links(getattr(ledger, name).starts, array("I", [4] * len(getattr(ledger, name).targets)))})
        with pytest.raises(ValueError, match="leads nowhere"):
            Ledger.from_bytes(astray.to_bytes())


def test_a_record_may_stand_behind_another_text() -> None:
    assert Ledger.from_bytes(b"text\n" + Ledger.of(PAST).to_bytes(), 5).past() == PAST


@pytest.mark.parametrize("text", [b"", b"[]", b"nothing", b"[1]\n[2]", b"{}\n", b"\xff"])
def test_text_that_is_no_record_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Ledger.from_bytes(text)


@pytest.mark.parametrize("rest", [b"", b"[]", b"[]\n"])
def test_a_record_without_all_its_lines_is_refused(rest: bytes) -> None:
    text = Ledger.of(PAST).to_bytes()
    assert Ledger.from_bytes(text).data[3] == PAST.nodes["dd"].data
    with pytest.raises(ValueError, match="lines are missing"):
        Ledger.from_bytes(text.partition(b'[["t"')[0] + rest)


def test_lines_may_be_longer_than_they_are_wide() -> None:
    wide = Past({"aa": Node("name", "", (), "ä.py", "", '[["t","name","ä.py","\\ud800"],null,"0"]')}, {"p": '["ß"]', "q": '["\U0001f40d"]'})
    assert Ledger.from_bytes(Ledger.of(wide).to_bytes()).past() == wide


def test_what_two_processes_found_in_different_circles_rests_on_what_either_did() -> None:
    one = Node("name", "01", ("bb",), "a.py", "bb", '[["t","name","a.py","x"],[1],"5"]')
    other = one._replace(rests=("cc",), group="cc", data=with_bits(one.data, 0x12))
    (node,) = merged([Past({"aa": one}, {}), Past({"aa": other}, {})]).nodes.values()
    assert (node.rests, node.group, bits_of(node.data)) == (("bb", "cc"), "cc", 0x17)
    assert merged([Past({"aa": one}, {}), Past({"aa": one}, {})]).nodes == {"aa": one}
    assert bits_of(with_bits(one.data, -1)) == -1
