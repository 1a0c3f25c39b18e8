"""The server's messages: what the client says, and how results reach it.

A client that can pull diagnostics and be told to pull again pulls them; any other has them pushed. No client gets both. Standard output belongs to
the protocol; whatever else is printed goes to standard error.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from greenlint import __version__
from greenlint.front.lsp.actions import KINDS, Actions
from greenlint.front.lsp.diagnostics import SOURCE, result_id
from greenlint.front.lsp.documents import Document
from greenlint.front.lsp.hover import hover
from greenlint.front.lsp.session import Session

WATCHED = ("**/*.py", "**/*.pyi", "**/pyproject.toml", "**/greenlint.toml", "**/.greenlint.toml", "**/.gitignore")
_SUFFIXES = (".py", ".pyi")


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, which leaves no trace of a message that is handled: pygls 2.1 itself keeps the future of each notification for ever."""

    def _execute_handler(
        self,
        msg_id: str | int,
        handler: Callable[..., Any],
        callback: Callable[[Future[Any]], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        def done(future: Future[Any]) -> None:
            self._request_futures.pop(msg_id, None)
            callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)


class Server(LanguageServer):
    """greenlint as a language server; `left_well` says whether the client asked for the end before it came."""

    def __init__(self) -> None:
        super().__init__("greenlint", __version__, protocol_cls=Protocol)
        self.session = Session(self._complain)
        self.pulled = False
        self.left_well = False
        self._publishing: dict[str, asyncio.Task[None]] = {}

    def publish(self, uris: Iterable[str]) -> None:
        """Push the diagnostics of documents as soon as they are known; clients that pull are left alone."""
        for uri in uris:
            if not self.pulled and uri not in self._publishing:
                self._publishing[uri] = asyncio.get_running_loop().create_task(self._publish(uri))

    def renew(self) -> None:
        """Show new diagnostics for all open documents."""
        if self.pulled:
            self.workspace_diagnostic_refresh(None)
        self.publish(self.session.uris)

    async def _publish(self, uri: str) -> None:
        try:
            result = await self.session.current(uri)
        finally:
            del self._publishing[uri]
        if result is not None:
            shown = types.PublishDiagnosticsParams(uri, result.diagnostics, version=result.page.version)
            self.text_document_publish_diagnostics(shown)

    def _complain(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"greenlint: {message}"))


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Choose between pushing and pulling, before pygls says what the server can do."""
    documents = params.capabilities.text_document or types.TextDocumentClientCapabilities()
    workspace = params.capabilities.workspace or types.WorkspaceClientCapabilities()
    pushed, pulled = documents.publish_diagnostics, documents.diagnostic
    ls.pulled = bool(pulled and workspace.diagnostics and workspace.diagnostics.refresh_support)
    ls.session.relates = bool((pushed and pushed.related_information) or (pulled and pulled.related_information))
    if ls.pulled:
        options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier=SOURCE)
        ls.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(diagnose)


def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Have files watched that are not open, if the client can."""
    workspace = ls.client_capabilities.workspace
    if workspace and workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
        watchers = [types.FileSystemWatcher(glob) for glob in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("greenlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([registration]))


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take over a document from pygls."""
    item = params.text_document
    if item.language_id != "python" and PurePosixPath(unquote(item.uri)).suffix not in _SUFFIXES:
        return
    document = Document(item.uri, item.text, item.version, item.language_id, position_codec=ls.workspace.position_codec)
    ls.workspace.text_documents[unquote(item.uri)] = document
    ls.session.open(document)
    ls.publish([item.uri])


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """pygls has applied the change."""
    ls.session.changed(params.text_document.uri)
    ls.publish([params.text_document.uri])


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Others may depend on what was saved."""
    ls.session.saved(params.text_document.uri)
    ls.renew()


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A closed file shows nothing."""
    uri = params.text_document.uri
    affects_others = ls.session.closed(uri)
    if not ls.pulled:
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
    if affects_others:
        ls.renew()


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Something happened on disk."""
    if ls.session.touched(change.uri for change in params.changes):
        ls.renew()


def did_change_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Settings are in files only; clients that send this want them read again."""
    ls.session.reconfigured()
    ls.renew()


async def diagnose(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """The diagnostics of a document's present text."""
    result = await ls.session.current(params.text_document.uri)
    items = result.diagnostics if result else []
    name = result_id(items)
    if name == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(name)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=name)


async def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done about the findings in a range."""
    result = await ls.session.current(params.text_document.uri)
    if result is None:
        return []
    workspace = ls.client_capabilities.workspace
    versioned = bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)
    return Actions(result.page, result.found, versioned=versioned).at(params.range, params.context.only)


def show(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """The documentation of a rule."""
    page, result = ls.session.page(params.text_document.uri), ls.session.known(params.text_document.uri)
    if page is None:
        return None
    found = hover(page.position(params.position), page.source, [finding for finding, _ in result.found] if result else [])
    if found is None:
        return None
    text, start, end = found
    client = ls.client_capabilities.text_document
    formats = client.hover.content_format if client and client.hover else None
    kind = types.MarkupKind.Markdown if not formats or types.MarkupKind.Markdown in formats else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), page.range(start, end))


def shutdown(ls: Server, params: Any) -> None:
    """The client will leave."""
    ls.left_well = True


def make() -> Server:
    """A server with all its handlers."""
    server = Server()
    for method, handler in (
        (types.INITIALIZE, initialize),
        (types.INITIALIZED, initialized),
        (types.TEXT_DOCUMENT_DID_OPEN, did_open),
        (types.TEXT_DOCUMENT_DID_CHANGE, did_change),
        (types.TEXT_DOCUMENT_DID_SAVE, did_save),
        (types.TEXT_DOCUMENT_DID_CLOSE, did_close),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration),
        (types.TEXT_DOCUMENT_HOVER, show),
        (types.SHUTDOWN, shutdown),
    ):
        server.feature(method)(handler)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(KINDS))(code_action)
    return server


def serve() -> int:
    """Serve a client on standard input and output; the exit code: 0 if it asked for the end before it left, else 1."""
    logging.basicConfig(stream=sys.stderr, format="%(name)s: %(levelname)s: %(message)s", level=logging.WARNING)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server = make()
    server.start_io(sys.stdin.buffer, out)
    return 0 if server.left_well else 1
