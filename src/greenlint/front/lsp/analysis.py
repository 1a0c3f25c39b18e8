"""Checking open files off the event loop: which texts stand for files, and which projects may be kept from one check to the next.

Everything here runs on a worker thread and knows nothing of LSP. Deliberately absent: deciding when to check.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from greenlint import registry
from greenlint.base.finding import Finding
from greenlint.base.text import UndecodableError, decode
from greenlint.engine.baseline import BaselineError
from greenlint.engine.project import Cache, Run
from greenlint.engine.selection import SelectionError
from greenlint.front.configuration import ConfigurationError, Configurations
from greenlint.front.workspace import Workspace


@dataclass(frozen=True)
class Request:
    """What to check: a file (absolute path), the texts of all open files, and a number that grows whenever the disk may have changed."""

    path: Path
    buffers: Mapping[Path, str]
    generation: int


@dataclass
class Answer:
    """What a check found in its file. `related` holds the other files (absolute) that findings point to: by path as findings name it.

    `problem` says why there is no answer: a configuration or baseline that cannot be used.
    """

    findings: list[Finding] = field(default_factory=list)
    related: dict[str, tuple[Path, str]] = field(default_factory=dict)
    tracebacks: list[str] = field(default_factory=list)
    problem: str | None = None


EDITS = 1_000
"""Edits after which everything is found out anew: what old texts alone have asked is never asked again, but stays in memory."""


class Analysis:
    """Answers requests, one at a time. What is known of the projects is kept as long as neither a buffer nor the disk changes."""

    def __init__(self) -> None:
        self._generation = -1
        self._buffers: Mapping[Path, str] = {}
        self._configurations = Configurations()
        self._workspace = Workspace(self._configurations)
        self._edits = 0

    def answer(self, request: Request) -> Answer:
        """Check one file; excluded files have no findings."""
        if request.generation != self._generation:
            self._configurations = Configurations()
        if request.generation != self._generation or not self._follows(request.buffers):
            self._workspace = Workspace(self._configurations, overlay=request.buffers, cache=Cache(writes=False))
            self._edits = 0
            # What was known before refers to itself, and this process looks for garbage nowhere else.
            gc.collect()
        self._generation, self._buffers = request.generation, request.buffers
        try:
            (run,) = self._workspace.run([request.path], registry.rules(), force_exclude=True, fixes=True)
        except (ConfigurationError, SelectionError, BaselineError) as error:
            return Answer(problem=str(error))
        return Answer(run.findings, _related(run, request.buffers), run.tracebacks)


    def _follows(self, buffers: Mapping[Path, str]) -> bool:
        """Take over the buffers that have changed, if what is known can be kept."""
        texts = {path: text for path, text in buffers.items() if self._buffers.get(path) != text}
        if not texts:
            return True
        self._edits += 1
        return self._edits < EDITS and self._workspace.edit(texts)


def _related(run: Run, buffers: Mapping[Path, str]) -> dict[str, tuple[Path, str]]:
    texts: dict[str, tuple[Path, str]] = {}
    for name in {step.path for finding in run.findings for step in finding.related}:
        path = Path(os.path.normpath(run.root / name))
        try:
            texts[name] = path, buffers[path] if path in buffers else decode(path.read_bytes()).text
        except (OSError, UndecodableError):
            continue
    return texts
