"""The open documents and what is known of each. Checks run on a thread, one at a time, and only for texts that are still current.

A result belongs to a revision of its document and to a generation of the disk; `Session.current` answers for the newest of both. Deliberately
absent: how results reach the client.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import PositionCodec

from greenlint.base.finding import Finding
from greenlint.front.lsp.analysis import Analysis, Answer, Request
from greenlint.front.lsp.carry import carry
from greenlint.front.lsp.diagnostics import diagnostic
from greenlint.front.lsp.documents import Document, Page

T = TypeVar("T")

SETTLE = 0.2
"""Seconds without a change before a text is checked."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """The findings of one text, each with its diagnostic."""

    page: Page
    found: tuple[tuple[Finding, types.Diagnostic], ...] = ()

    @property
    def diagnostics(self) -> list[types.Diagnostic]:
        """What to show."""
        return [shown for _, shown in self.found]


@dataclass
class _Open:
    """An open document; `parsed` are the findings of its last text without a syntax error."""

    document: Document
    path: Path
    revision: int = 0
    saved: bool = True
    settles: float = 0.0
    checked: tuple[int, int] | None = None
    result: Result | None = None
    parsed: tuple[Page, list[Finding]] | None = None
    extras: dict[str, Page] = field(default_factory=dict)


class Session:
    """The state of the server between messages. Its methods are called on the event loop.

    Args:
        complain: shows the user why files cannot be checked.
    """

    def __init__(self, complain: Callable[[str], None]) -> None:
        self.relates = True
        self._complain = complain
        self._complaint: str | None = None
        self._analysis = Analysis()
        self._open: dict[str, _Open] = {}
        self._generation = 0
        self._settles = 0.0
        self._turn = asyncio.Lock()
        self._checks: set[asyncio.Future[None]] = set()

    @property
    def uris(self) -> list[str]:
        """The documents that are open."""
        return list(self._open)

    def page(self, uri: str) -> Page | None:
        """An open document's present text."""
        held = self._open.get(uri)
        return None if held is None else _page(held)

    def open(self, document: Document) -> None:
        """Start to answer for a document, if it is a file."""
        name = to_fs_path(document.uri)
        if name is not None:
            self._open[document.uri] = _Open(document, Path(os.path.abspath(name)))

    def changed(self, uri: str) -> None:
        """A document's text has changed; it is checked once it stays the same for a moment."""
        held = self._open.get(uri)
        if held:
            held.revision += 1
            held.saved = False
            held.settles = asyncio.get_running_loop().time() + SETTLE

    def saved(self, uri: str) -> None:
        """A document was written to disk: others may be affected."""
        if uri in self._open:
            self._open[uri].saved = True
        self._generation += 1

    def closed(self, uri: str) -> bool:
        """Forget a document. Whether others may be affected: its file differs from the text that they saw."""
        held = self._open.pop(uri, None)
        if held is None or held.saved:
            return False
        self._generation += 1
        return True

    def touched(self, uris: Iterable[str]) -> bool:
        """Files have changed on disk. Whether that may affect anything; a file that is open counts by its buffer."""
        if all(uri in self._open for uri in uris):
            return False
        self.reconfigured()
        return True

    def reconfigured(self) -> None:
        """Anything may have changed."""
        self._generation += 1
        self._settles = asyncio.get_running_loop().time() + SETTLE

    def known(self, uri: str) -> Result | None:
        """The result for a document's present text, if there is one already."""
        held = self._open.get(uri)
        return held.result if held and held.checked and held.checked[0] == held.revision else None

    async def current(self, uri: str) -> Result | None:
        """The result for a document's present text and the present disk; None once it is closed. Earlier texts are not waited for."""
        while held := self._open.get(uri):
            wait = max(held.settles, self._settles) - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            # The check goes on when the request that wants it is cancelled: no other may start beside it.
            check = asyncio.ensure_future(self._in_turn(held))
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)
            await asyncio.shield(check)
            if held.checked == self._state(held) and self._open.get(uri) is held:
                return held.result
        return None

    async def _in_turn(self, held: _Open) -> None:
        async with self._turn:
            if self._open.get(held.document.uri) is held and held.checked != self._state(held):
                await self._check(held)

    def _state(self, held: _Open) -> tuple[int, int]:
        return held.revision, self._generation

    async def _check(self, held: _Open) -> None:
        state, page = self._state(held), _page(held)
        buffers = {other.path: other.document.source for other in self._open.values()}
        request = Request(held.path, buffers, self._generation)
        try:
            answer = await _on_thread(lambda: self._analysis.answer(request))
        except Exception as error:
            _log.exception("checking %s failed", held.path)
            answer = Answer(problem=f"checking {held.path} failed: {type(error).__name__}: {error}")
        for text in answer.tracebacks:
            _log.error("%s", text)
        if answer.problem != self._complaint and answer.problem:
            self._complain(answer.problem)
        self._complaint = answer.problem
        if self._state(held) != state:
            return
        held.checked = state
        held.result = self._result(held, page, answer)

    def _result(self, held: _Open, page: Page, answer: Answer) -> Result:
        findings, others = answer.findings, self._others(answer, page.codec)
        broken = answer.problem is not None or any(finding.code == "invalid-syntax" for finding in findings)
        if not broken:
            held.parsed, held.extras = (page, findings), others
        elif held.parsed:
            before, kept = held.parsed
            findings = sorted([*findings, *carry(kept, before.source, page.source)], key=lambda finding: finding.sort_key)
            others = held.extras
        shown = others if self.relates else None
        return Result(page, tuple((finding, diagnostic(finding, page, shown)) for finding in findings))

    def _others(self, answer: Answer, codec: PositionCodec) -> dict[str, Page]:
        uris = {held.path: uri for uri, held in self._open.items()}
        return {
            name: Page(uris.get(path) or from_fs_path(str(path)) or "", path, text, codec) for name, (path, text) in answer.related.items()
        }


def _page(held: _Open) -> Page:
    document = held.document
    return Page(document.uri, held.path, document.source, document.position_codec, document.version)


async def _on_thread(function: Callable[[], T]) -> T:
    """Call a function on a thread of its own. The interpreter does not wait for that thread when the server leaves."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(set_it: Callable[[Any], None], value: Any) -> None:
        if not done.done():
            set_it(value)

    def work() -> None:
        set_it: Callable[[Any], None] = done.set_result
        value: Any
        try:
            value = function()
        except BaseException as error:
            set_it, value = done.set_exception, error
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, set_it, value)

    threading.Thread(target=work, name="greenlint-check", daemon=True).start()
    return await done
