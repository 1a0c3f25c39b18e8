"""The server's engine after edits: at every moment it says what one that has just started would say."""

from __future__ import annotations

import gc
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from test_cache import EDITS, SHOP

from greenlint.front.lsp import analysis
from greenlint.front.lsp.analysis import Analysis, Request
from greenlint.world.record import Entry, Recorder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    shutil.copytree(SHOP, root, ignore=shutil.ignore_patterns(".greenlint_cache", "__pycache__"))
    (root / ".git").mkdir()
    return root


@pytest.mark.parametrize("seed", range(5))
def test_every_answer_is_that_of_a_new_start(shop: Path, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(path for path in (shop / "src").rglob("*.py") if path.read_text().strip())
    buffers = {path: path.read_text() for path in chance.sample(files, 4)}
    kept = Analysis()
    for number in range(15):
        path = chance.choice(sorted(buffers))
        kind = chance.choice([*EDITS, "restore", "inside"])
        if kind == "restore":
            buffers[path] = path.read_text()
        elif kind == "inside":
            buffers[path] = buffers[path].replace("    return ", f"    kept_{number} = {number}\n    return ", 1)
        else:
            buffers[path] = EDITS[kind](buffers[path], number)
        for shown in (path, chance.choice(sorted(buffers))):
            request = Request(shown, dict(buffers), 0)
            answer, fresh = kept.answer(request), Analysis().answer(request)
            assert (answer.findings, answer.problem, answer.tracebacks) == (fresh.findings, None, []), (number, kind, path)


def test_a_key_has_only_the_functions_evaluated_that_it_concerns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "    row = sqlite3.connect('x').execute('SELECT {0}')\n    return row\n"
    functions = ["import sqlite3\n\n\n", *(f"async def load_{number}(given):\n{body.format(number)}\n\n" for number in range(20))]
    path = tmp_path / "rows.py"
    path.write_text("".join(functions))
    (tmp_path / "pyproject.toml").write_text("[tool.greenlint]\n")
    kept = Analysis()
    assert len(kept.answer(Request(path, {path: "".join(functions)}, 0)).findings) == 20
    evaluated: list[str] = []
    solve = Recorder._solve

    def note(self: Recorder, entry: Entry) -> tuple[Any, Entry | None]:
        if entry.question[0] == "ran":
            evaluated.append(entry.question[1].qualname)
        return solve(self, entry)

    monkeypatch.setattr(Recorder, "_solve", note)
    for number in range(3):
        functions[10] = f"async def load_9(given):\n    typed = {number}\n{body.format(9)}\n\n"
        assert len(kept.answer(Request(path, {path: "".join(functions)}, 0)).findings) == 20
    assert evaluated == ["load_9"] * 3


def test_what_is_known_does_not_pile_up(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "EDITS", 20)
    kept = Analysis()
    path = next(path for path in sorted((shop / "src").rglob("*.py")) if "async def" in path.read_text())
    text = path.read_text()
    sizes: list[int] = []
    for number in range(100):
        kept.answer(Request(path, {path: text + f"\n\ndef added_{number}():\n    return 'text {number}'.upper()\n"}, 0))
        (project,) = kept._workspace._projects.values()
        assert project._answers is not None
        sizes.append(len(project._answers.world.recorder.entries))
    assert max(sizes[50:]) <= max(sizes[:50]) * 1.02


def test_what_was_known_before_a_new_start_is_let_go(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "EDITS", 5)
    path = next(path for path in sorted((shop / "src").rglob("*.py")) if "async def" in path.read_text())
    text = path.read_text()
    kept = Analysis()
    counts: list[int] = []
    collects = gc.isenabled()
    gc.disable()
    try:
        for number in range(20):
            kept.answer(Request(path, {path: f"{text}\n\ndef added():\n    return {number}\n"}, 0))
            counts.append(sum(type(item) is Entry for item in gc.get_objects()))
    finally:
        if collects:
            gc.enable()
    assert counts[0] > 1_000
    assert max(counts[5:]) <= max(counts[:5]) * 1.02


def test_what_another_file_assigns_to_the_state_of_an_application_counts_at_once(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.greenlint]\n")
    handler, main = tmp_path / "handler.py", tmp_path / "main.py"
    handler.write_text("from fastapi import Request\n\n\nasync def read(request: Request):\n    return request.app.state.pool.execute('SELECT 1')\n")
    before = "import sqlite3\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    after = before + "app.state.pool = sqlite3.connect('x')\n"
    main.write_text(before)
    kept = Analysis()
    for text in (before, after, before, after):
        request = Request(handler, {handler: handler.read_text(), main: text}, 0)
        answer = kept.answer(request)
        assert [finding.code for finding in answer.findings] == (["ADB101"] if text is after else [])
        assert answer.findings == Analysis().answer(request).findings


def test_what_another_function_puts_into_a_container_counts_at_once(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.greenlint]\n")
    path = tmp_path / "pool.py"
    use = "async def read(name):\n    connection = sqlite3.connect(name)\n    pool[name].execute('SELECT 1')\n    return connection\n"
    fill = "def start(name):\n    {0}\n"
    before, after = (
        f"import sqlite3\n\npool = {{}}\n\n\n{use}\n\n{fill.format(line)}" for line in ("pass", "pool[name] = sqlite3.connect(name)")
    )
    kept = Analysis()
    for text in (before, after, before, after):
        answer = kept.answer(Request(path, {path: text}, 0))
        assert [finding.code for finding in answer.findings] == ["ADB101"] * (2 if text is after else 1)
