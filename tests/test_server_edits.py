"""What the server makes of findings without a client: code actions, suppression comments, and findings of a text that no longer parses."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.workspace import PositionCodec

from greenlint.base.edit import Edit, Fix, Safety
from greenlint.base.finding import Finding, Related
from greenlint.base.text import Source
from greenlint.fix.apply import applied
from greenlint.front.lsp.actions import Actions, all_safe
from greenlint.front.lsp.carry import carry
from greenlint.front.lsp.diagnostics import diagnostic
from greenlint.front.lsp.documents import Page
from greenlint.front.lsp.noqa import suppression
from greenlint.front.lsp.server import make

TEXT = "import a\nasync def f():\n    a.b()\n    a.c()\n"


def finding(row: int, first: int, last: int, **other: object) -> Finding:
    """A finding on one row."""
    return replace(Finding("a.py", "ADB201", "missing-await", "text", (row, first), (row, last), noqa_row=row), **other)  # type: ignore[arg-type]


def page(text: str) -> Page:
    """An open document."""
    return Page("file:///a.py", Path("/a.py"), text, PositionCodec(), 7)


def offered(found: list[Finding], *, versioned: bool = True, only: list[str] | None = None, row: int = 2) -> list[types.CodeAction]:
    """The actions that are offered with the cursor at the start of the call on a row (from 0)."""
    here = page(TEXT)
    cursor = types.Position(row, 4)
    shown = [(item, diagnostic(item, here, {})) for item in found]
    return Actions(here, shown, versioned=versioned).at(types.Range(cursor, cursor), only)


def insert(title: str, safety: Safety, offset: int, content: str = "await ") -> Fix:
    """A fix that inserts a text."""
    return Fix(title, safety, (Edit(offset, offset, content),))


def test_fixes_by_safety() -> None:
    at = TEXT.index("a.b")
    fixes = (insert("Maybe", Safety.UNSAFE, at), insert("Never", Safety.DISPLAY, at), insert("Surely", Safety.SAFE, at), insert("Or", Safety.SAFE, at))
    actions = offered([finding(3, 5, 10, fix=fixes[0], alternatives=fixes[1:])], only=["quickfix"])
    assert [(action.title, action.is_preferred) for action in actions] == [
        ("Maybe (unsafe)", None),
        ("Surely", True),
        ("Or", None),
        ("Suppress ADB201 here with a comment", None),
    ]
    assert all(action.kind == types.CodeActionKind.QuickFix and action.diagnostics for action in actions)


def test_edits_name_the_version_if_the_client_knows_versions() -> None:
    found = [finding(3, 5, 10, fix=insert("Await", Safety.SAFE, TEXT.index("a.b")))]
    text = types.TextEdit(types.Range(types.Position(2, 4), types.Position(2, 4)), "await ")
    with_version, without = (offered(found, versioned=versioned, only=["quickfix"])[0].edit for versioned in (True, False))
    assert with_version and with_version.document_changes and not with_version.changes
    (change,) = with_version.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert (change.text_document.version, list(change.edits)) == (7, [text])
    assert without == types.WorkspaceEdit(changes={"file:///a.py": [text]})


def test_fix_all_makes_the_safe_best_fixes_that_fit_together() -> None:
    shared = Edit(0, 0, "import x\n", shared=True)
    found = [
        finding(3, 5, 10, fix=Fix("1", Safety.SAFE, (shared, Edit(28, 28, "await ")))),
        finding(3, 5, 10, code="ADB202", fix=Fix("2", Safety.SAFE, (Edit(26, 30, "x"),))),
        finding(4, 5, 10, fix=Fix("3", Safety.SAFE, (shared, Edit(38, 38, "await ")))),
        finding(4, 5, 10, code="ADB203", fix=Fix("4", Safety.UNSAFE, (Edit(40, 41, "y"),))),
    ]
    assert all_safe(found) == [shared, Edit(28, 28, "await "), Edit(38, 38, "await ")]
    (action,) = offered(found, only=["source"])
    assert action.kind == "source.fixAll.greenlint"
    assert offered([found[3]], only=["source.fixAll.greenlint"]) == []
    assert offered(found, only=["source.fixAll.other"]) == []


def test_actions_are_for_the_findings_in_the_range() -> None:
    found = [finding(3, 5, 10), finding(4, 5, 10, code="ADB101")]
    assert [action.title for action in offered(found, row=3)] == ["Suppress ADB101 here with a comment"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f()  # noqa: ADB201"),
        ("f()   ", "f()  # noqa: ADB201"),
        ("f()  # why", "f()  # why  # noqa: ADB201"),
        ("f()  # noqa: ADB101", "f()  # noqa: ADB101, ADB201"),
        ("f()  # noqa: E501,ADB101 because", "f()  # noqa: ADB101, ADB201, E501 because"),
        ("f()  # NoQA:E501", "f()  # NoQA:ADB201, E501"),
        ("f()  # type: ignore # noqa: E501", "f()  # type: ignore # noqa: ADB201, E501"),
        ('f("# noqa: E501")', 'f("# noqa: E501")  # noqa: ADB201'),
        ('f("""\n""", 1)', 'f("""\n""", 1)  # noqa: ADB201'),
        ("f(\\\n  1)", "f(\\\n  1)  # noqa: ADB201"),
    ],
)
def test_suppression_comments(before: str, after: str) -> None:
    for end in ("\n", "\r\n", ""):
        source = Source(f"x = 1{end or chr(10)}{before}{end}")
        edit = suppression(finding(2, 1, 4, noqa_row=2 + before.count("\n")), source)
        assert edit is not None
        assert applied(source.text, [edit]) == f"x = 1{end or chr(10)}{after}{end}"


def test_no_suppression_that_would_not_work() -> None:
    assert suppression(finding(1, 1, 4), Source("f()  # noqa:whatever\n")) is None


def test_findings_are_carried_over_an_edit() -> None:
    old = "a\nb\nc\nd\ne\n"
    steps = (Related("a.py", (1, 1), (1, 2), "same file"), Related("a.py", (3, 1), (3, 2), "edited"), Related("b.py", (3, 1), (3, 2), "other file"))
    found = [finding(row, 1, 2, fix=insert("Fix", Safety.SAFE, 0), related=steps) for row in (1, 2, 3, 4, 5)]
    for new, rows in (("a\nb\n(\n(\nd\ne\n", [1, 2, 5, 6]), ("a\ne\n", [1, 2]), ("", []), (old, [1, 2, 3, 4, 5])):
        kept = carry(found, Source(old), Source(new))
        assert [item.start[0] for item in kept] == rows
        assert all(item.noqa_row == item.start[0] and item.fix is None for item in kept)
    (first, *_) = carry(found, Source(old), Source("a\nb\n(\n(\nd\ne\n"))
    assert [step.message for step in first.related] == ["same file", "other file"]


def test_a_finding_over_edited_rows_is_dropped() -> None:
    found = [finding(1, 1, 1, end=(3, 2))]
    assert carry(found, Source("f(\n1\n)\n"), Source("f(\n\n1(\n)\n")) == []


def test_a_byte_order_mark_counts_for_the_client() -> None:
    marked = page("\ufeffab\ncd\n")
    assert marked.range((1, 1), (2, 2)) == types.Range(types.Position(0, 1), types.Position(1, 1))
    assert marked.span(Edit(0, 1, "")) == types.Range(types.Position(0, 1), types.Position(0, 2))
    assert [marked.position(types.Position(0, column)) for column in (0, 1, 2)] == [(1, 1), (1, 1), (1, 2)]


@pytest.mark.asyncio
async def test_messages_leave_nothing_behind() -> None:
    def futures() -> int:
        gc.collect()
        return sum(isinstance(item, Future) for item in gc.get_objects())

    async def tell(method: str, params: object) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        server.protocol.handle_message(server.protocol.structure_message(message))
        await asyncio.sleep(0)

    server = make()
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
    server.protocol.handle_message(server.protocol.structure_message(asked))
    uri = "file:///nowhere/a.txt"
    await tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "text", "version": 1, "text": "1"}})
    before = futures()
    for version in range(2, 52):
        change = {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}, "text": str(version % 10)}
        await tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
    assert server.workspace.get_text_document(uri).source == "1"
    assert futures() == before
