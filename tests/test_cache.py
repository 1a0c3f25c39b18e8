"""The cache: the same findings with and without it, whatever was changed, damaged or planted; and nothing of it where it must not be."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from command_line import greenlint, write

from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.engine import answers, crew, project
from greenlint.engine.answers import Answer, Answers
from greenlint.engine.project import Cache, Project
from greenlint.front.cli import main
from greenlint.model.trace import Node
from greenlint.read import pieces
from greenlint.registry import rules
from greenlint.world import reach, shelf
from greenlint.world.graph import Graph, Place
from greenlint.world.index import NameIndex
from greenlint.world.record import Entry, Recorder
from greenlint.world.scan import FileFacts, scan
from greenlint.world.sources import Problem, Sources

SHOP = Path(__file__).resolve().parents[1] / "fixtures" / "projects" / "shop"
CACHE = ".greenlint_cache"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    shutil.copytree(SHOP, root, ignore=shutil.ignore_patterns(CACHE, "__pycache__"))
    return root


def found(root: Path, *options: str) -> str:
    done = greenlint("check", "--output-format", "json", *options, cwd=root)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def cold(root: Path) -> str:
    """What a run without a cache finds, in this process alone."""
    return within(root, "--no-cache", "-j1")


def within(root: Path, *options: str) -> str:
    """What a run finds that starts in this process."""
    output = io.StringIO()
    before = Path.cwd()
    os.chdir(root)
    try:
        with contextlib.redirect_stdout(output):
            assert main(["check", "--output-format", "json", *options]) in (0, 1)
    finally:
        os.chdir(before)
    return output.getvalue()


def age(root: Path) -> None:
    """Make all files old enough for their times to be believed."""
    for path in root.rglob("*.py"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.mark.parametrize("start", ["fork", "spawn", "handover"])
@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_same_findings_with_any_number_of_processes_cold_and_warm(
    shop: Path, jobs: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(shop)
    expected = cold(shop)
    assert expected.count('"code"') > 10
    monkeypatch.setenv("GREENLINT_START", start.replace("handover", "fork"))
    # Other processes are worth it for little code; with "handover" they inherit what one has found out of a single file.
    monkeypatch.setattr(answers, "WORTH", 5_000)
    started: list[str] = []
    work = answers.Answers._while

    def note(self: Answers, works: Callable[[], bool], wanted: Iterable[str]) -> dict[str, Answer]:
        started.append("readers")
        return work(self, works if start == "fork" else lambda: False, wanted)

    monkeypatch.setattr(answers.Answers, "_while", note)
    share = answers.Answers._share

    def noted(self: Answers, *rest: Any) -> tuple[dict[str, Answer], bytes]:
        started.append("others")
        return share(self, *rest)

    monkeypatch.setattr(answers.Answers, "_share", noted)
    assert within(shop, "-j", jobs, "--no-cache") == expected
    assert within(shop, "-j", jobs) == expected
    assert within(shop, "-j", jobs) == expected
    assert within(shop, "-j", jobs, "src") == within(shop, "--no-cache", "-j1", "src")
    ways = {"spawn": {"others"}, "handover": {"readers", "others"}}.get(start, {"readers"}) if jobs != "1" else set()
    assert ways <= set(started) <= {*ways, "others"}


@pytest.mark.skipif(not crew.forks(), reason="spawned processes scan for themselves")
def test_files_are_scanned_by_all_processes(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = Sources(shop, Settings())
    expected = {path: scan(source.text) for path in sources.files() if isinstance(source := sources.source(path), Source)}
    here: list[str] = []

    def note(text: str) -> FileFacts:
        here.append(text)
        return scan(text)

    monkeypatch.setattr(answers, "WORTH", 100)
    monkeypatch.setattr(answers, "scan", note)
    made = Answers(sources, Settings(), rules())
    made._scan(sources.files(), 3)
    assert len(expected) // 3 <= len(here) <= len(expected) // 3 + 1
    assert {path: made.shelf.kept_facts(sources.digest(path)) for path in expected} == expected


def test_a_run_without_changes_imports_nothing_that_reads(shop: Path) -> None:
    age(shop)
    expected = found(shop)
    code = (
        "import sys; from greenlint.front.cli import main; code = main(['check', '--output-format', 'json']);"
        "bad = [name for name in sys.modules if name.startswith(('libcst', 'greenlint.rules', 'greenlint.rule', 'greenlint.world.world'))];"
        "sys.stderr.write(repr(bad)); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=shop, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, expected, "[]")


def test_new_times_of_files_have_them_read_once(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    age(shop)
    expected = within(shop)
    for path in shop.rglob("*.py"):
        os.utime(path, (path.stat().st_mtime - 5,) * 2)
    reads: list[str] = []
    read = Sources._read

    def note(self: Sources, path: str) -> Source | Problem:
        reads.append(path)
        return read(self, path)

    monkeypatch.setattr(Sources, "_read", note)
    assert within(shop, "--no-cache", "-j1") == expected
    files = sum(1 for _ in shop.rglob("*.py"))
    reads.clear()
    assert within(shop) == expected
    assert len(reads) >= files
    reads.clear()
    assert within(shop) == expected
    assert set(reads) <= {finding["filename"].removeprefix(f"{shop}/") for finding in json.loads(expected)}


def test_selection_and_comments_count_anew(shop: Path) -> None:
    age(shop)
    found(shop)
    assert found(shop, "--ignore", "ADB101") == found(shop, "--no-cache", "--ignore", "ADB101") != found(shop)
    assert found(shop, "--select", "ADB4") == found(shop, "--no-cache", "--select", "ADB4")


def parts(text: str, order: Callable[[str, list[str]], list[str]]) -> str:
    """A text with its paragraphs in another order: what that makes of the first and the others."""
    first, *others = text.split("\n\n\n")
    return "\n\n\n".join(order(first, others))


EDITS = {
    "middle": lambda text, number: parts(text, lambda first, others: [first, f"def middle_{number}():\n    return {number}", *others]),
    "turned": lambda text, number: parts(text, lambda first, others: [first, *reversed(others)]),
    "twice": lambda text, number: parts(text, lambda first, others: [first, *others[-1:], *others]),
    "append": lambda text, number: text + f"\n\ndef added_{number}():\n    return {number}\n",
    "await": lambda text, number: text.replace("await ", "", 1),
    "sync": lambda text, number: text.replace("async def ", "def ", 1),
    "async": lambda text, number: text.replace("\ndef ", "\nasync def ", 1),
    "rows": lambda text, number: "# a comment\n" * (number + 1) + text,
    "none": lambda text, number: text.replace("return ", "return None  # ", 1),
    "rename": lambda text, number: text.replace("def ", f"def renamed_{number}_", 1),
    "broken": lambda text, number: text + "\ndef (:\n",
    "empty": lambda text, number: "",
    "import": lambda text, number: "import sqlite3\n" + text + f"\n\nasync def asks_{number}():\n    sqlite3.connect('x').execute('SELECT 1')\n",
}


@pytest.mark.parametrize("seed", range(4))
def test_after_every_edit_the_findings_are_those_of_a_run_without_a_cache(shop: Path, seed: int) -> None:
    chance = random.Random(seed)
    age(shop)
    original = {path: path.read_text() for path in sorted(shop.rglob("*.py"))}
    found(shop)
    for number in range(8):
        path = chance.choice(sorted(original))
        kind = chance.choice([*EDITS, "restore", "remove", "new"])
        if kind == "restore" or (kind != "new" and not path.exists()):
            path.write_text(original[path])
        elif kind == "remove":
            path.unlink()
        elif kind == "new":
            (path.parent / f"new_{number}.py").write_text(EDITS["import"]("", number))
        else:
            path.write_text(EDITS[kind](path.read_text(), number))
        if chance.random() < 0.5:
            age(shop)
            os.utime(path if path.exists() else path.parent, (1_700_000_000 + number, 1_700_000_000 + number))
        assert found(shop) == cold(shop), (number, kind, path)


def test_a_base_that_is_renamed_on_import_is_noticed(tmp_path: Path) -> None:
    base = "from abc import ABC, abstractmethod\n\n\nclass Store(ABC):\n    @abstractmethod\n    def load(self): ...\n"
    own = "import sqlite3\nfrom base import Store\n\n\nclass First(Store):\n    def load(self):\n        sqlite3.connect('x')\n"
    use = "from base import Store\n\n\nasync def use(store: Store):\n    store.load()\n"
    other = "from base import Store{}\n\n\nclass Second({}):\n    def load(self):\n        return 1\n"
    write(tmp_path, {"base.py": base, "own.py": own, "use.py": use, "pyproject.toml": "[tool.greenlint]\n"})
    write(tmp_path, {"other.py": other.format(" as Other", "Other")})
    age(tmp_path)
    assert json.loads(found(tmp_path)) == []
    write(tmp_path, {"other.py": other.format("", "object")})
    assert found(tmp_path) == cold(tmp_path)
    assert "ADB104" in found(tmp_path)


def test_another_store_in_the_state_of_an_application_is_noticed(tmp_path: Path) -> None:
    main = "import asyncpg\nfrom fastapi import FastAPI\n\n\nasync def start(app: FastAPI):\n    app.state.pool = await asyncpg.create_pool()\n"
    use = "from fastapi import Request\n\n\nasync def use(request: Request):\n    request.app.state.pool.execute('SELECT 1')\n"
    other = "import asyncpg\nfrom fastapi import FastAPI\n\n\nasync def again(app: FastAPI, anything):\n    await asyncpg.connect()\n{}"
    write(tmp_path, {"main.py": main, "use.py": use, "other.py": other.format(""), "pyproject.toml": "[tool.greenlint]\n"})
    age(tmp_path)
    assert "ADB201" in found(tmp_path)
    for text in (other.format("    app.state.pool = anything\n"), other.format("    app.state.other = anything\n")):
        write(tmp_path, {"other.py": text})
        assert found(tmp_path) == cold(tmp_path)
    write(tmp_path, {"main.py": main.replace("pool =", "other =")})
    assert found(tmp_path) == cold(tmp_path)
    assert json.loads(found(tmp_path)) == []


def test_an_edit_has_only_those_files_checked_again_that_it_concerns(tmp_path: Path) -> None:
    ours = "import sqlite3\n\n\ndef {}(place):\n    rows = sqlite3.connect(place).execute('SELECT 1')\n    return rows\n"
    use = "from {0} import {1}\n\n\nasync def use(place):\n    {1}(place)\n    return place.load(place)\n"
    write(tmp_path, {"one.py": ours.format("load"), "two.py": ours.format("load"), "pyproject.toml": "[tool.greenlint]\n"})
    write(tmp_path, {"first.py": use.format("one", "load"), "second.py": use.format("two", "load")})
    age(tmp_path)
    found(tmp_path)

    def checked() -> set[str]:
        project = Project(tmp_path, Settings(), cache=Cache(writes=False))
        before = Answers._found
        seen: set[str] = set()

        def note(self: Answers, path: str) -> Answer:
            seen.add(path)
            return before(self, path)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Answers, "_found", note)
            project.run([tmp_path], rules())
        return seen

    assert checked() == set()
    text = ours.format("load")
    # A finding of the first file shows a place in this one.
    write(tmp_path, {"one.py": "LIMIT = 3\n\n\n" + text.replace("    return", "    place = str(place)\n    return")})
    assert checked() == {"one.py", "first.py"}
    assert found(tmp_path) == cold(tmp_path)
    write(tmp_path, {"one.py": text, "second.py": "LIMIT = 3\n" + use.format("two", "load")})
    assert checked() == {"second.py"}
    assert found(tmp_path) == cold(tmp_path)


def test_an_edit_has_only_those_pieces_read_and_evaluated_again_that_it_concerns(tmp_path: Path) -> None:
    function = "async def load_{0}(place):\n    rows = sqlite3.connect(place).execute('SELECT {0}')\n    return rows\n\n\n"
    functions = ["import sqlite3\n\n\n", *map(function.format, range(20))]
    quiet = ["import sqlite3\n\n\n", *(function.format(number).replace("async ", "") for number in range(20))]
    write(tmp_path, {"loud.py": "".join(functions), "quiet.py": "".join(quiet), "pyproject.toml": "[tool.greenlint]\n"})
    write(tmp_path, {"main.py": "import loud\nimport quiet\n\n\nasync def main(place):\n    quiet.load_3(place)\n    await loud.load_3(place)\n"})
    found(tmp_path)

    def again() -> tuple[list[str], list[str]]:
        read: list[str] = []
        evaluated: list[str] = []
        solve, read_piece = Recorder._solve, shelf.read_piece

        def note(self: Recorder, entry: Entry) -> tuple[Any, Entry | None]:
            if entry.question[0] == "ran" and not entry.question[1].is_stub:
                evaluated.append(entry.question[1].qualname)
            return solve(self, entry)

        def note_piece(text: str) -> Node:
            read.append(text.split("(")[0])
            return read_piece(text)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Recorder, "_solve", note)
            patch.setattr(shelf, "read_piece", note_piece)
            output = within(tmp_path, "-j1")
        assert output == cold(tmp_path)
        return read, evaluated

    assert again() == ([], [])
    edited = quiet[8].replace("    return rows", "    kept = rows\n    return kept")
    write(tmp_path, {"quiet.py": "".join([*quiet[:8], edited, *quiet[9:]])})
    # A finding in the other file shows a place in this one, and what plans fixes is not kept.
    assert again() == (["def load_7"], ["load_7", "main"])
    added = "def added(place):\n    return sqlite3.connect(place)\n"
    write(tmp_path, {"quiet.py": "".join(quiet), "loud.py": "".join([*functions, added])})
    read, evaluated = again()
    assert read == ["def added"]
    assert {"added"} <= {*evaluated} <= {"added", *(f"load_{number}" for number in range(20))}
    # What is put before others makes none of them another one.
    more = ["import json\n", *quiet[:8], "MORE = json\n\n\n", "def more():\n    return MORE\n\n\n", *quiet[8:]]
    write(tmp_path, {"quiet.py": "".join(more), "loud.py": "".join(functions)})
    assert again() == ([], ["main"])


@pytest.mark.skipif(not crew.forks(), reason="spawned processes read nothing ahead")
def test_what_is_new_in_a_changed_file_is_read_by_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    function = "async def load_{0}(place):\n    return sqlite3.connect(place).execute('SELECT {0}')\n\n\n"
    text = "import sqlite3\n\n\n" + "".join(map(function.format, range(20)))
    write(tmp_path, {"a.py": text, "pyproject.toml": "[tool.greenlint]\n"})
    found(tmp_path)
    write(tmp_path, {"a.py": text.replace("SELECT 7'", "SELECT 77'") + function.format("last")})
    expected = cold(tmp_path)
    read: list[str] = []
    elsewhere: list[str] = []

    def note_piece(text: str) -> Node:
        read.append(text.split("(")[0])
        return pieces.read_piece(text)

    @contextlib.contextmanager
    def at_once(task: crew.Task, _spawned: crew.Task, workers: int) -> Iterator[crew.Crew]:
        directory = tmp_path / CACHE / "board"
        directory.mkdir()
        assert workers == 2
        task(directory, 1, workers)
        elsewhere.extend(read)
        yield crew.Crew(directory, list, lambda: False)

    monkeypatch.setattr(shelf, "read_piece", note_piece)
    monkeypatch.setattr(crew, "crew", at_once)
    assert within(tmp_path, "-j2") == expected
    assert read == elsewhere == ["async def load_7", "async def load_last"]


@pytest.mark.skipif(not crew.forks(), reason="spawned processes read nothing ahead")
def test_a_run_that_can_start_no_other_process_reads_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import sqlite3\n\n\nasync def load(place):\n    return sqlite3.connect(place)\n"
    write(tmp_path, {"a.py": text, "pyproject.toml": "[tool.greenlint]\n"})
    found(tmp_path)
    write(tmp_path, {"a.py": text + "    # changed\n    sqlite3.connect(place)\n"})
    expected = cold(tmp_path)
    tried: list[int] = []

    def refuse(*_args: object, **_options: object) -> str:
        tried.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(crew.tempfile, "mkdtemp", refuse)
    assert (within(tmp_path, "-j2"), len(tried)) == (expected, 1)


def test_what_is_told_to_stay_near_does(tmp_path: Path) -> None:
    chain = {"a": "def a(x):\n    return x\n", **{name: f"from {other} import {other}\n\n\ndef {name}(x):\n    return {other}(x)\n" for other, name in itertools.pairwise("abcdef")}}
    write(tmp_path, {f"{name}.py": text for name, text in chain.items()} | {"pyproject.toml": "[tool.greenlint]\n"})
    sources = Sources(tmp_path, Settings())
    index = Answers(sources, Settings(), rules()).world.index
    places = [place for place in index.graph.places if not sources.is_stub(place[0])]
    words = frozenset("abcdefx")

    def near(index: NameIndex) -> dict[Place, list[tuple[str, ...]]]:
        return {place: [index.near(*place, word, sources.files()) for word in sorted(words)] for place in places}

    before, told = near(index), set()
    for path, text in {"f.py": chain["f"] + "    e\n", "c.py": chain["c"].replace("b(x)", "x"), "a.py": chain["a"].replace("(x)", "(f)"), "e.py": ""}.items():
        assert not index.edited(sources.changed({path: text}), [path]).stays_near("a.py", 0)
        former = reach.Former(index.graph, [path], index.facts, index.stands_elsewhere, kept=True)
        changed = NameIndex(sources.changed({path: text}), index.modules, former=former)
        after = near(changed)
        for place in places:
            stays = changed.stays_near(*place)
            told.add(stays)
            assert not stays or before[place] == after[place], (path, place)
        assert any(before[place] != after[place] for place in places) or path == "f.py"
    assert told == {True, False}


def test_names_that_nobody_mentions_leave_the_graph_of_pieces_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = "import sqlite3\n\n\ndef load(place):\n    return sqlite3.connect(place)\n\n\n"
    use = "from hub import load\n\n\nasync def use(place):\n    return load(place){0}\n"
    write(tmp_path, {"hub.py": hub, "use.py": use.format(""), "pyproject.toml": "[tool.greenlint]\n"})
    found(tmp_path)
    whole: list[int] = []
    make = reach._Links.whole

    def note(self: reach._Links) -> Graph:
        whole.append(1)
        return make(self)

    def is_made_anew() -> bool:
        expected = cold(tmp_path)
        whole.clear()
        assert within(tmp_path, "-j1") == expected
        return bool(whole)

    monkeypatch.setattr(reach._Links, "whole", note)
    write(tmp_path, {"hub.py": hub + "def added(place):\n    return load(place)\n"})
    assert not is_made_anew()
    write(tmp_path, {"use.py": use.format(", added")})
    assert is_made_anew()
    write(tmp_path, {"hub.py": "from glob import *\n" + hub, "use.py": use.format("")})
    assert is_made_anew()
    write(tmp_path, {"hub.py": hub.replace("def load", "def read")})
    assert is_made_anew()


@pytest.mark.parametrize("kind", ["state-", "record-"])
def test_edits_in_the_cache_are_shown_and_never_made(shop: Path, kind: str) -> None:
    age(shop)
    found(shop)
    for path in entries(shop):
        name = path.relative_to(shop / CACHE).parts[0]
        if name.startswith(kind):
            body = path.read_bytes().partition(b"\n")[2]
            assert b'"await "' in body
            body = body.replace(b'"await "', b'"smug= "')
            path.write_bytes(b"%08x\n" % crc32(body) + body)
        elif not name.startswith("traces"):
            path.unlink()
    before = shutil.copytree(shop / CACHE, shop.parent / "before")
    assert "smug=" in found(shop)
    shutil.rmtree(shop / CACHE)
    shutil.copytree(before, shop / CACHE)
    done = greenlint("check", "--fix", "-q", cwd=shop)
    assert done.returncode in (0, 1), done.stderr
    texts = [path.read_text() for path in shop.rglob("*.py")]
    assert any("await session.commit()" in text for text in texts) and not any("smug=" in text for text in texts)


def entries(root: Path) -> list[Path]:
    return [path for path in sorted((root / CACHE).rglob("*")) if path.is_file() and path.name not in ("CACHEDIR.TAG", ".gitignore")]


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "nested", "text"])
def test_a_damaged_cache_is_rebuilt(shop: Path, harm: str) -> None:
    age(shop)
    expected = found(shop)
    for path in entries(shop):
        data = bytearray(path.read_bytes())
        if harm == "cut":
            data = data[: len(data) // 2]
        elif harm == "flipped":
            data[len(data) // 2] ^= 0xFF
        elif harm == "empty":
            data = bytearray()
        elif harm == "nested":
            data = bytearray(b"[" * 100_000)
        else:
            data = bytearray(b"no cache")
        path.write_bytes(data)
    assert found(shop) == expected
    assert found(shop) == expected


def test_what_the_cache_says_in_another_form_is_ignored(shop: Path) -> None:
    age(shop)
    expected = found(shop)
    for body in (b"null", b'{"a": 1}', b"[1, 2, 3]", b'["x", [], [], [[], []]]'):
        form = b"%08x\n" % crc32(body) + body
        for kinds in (("state-",), ("state-", "record-"), ("state-", "record-", "traces")):
            harmed = [path for path in entries(shop) if path.relative_to(shop / CACHE).parts[0].startswith(kinds)]
            assert harmed
            for path in harmed:
                path.write_bytes(form)
            assert found(shop) == expected


def test_a_cache_that_is_a_link_or_tracked_or_foreign_is_not_used(shop: Path, tmp_path: Path) -> None:
    age(shop)
    expected = cold(shop)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (shop / CACHE).symlink_to(elsewhere, target_is_directory=True)
    done = greenlint("check", "--output-format", "json", cwd=shop)
    assert done.stdout == expected
    assert "symbolic link" in done.stderr
    assert list(elsewhere.iterdir()) == []
    (shop / CACHE).unlink()
    (shop / CACHE).mkdir()
    (shop / CACHE / "mine").write_text("kept")
    done = greenlint("check", "--output-format", "json", cwd=shop)
    assert done.stdout == expected and "not made by greenlint" in done.stderr
    assert [path.name for path in (shop / CACHE).iterdir()] == ["mine"]
    shutil.rmtree(shop / CACHE)
    found(shop)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], cwd=shop, check=True)
    subprocess.run([*git, "add", "-f", CACHE], cwd=shop, check=True)
    done = greenlint("check", "--output-format", "json", cwd=shop)
    assert done.stdout == expected and "git tracks it" in done.stderr


def test_what_another_version_has_read_counts_for_nothing(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    reader = pieces.read_piece

    def note(text: str) -> Node:
        read.append(text)
        return reader(text)

    def reads(version: str) -> int:
        monkeypatch.setattr(project, "program", lambda: version)
        for path in entries(shop):
            if path.name.startswith(("state-", "record-")):
                path.unlink()
        read.clear()
        within(shop, "-j1")
        return len(read)

    monkeypatch.setattr(shelf, "read_piece", note)
    first = reads("a")
    assert first > 50 and reads("a") == 0
    assert reads("b") == first and reads("a") == 0
    old = shop / CACHE / "traces-a"
    os.utime(old, (1_700_000_000, 1_700_000_000))
    assert reads("b") == 0 and not old.exists()
    assert reads("a") == first and (shop / CACHE / "traces-b").exists()


def test_where_the_cache_is(shop: Path, tmp_path: Path) -> None:
    expected = cold(shop)
    assert not (shop / CACHE).exists()
    assert found(shop, "--cache-dir", str(tmp_path / "other")) == expected
    assert not (shop / CACHE).exists() and (tmp_path / "other" / "CACHEDIR.TAG").exists()
    found(shop)
    done = greenlint("clean", cwd=shop)
    assert done.returncode == 0 and CACHE in done.stdout
    assert not (shop / CACHE).exists()
    assert greenlint("clean", "nowhere", cwd=shop).returncode == 2


def test_processes_that_write_at_once(shop: Path) -> None:
    age(shop)
    expected = cold(shop)
    command = [sys.executable, "-m", "greenlint", "check", "--output-format", "json"]
    running = [subprocess.Popen(command, cwd=shop, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate()[0] for process in running] == [expected] * 4
    assert found(shop) == expected
    assert not list((shop / CACHE).rglob(".new-*"))


def test_the_cache_names_no_place_of_the_machine_and_holds_json_and_columns_of_numbers_only(shop: Path) -> None:
    found(shop)
    assert entries(shop)
    for path in entries(shop):
        body = path.read_bytes().partition(b"\n")[2]
        assert str(shop).encode() not in body
        if path.name.startswith("record-"):
            head, names, rest = body.split(b"\n", 2)
            body = b"\n".join([head, names, rest[4 * sum(json.loads(names)[-1]) :]])
        for line in body.split(b"\n"):
            if line:
                json.loads(line)
