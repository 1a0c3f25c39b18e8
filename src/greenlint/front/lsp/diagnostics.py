"""Findings as LSP diagnostics, with links to the rules and to the steps of a chain."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from lsprotocol import types

from greenlint.base.finding import Finding, Severity
from greenlint.front.lsp.documents import Page
from greenlint.front.report.json import RULE_URL

SOURCE = "greenlint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostic(finding: Finding, page: Page, others: Mapping[str, Page] | None) -> types.Diagnostic:
    """A finding as the client shows it.

    Args:
        finding: a finding of the page's text.
        page: the file that it stands in.
        others: the files that findings point to, by path as findings name it; None if the client takes no related information.
    """
    return types.Diagnostic(
        range=page.range(finding.start, finding.end),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(RULE_URL + finding.name) if finding.code.startswith("ADB") else None,
        source=SOURCE,
        related_information=None if others is None else _related(finding, page, others) or None,
    )


def _related(finding: Finding, page: Page, others: Mapping[str, Page]) -> list[types.DiagnosticRelatedInformation]:
    steps = [(step, page if step.path == finding.path else others.get(step.path)) for step in finding.related]
    return [
        types.DiagnosticRelatedInformation(types.Location(there.uri, there.range(step.start, step.end)), step.message)
        for step, there in steps
        if there is not None
    ]


def result_id(items: list[types.Diagnostic]) -> str:
    """A name for a list of diagnostics: equal for equal lists."""
    return blake2b(repr(items).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
