"""The language server as editors meet it: a process, messages, and buffers that differ from the disk."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from command_line import BLOCKING, CLEAN, environment, python, write
from editor import capabilities, editing
from lsprotocol import types

FORGOTTEN = """\
from sqlalchemy.ext.asyncio import AsyncSession


async def remove(session: AsyncSession, user: object) -> None:
    session.delete(user)
"""
HELPER = 'import sqlite3\n\n\ndef load():\n    return sqlite3.connect("x")\n'
MAIN = "from helper import load\n\n\nasync def view():\n    return load()\n"


def codes(diagnostics: Iterable[types.Diagnostic]) -> list[tuple[int, object]]:
    """Row (from 0) and code of diagnostics."""
    return [(item.range.start.line, item.code) for item in diagnostics]


@pytest.mark.asyncio
async def test_pushed_diagnostics(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    async with editing(tmp_path, capabilities()) as editor:
        can = editor.initialized.capabilities
        assert can.diagnostic_provider is None
        assert isinstance(can.text_document_sync, types.TextDocumentSyncOptions)
        assert can.text_document_sync.change == types.TextDocumentSyncKind.Incremental
        editor.open("a.py")
        (item,) = await editor.pushed("a.py")
        assert (item.code, item.source) == ("ADB101", "greenlint")
        assert editor.covered("a.py", item.range) == 'sqlite3.connect("x")'
        assert item.code_description and item.code_description.href.endswith("/blocking-driver-call")

        editor.replace("a.py", '\n    sqlite3.connect("x")', '\n    pass\n    sqlite3.connect("x")')
        assert codes(await editor.pushed("a.py")) == [(5, "ADB101")]
        editor.replace("a.py", 'sqlite3.connect("x")', "pass  #")
        assert await editor.pushed("a.py") == []

        editor.replace("a.py", "pass  #", 'sqlite3.connect("y")')
        assert codes(await editor.pushed("a.py")) == [(5, "ADB101")]
        editor.close("a.py")
        await editor.until(lambda: editor.published.get(editor.uri("a.py")))
        assert [(said.version, list(said.diagnostics)) for said in editor.published[editor.uri("a.py")]] == [(None, [])]


@pytest.mark.asyncio
async def test_pulled_diagnostics(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING, "clean.py": CLEAN})
    async with editing(tmp_path, capabilities(pulls=True)) as editor:
        provider = editor.initialized.capabilities.diagnostic_provider
        assert isinstance(provider, types.DiagnosticOptions)
        assert (provider.inter_file_dependencies, provider.workspace_diagnostics) == (True, False)
        editor.open("a.py")
        editor.open("clean.py")
        first = await editor.pulled("a.py")
        assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
        assert codes(first.items) == [(4, "ADB101")]
        again = await editor.pulled("a.py", first.result_id)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        assert await editor.shown("clean.py") == []

        editor.replace("a.py", "async def", "def")
        assert await editor.shown("a.py") == []
        editor.close("a.py")
        assert await editor.shown("a.py") == []
        assert editor.published == {}


@pytest.mark.asyncio
@pytest.mark.parametrize(("encoding", "column"), [(None, 14), ("utf-16", 14), ("utf-8", 16), ("utf-32", 13)])
async def test_columns_are_in_the_units_of_the_client(tmp_path: Path, encoding: str | None, column: int) -> None:
    text = 'import sqlite3\nasync def f():\n    a = "\U0001f600"; sqlite3.connect("ä"); sqlite3.connect("z")\n'
    async with editing(tmp_path, capabilities(encoding=encoding)) as editor:
        assert editor.encoding == (encoding or "utf-16")
        editor.open("a.py", "#\n")
        assert await editor.pushed("a.py") == []
        editor.replace("a.py", "#\n", text)
        first, second = await editor.pushed("a.py")
        assert first.range.start == types.Position(2, column)
        assert [editor.covered("a.py", item.range) for item in (first, second)] == ['sqlite3.connect("ä")', 'sqlite3.connect("z")']
        # An edit behind the emoji lands where the client means it.
        editor.replace("a.py", 'sqlite3.connect("z")', "print()")
        (left,) = await editor.pushed("a.py")
        assert editor.covered("a.py", left.range) == 'sqlite3.connect("ä")'


@pytest.mark.asyncio
async def test_rows_end_where_editors_end_them(tmp_path: Path) -> None:
    async with editing(tmp_path, capabilities()) as editor:
        editor.open("a.py", 'import sqlite3\n\f\n# \u2028 \x1c\nasync def f():\n    print("\x85")\n')
        assert await editor.pushed("a.py") == []
        editor.replace("a.py", 'print("\x85")', 'sqlite3.connect("\x85")')
        (item,) = await editor.pushed("a.py")
        assert editor.covered("a.py", item.range) == 'sqlite3.connect("\x85")'


@pytest.mark.asyncio
async def test_saving_a_helper_changes_its_callers(tmp_path: Path) -> None:
    write(tmp_path, {"helper.py": HELPER, "main.py": MAIN})
    async with editing(tmp_path, capabilities()) as editor:
        editor.open("main.py")
        (item,) = await editor.pushed("main.py")
        assert item.code == "ADB104"
        (step, *_) = item.related_information or []
        assert step.location.uri == editor.uri("helper.py")
        editor.open("helper.py")
        assert await editor.pushed("helper.py") == []
        assert editor.covered("helper.py", step.location.range) == 'sqlite3.connect("x")'

        editor.replace("helper.py", 'sqlite3.connect("x")', "1")
        await editor.pushed("helper.py")
        editor.save("helper.py")
        assert await editor.pushed("main.py") == []
        # A buffer counts before it is saved, and no longer once it is thrown away.
        editor.replace("helper.py", "return 1", 'return sqlite3.connect("x")')
        await editor.pushed("helper.py")
        editor.replace("main.py", "return load()", "x = load()")
        assert codes(await editor.pushed("main.py")) == [(4, "ADB104")]
        editor.close("helper.py")
        assert await editor.pushed("main.py") == []


@pytest.mark.asyncio
async def test_pulling_clients_are_told_to_pull_again(tmp_path: Path) -> None:
    write(tmp_path, {"helper.py": HELPER, "main.py": MAIN})
    async with editing(tmp_path, capabilities(pulls=True, watches=True)) as editor:
        await editor.until(lambda: editor.registered)
        (registration,) = editor.registered
        assert registration.method == "workspace/didChangeWatchedFiles"
        editor.open("main.py")
        assert codes(await editor.shown("main.py")) == [(4, "ADB104")]
        editor.open("helper.py")
        editor.replace("helper.py", 'sqlite3.connect("x")', "1")
        editor.save("helper.py")
        await editor.until(lambda: editor.refreshes == 1)
        assert await editor.shown("main.py") == []
        editor.close("helper.py")

        write(tmp_path, {"helper.py": HELPER})
        event = types.FileEvent(editor.uri("helper.py"), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await editor.until(lambda: editor.refreshes == 2)
        assert codes(await editor.shown("main.py")) == [(4, "ADB104")]
        assert editor.published == {}


@pytest.mark.asyncio
async def test_a_syntax_error_keeps_what_was_known(tmp_path: Path) -> None:
    two = 'import sqlite3\n\n\nasync def f():\n    sqlite3.connect("x")\n    y = 1\n    sqlite3.connect("z")\n'
    async with editing(tmp_path, capabilities()) as editor:
        editor.open("a.py", two)
        assert codes(await editor.pushed("a.py")) == [(4, "ADB101"), (6, "ADB101")]
        editor.replace("a.py", "    y = 1\n", "    y = (\n    # more\n")
        found = await editor.pushed("a.py")
        assert {code for _, code in codes(found)} == {"ADB101", "invalid-syntax"}
        kept = [item for item in found if item.code == "ADB101"]
        assert codes(kept) == [(4, "ADB101"), (7, "ADB101")]
        assert [editor.covered("a.py", item.range) for item in kept] == ['sqlite3.connect("x")', 'sqlite3.connect("z")']
        editor.replace("a.py", "    y = (\n", "    y = 1\n")
        assert codes(await editor.pushed("a.py")) == [(4, "ADB101"), (7, "ADB101")]


@pytest.mark.asyncio
async def test_results_of_earlier_texts_are_not_published(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    async with editing(tmp_path, capabilities()) as editor:
        editor.open("a.py")
        for number in range(20):
            editor.replace("a.py", '    sqlite3.connect("x")\n', f'    {number}\n    sqlite3.connect("x")\n')
        assert codes(await editor.pushed("a.py")) == [(24, "ADB101")]
        assert editor.versions["a.py"] == 21


@pytest.mark.asyncio
async def test_suppression_and_hover(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    async with editing(tmp_path, capabilities()) as editor:
        editor.open("a.py")
        (item,) = await editor.pushed("a.py")
        shown = await editor.hover("a.py", "sqlite3.connect")
        assert shown and shown.startswith("# blocking-driver-call (ADB101)\n") and "Why is this bad?" in shown
        assert await editor.hover("a.py", "async def") is None

        (action,) = [action for action in await editor.actions("a.py", item.range) if "Suppress" in action.title]
        assert action.kind == types.CodeActionKind.QuickFix and not action.is_preferred
        assert list(action.diagnostics or []) == [item]
        after = editor.applied("a.py", action)
        assert after == BLOCKING.replace('"x")\n', '"x")  # noqa: ADB101\n')
        editor.replace("a.py", '"x")\n', '"x")  # noqa: ADB101\n')
        assert await editor.pushed("a.py") == []
        assert await editor.hover("a.py", "ADB101") == shown
        assert await editor.hover("a.py", "sqlite3.connect") is None
        assert await editor.actions("a.py", item.range) == []


@pytest.mark.asyncio
async def test_fixes(tmp_path: Path) -> None:
    text = FORGOTTEN.replace("    session.delete(user)", '    "\U0001f600"; session.delete(user)')
    write(tmp_path, {"a.py": text})
    fixed = text.replace("session.delete", "await session.delete")
    async with editing(tmp_path, capabilities()) as editor:
        editor.open("a.py")
        (item,) = await editor.pushed("a.py")
        assert (item.code, item.severity) == ("ADB201", types.DiagnosticSeverity.Error)
        actions = await editor.actions("a.py", item.range, ["quickfix"])
        (best,) = [action for action in actions if action.is_preferred]
        assert editor.applied("a.py", best) == fixed
        (everything,) = await editor.actions("a.py", types.Range(types.Position(0, 0), types.Position(0, 0)), ["source.fixAll"])
        assert everything.kind == "source.fixAll.greenlint"
        assert editor.applied("a.py", everything) == fixed
        assert await editor.actions("a.py", item.range, ["refactor", "source.organizeImports"]) == []


@pytest.mark.asyncio
async def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": "[tool.greenlint]\nextend-exclude = ['old']\n",
            "quiet/greenlint.toml": "ignore = ['ADB101']\n",
            "loud/a.py": BLOCKING,
            "quiet/a.py": BLOCKING,
            "old/a.py": BLOCKING,
        },
    )
    async with editing(tmp_path, capabilities(pulls=True)) as editor:
        for name in ("loud/a.py", "quiet/a.py", "old/a.py"):
            editor.open(name)
        assert codes(await editor.shown("loud/a.py")) == [(4, "ADB101")]
        assert await editor.shown("quiet/a.py") == []
        assert await editor.shown("old/a.py") == []

        write(tmp_path, {"quiet/greenlint.toml": "ignore = []\nfrob = 1\n"})
        event = types.FileEvent(editor.uri("quiet/greenlint.toml"), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert await editor.shown("quiet/a.py") == []
        (complaint,) = editor.client.messages
        assert "greenlint.toml" in complaint.message and "frob" in complaint.message
        write(tmp_path, {"quiet/greenlint.toml": "ignore = []\n"})
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert codes(await editor.shown("quiet/a.py")) == [(4, "ADB101")]


@pytest.mark.parametrize(("messages", "code"), [(["initialize", "shutdown", "exit"], 0), (["initialize", "exit"], 1), (["initialize"], 1)])
def test_exit_codes(tmp_path: Path, messages: list[str], code: int) -> None:
    sent = b""
    for number, method in enumerate(messages):
        params: dict[str, object] | None = {"capabilities": {}} if method == "initialize" else None
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **({} if method == "exit" else {"id": number})}).encode()
        sent += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    command = [sys.executable, "-m", "greenlint", "server", "--stdio"]
    done = subprocess.run(command, input=sent, capture_output=True, cwd=tmp_path, env=environment(), timeout=60, check=False)
    assert done.returncode == code
    assert done.stdout.startswith(b"Content-Length: ")
    assert b"Traceback" not in done.stderr


def test_without_pygls(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['pygls'] = sys.modules['lsprotocol'] = None\n"
    done = python("-c", hide + "from greenlint.front.cli import main; sys.exit(main(['server']))", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "greenlint[lsp]" in done.stderr and "Traceback" not in done.stderr
