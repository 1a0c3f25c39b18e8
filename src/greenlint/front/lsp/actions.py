"""Code actions: quick fixes, all safe fixes at once, and suppression comments. Nothing is changed here; the client applies the edits.

Fixes that are for display only are not offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from greenlint.base.edit import Edit, Safety
from greenlint.base.finding import Finding
from greenlint.fix.apply import Batch
from greenlint.front.lsp.documents import Page
from greenlint.front.lsp.noqa import suppression

FIX_ALL = "source.fixAll.greenlint"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)


class Actions:
    """The actions for one text and its findings.

    Args:
        page: the text.
        found: its findings, in order, each with the diagnostic that the client knows it by.
        versioned: whether the client takes edits of a certain version of a document.
    """

    def __init__(self, page: Page, found: Sequence[tuple[Finding, types.Diagnostic]], *, versioned: bool) -> None:
        self._page = page
        self._found = found
        self._versioned = versioned

    def at(self, place: types.Range, only: Sequence[str] | None) -> list[types.CodeAction]:
        """The actions for a range; those of some kinds (or kinds below them) only, if the client says so."""
        actions: list[types.CodeAction] = []
        if _wanted(types.CodeActionKind.QuickFix.value, only):
            start, end = self._page.position(place.start), self._page.position(place.end)
            here = [(finding, shown) for finding, shown in self._found if finding.start <= end and start <= finding.end]
            actions += [action for finding, shown in here for action in self._fixes(finding, shown)]
            actions += [action for finding, shown in here if (action := self._suppression(finding, shown))]
        if _wanted(FIX_ALL, only) and (edits := all_safe(finding for finding, _ in self._found)):
            actions.append(types.CodeAction("Fix all that is safe to fix (greenlint)", FIX_ALL, edit=self._edit(edits)))
        return actions

    def _fixes(self, finding: Finding, shown: types.Diagnostic) -> Iterable[types.CodeAction]:
        repairs = (*((finding.fix,) if finding.fix is not None else ()), *finding.alternatives)
        fixes = [fix for fix in repairs if fix.safety is not Safety.DISPLAY]
        best = next((fix for fix in fixes if fix.safety is Safety.SAFE), None)
        for fix in fixes:
            title = fix.title if fix.safety is Safety.SAFE else f"{fix.title} (unsafe)"
            preferred = True if fix is best else None
            yield types.CodeAction(
                title, types.CodeActionKind.QuickFix, diagnostics=[shown], is_preferred=preferred, edit=self._edit(fix.edits)
            )

    def _suppression(self, finding: Finding, shown: types.Diagnostic) -> types.CodeAction | None:
        edit = suppression(finding, self._page.source)
        if edit is None:
            return None
        title = f"Suppress {finding.code} here with a comment"
        return types.CodeAction(title, types.CodeActionKind.QuickFix, diagnostics=[shown], edit=self._edit([edit]))

    def _edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        page = self._page
        texts = [types.TextEdit(page.span(edit), edit.content) for edit in edits]
        if not self._versioned:
            return types.WorkspaceEdit(changes={page.uri: texts})
        name = types.OptionalVersionedTextDocumentIdentifier(page.uri, page.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, [*texts])])


def all_safe(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of the safe fixes that can be made together, in order; the others are left for the next time."""
    batch = Batch()
    for finding in findings:
        if finding.fix is not None and finding.fix.safety is Safety.SAFE:
            batch.add(finding.fix)
    return batch.edits


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    return only is None or any(kind == wished or kind.startswith(f"{wished}.") or not wished for wished in only)
