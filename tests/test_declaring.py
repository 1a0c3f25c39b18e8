"""What a name stands for is told by the text of a definition: the same as its trace tells, without reading it."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest
from command_line import write

from greenlint.base.settings import Settings
from greenlint.engine.answers import Answers
from greenlint.engine.state import Raw
from greenlint.model.trace import Node
from greenlint.read import pieces
from greenlint.registry import rules
from greenlint.world import shelf
from greenlint.world.sources import Sources
from greenlint.world.types import Class, DefId, Function
from greenlint.world.world import World

CODE = '''\
# A comment with def in it
class Plain: x = 1
@decorate("""
class Quoted:
""")
class Decorated(Base): ...
@decorate(f"""
class Formatted: {x}
""")
def behind(): ...
async  def loads(): ...
@decorate
def wrapped(): ...
class Twice: ...
if FLAG:
    def guarded(): ...
# def

def Twice(): global Plain
class 名前: ...
class Walrus(other := object): ...
'''


def world_of(root: Path) -> World:
    settings = Settings()
    return Answers(Sources(root, settings), settings, rules()).world


def test_names_of_definitions_are_known_without_reading_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"m.py": CODE})
    world = world_of(tmp_path)
    read: list[str] = []
    reader = pieces.read_piece

    def note(text: str) -> Node:
        read.append(text)
        return reader(text)

    monkeypatch.setattr(shelf, "read_piece", note)
    expected = {
        "Decorated": Class(DefId("m.py", "Decorated")),
        "loads": Function(DefId("m.py", "loads")),
        "Twice": Function(DefId("m.py", "Twice", 1)),
        "名前": Class(DefId("m.py", "名前")),
        "Walrus": Class(DefId("m.py", "Walrus")),
    }
    assert {name: world.ask("name", "m.py", name) for name in expected} == expected
    assert read == []
    assert world.index.scope("m.py").keys() >= {"behind"} and "Formatted" not in world.index.scope("m.py")
    assert world.ask("name", "m.py", "wrapped") is not None and world.ask("name", "m.py", "guarded") == Function(DefId("m.py", "guarded"))
    assert [text.split()[0] for text in read] == ["@decorate", "if"]


def test_texts_tell_of_definitions_what_their_traces_tell(tmp_path: Path) -> None:
    code = Path(typing.__file__).read_text() + CODE
    write(tmp_path, {"m.py": code})
    world = world_of(tmp_path)
    told = 0
    for piece in world.index.facts("m.py").pieces:
        declared = world.ask("declares", "m.py", piece)
        if declared is not None:
            told += 1
            (statement,) = world.ask("trace", "m.py", piece)[1:]
            assert (statement[0], statement[3 if statement[0] == "def" else 2]) == declared
            value = world.ask("bindings", "m.py", piece)[declared[1]]
            assert value == (Class if declared[0] == "class" else Function)(world.ask("definitions", "m.py", piece)[declared[1], 0].id)
    assert told > 60


def test_a_class_that_cannot_be_read_is_one_of_which_nothing_is_known(tmp_path: Path) -> None:
    uses = "async def work():\n    Odd().execute('x')\n    await Odd()\n    async with Odd(): ...\n"
    write(tmp_path, {"m.py": f"import sqlite3\nclass Odd(sqlite3.Connection): x = = 1\n{uses}"})
    found = Answers(Sources(tmp_path, Settings()), Settings(), rules(), syntax=False).about(["m.py"])
    raw = found["m.py"]
    assert isinstance(raw, Raw) and [finding.code for finding in raw.findings] == ["ADB902"]
