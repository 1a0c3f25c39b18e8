"""An editor without a screen: a client of `greenlint server` in a process of its own, which keeps its buffers as real editors do."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from command_line import environment
from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

PATIENCE = 30.0
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def capabilities(*, pulls: bool = False, encoding: str | None = None, watches: bool = False) -> types.ClientCapabilities:
    """What a client can do: show related information, and pull diagnostics, count columns in other units, or watch files."""
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[encoding] if encoding else None),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
            diagnostic=types.DiagnosticClientCapabilities() if pulls else None,
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        ),
        workspace=types.WorkspaceClientCapabilities(
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if pulls else None,
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True) if watches else None,
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        ),
    )


class Editor:
    """Buffers by file name below a directory, and what the server has said about them."""

    def __init__(self, root: Path, client: LanguageClient) -> None:
        self.root = root
        self.client = client
        self.initialized: types.InitializeResult
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.registered: list[types.Registration] = []
        self.refreshes = 0
        self._news = asyncio.Event()

    @property
    def encoding(self) -> str:
        """The units of columns."""
        return str(getattr(self.initialized.capabilities.position_encoding, "value", self.initialized.capabilities.position_encoding))

    def uri(self, name: str) -> str:
        """The URI of a file."""
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file, or a buffer with another text than the file's."""
        self.texts[name] = (self.root / name).read_bytes().decode() if text is None else text
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "python", 1, self.texts[name])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the only occurrence of a text, as an incremental change."""
        assert self.texts[name].count(old) == 1
        start = self.texts[name].index(old)
        change = types.TextDocumentContentChangePartial(types.Range(self._position(name, start), self._position(name, start + len(old))), new)
        self.texts[name] = self.texts[name].replace(old, new)
        self.versions[name] += 1
        named = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))

    def save(self, name: str) -> None:
        """Write a buffer to its file."""
        (self.root / name).write_bytes(self.texts[name].encode())
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(self.uri(name))))

    def close(self, name: str) -> None:
        """Close a buffer."""
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri(name))))

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait until the server has said something that makes a condition true."""

        async def wait() -> None:
            while not condition():
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(wait(), PATIENCE)

    async def pushed(self, name: str) -> list[types.Diagnostic]:
        """The diagnostics that the server pushes for the present version of a buffer."""
        await self.until(lambda: (said := self.published.get(self.uri(name))) and said[-1].version == self.versions[name])
        return list(self.published.pop(self.uri(name))[-1].diagnostics)

    async def pulled(self, name: str, previous: str | None = None) -> types.DocumentDiagnosticReport:
        """The answer of the server to a pull."""
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(self.uri(name)), previous_result_id=previous)
        return await asyncio.wait_for(self.client.text_document_diagnostic_async(params), PATIENCE)

    async def shown(self, name: str) -> list[types.Diagnostic]:
        """The diagnostics that a pull gives."""
        report = await self.pulled(name)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)

    async def actions(self, name: str, place: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        """The code actions for a range."""
        context = types.CodeActionContext([], only=only)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), place, context)
        )
        return [action for action in found or [] if isinstance(action, types.CodeAction)]

    async def hover(self, name: str, before: str) -> str | None:
        """What hovering over the first character of a text shows."""
        place = self._position(name, self.texts[name].index(before))
        found = await self.client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(self.uri(name)), place))
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    def applied(self, name: str, action: types.CodeAction) -> str:
        """The text of a buffer after an action, which must be for its present version."""
        assert action.edit and action.edit.document_changes
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (self.uri(name), self.versions[name])
        return self.edited(name, [edit for edit in change.edits if isinstance(edit, types.TextEdit)])

    def edited(self, name: str, edits: Iterable[types.TextEdit]) -> str:
        """The text of a buffer after edits."""
        text = self.texts[name]
        spans = [(self._offset(name, edit.range.start), self._offset(name, edit.range.end), edit.new_text) for edit in edits]
        for start, end, new in sorted(spans, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def covered(self, name: str, place: types.Range) -> str:
        """The text of a range."""
        return self.texts[name][self._offset(name, place.start) : self._offset(name, place.end)]

    def _offset(self, name: str, place: types.Position) -> int:
        codec, width = UNITS[self.encoding]
        rows = self.texts[name].split("\n")
        return sum(len(row) + 1 for row in rows[: place.line]) + len(rows[place.line].encode(codec)[: place.character * width].decode(codec))

    def _position(self, name: str, offset: int) -> types.Position:
        codec, width = UNITS[self.encoding]
        before = self.texts[name][:offset]
        return types.Position(before.count("\n"), len(before.rpartition("\n")[2].encode(codec)) // width)

    def listen(self) -> None:
        """Take note of what the server says on its own."""
        features = self.client.protocol.fm.features

        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published.setdefault(params.uri, []).append(params)
            self._news.set()

        def refresh(params: None) -> None:
            self.refreshes += 1
            self._news.set()

        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations
            self._news.set()

        for method, handler in (
            (types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, published),
            (types.WORKSPACE_DIAGNOSTIC_REFRESH, refresh),
            (types.CLIENT_REGISTER_CAPABILITY, register),
        ):
            features.pop(method, None)
            self.client.feature(method)(handler)


@asynccontextmanager
async def editing(root: Path, can: types.ClientCapabilities) -> AsyncIterator[Editor]:
    """An editor on a directory, connected to a server of its own. The server must leave with 0."""
    client = make_test_lsp_client()
    editor = Editor(root, client)
    editor.listen()
    await client.start_io(sys.executable, "-m", "greenlint", "server", cwd=root, env=environment())
    try:
        folder = types.WorkspaceFolder(root.as_uri(), root.name)
        params = types.InitializeParams(can, process_id=os.getpid(), root_uri=root.as_uri(), workspace_folders=[folder])
        editor.initialized = await client.initialize_session(params)
        yield editor
        await client.shutdown_session()
        assert client._server is not None and client._server.returncode == 0
    finally:
        if client._server is not None and client._server.returncode is None:
            client._server.kill()
        await client.stop()
