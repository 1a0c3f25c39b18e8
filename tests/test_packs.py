"""Packs: what was kept is there, in few files, whatever another process or a damaged disk does meanwhile."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from greenlint.world.packs import Packs, digest_of

_TIMES = itertools.count(1_700_000_000, 10)


def put(target: Path, parts: Iterable[bytes]) -> bool:
    """Each file is some seconds younger than the one before, as a clock with coarse steps does not tell in a test."""
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(b"".join(parts))
    os.utime(target, (time := next(_TIMES), time))
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "packs"


def test_the_latest_text_of_a_key_counts_in_few_files(folder: Path) -> None:
    rng = random.Random(4)
    expected: dict[str, bytes] = {}
    writers = [Packs(folder, put) for _ in range(3)]
    for _ in range(300):
        texts = {str(rng.randrange(400)): rng.randbytes(rng.choice((0, 9, 300))) for _ in range(rng.randrange(1, 9))}
        writer = rng.choice(writers)
        # As if some time had passed since it last looked.
        writer._changed = None
        writer.keep(texts)
        expected |= texts
        assert len(list(folder.iterdir())) <= 12
    for packs in writers:
        packs._changed = None
        assert {key: packs.get(key) for key in expected} == expected
    assert writers[0].get("other") is None
    assert sum(path.stat().st_size for path in folder.iterdir()) < 4 * sum(map(len, expected.values())) + 100 * len(expected)


def test_a_pack_that_another_process_has_taken_into_its_own_is_found_there(folder: Path) -> None:
    ours, others = Packs(folder, put), Packs(folder, put)
    ours.keep({"a": b"first"})
    assert ours.get("a") == b"first"
    (pack,) = folder.iterdir()
    others.keep({"b": b"second" * 99})
    assert not pack.exists()
    # As if no time had passed between the two.
    ours._changed = folder.stat().st_mtime_ns
    assert (ours.get("a"), ours.get("b")) == (b"first", b"second" * 99)


def test_what_no_run_wants_goes_where_it_is_too_much(folder: Path) -> None:
    packs = Packs(folder, put)
    for number in range(20):
        packs.keep({str(number): bytes([number]) * 1_000})
    packs.trim(["3", "17", "none"], limit=30_000)
    assert packs.get("0") == bytes(1_000)
    packs.trim(map(str, range(15)), limit=5_000)
    assert packs.get("0") == bytes(1_000)
    packs.trim(["3", "17", "none"], limit=5_000)
    assert [key for key in map(str, range(20)) if packs.get(key) is not None] == ["3", "17"]
    assert packs.get("17") == bytes([17]) * 1_000
    assert len(list(folder.iterdir())) == 1


def test_what_is_damaged_is_not_there_and_hinders_nobody(folder: Path) -> None:
    Packs(folder, put).keep({"a": b"x" * 50, "b": b"y" * 50})
    (pack,) = folder.iterdir()
    whole = pack.read_bytes()
    for place in range(len(whole)):
        pack.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        found = Packs(folder, put)
        assert found.get("a") in (None, b"x" * 50) and found.get("b") in (None, b"y" * 50)
        assert (found.get("a"), found.get("b")) != (b"x" * 50, b"y" * 50) or whole[place : place + 1] == b"\n"
        pack.write_bytes(whole[:place])
        assert Packs(folder, put).get("b") is None or place == len(whole) - 1
    packs = Packs(folder, put)
    packs.keep({"c": b"z"})
    assert packs.get("c") == b"z"


@pytest.mark.parametrize("index", [b"[]", b"null", b'{"a": 1}', b'{"a": [-9, "x"]}', b'{"a": [99999999999999999999, "x"]}', b"[" * 9_999])
def test_an_index_of_another_form_names_no_texts(folder: Path, index: bytes) -> None:
    put(folder / "pack", [digest_of(index).encode(), b"\n", index, b"\n", b"text"])
    assert Packs(folder, put).get("a") is None


def test_links_and_unfinished_files_are_no_packs(folder: Path, tmp_path: Path) -> None:
    Packs(tmp_path / "elsewhere", put).keep({"a": b"foreign"})
    (pack,) = (tmp_path / "elsewhere").iterdir()
    folder.mkdir()
    (folder / "link").symlink_to(pack)
    (folder / ".new-x").write_bytes(pack.read_bytes())
    assert Packs(folder, put).get("a") is None
