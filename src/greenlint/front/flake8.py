"""The flake8 plugin: the findings of the command line, one file at a time, for flake8 to select and suppress.

Every worker process builds the projects that its files need, and nothing depends on which files it is given. Deliberately absent: flake8 itself
(this module does not import it), `# noqa` (flake8's work), and syntax errors and unreadable files (flake8 reports those).
"""

from __future__ import annotations

import ast
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from greenlint import __version__

if TYPE_CHECKING:
    from greenlint.front.workspace import Workspace

_log = logging.getLogger(__name__)
_workspaces: list[Workspace] = []


class Plugin:
    """flake8's entry point `ADB`."""

    name = "greenlint"
    version = __version__

    def __init__(self, tree: ast.AST, filename: str, lines: list[str]) -> None:
        self._path = Path(os.path.abspath(filename))
        self._lines = lines

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """The findings of the file as (row from 1, column from 0, code and message, this class).

        Raises:
            ConfigurationError: a configuration file cannot be used.
            SelectionError: a selector or glob in it is wrong.
        """
        from greenlint import registry
        from greenlint.engine.project import INTERNAL

        workspace, on_disk = self._workspace()
        project = workspace.project(workspace.root(self._path))
        if on_disk and project.is_quiet(self._path):
            return
        run = project.run([self._path], registry.Lazy(), force_exclude=on_disk, noqa=False, syntax=False)
        for finding in run.findings:
            if finding.code.startswith("ADB"):
                yield finding.start[0], finding.start[1] - 1, f"{finding.code} {finding.message}", type(self)
            elif finding.code == INTERNAL:
                _log.warning("%s: %s", self._path, finding.message)

    def _workspace(self) -> tuple[Workspace, bool]:
        """The process's workspace where the text is the file's; one of its own where it is not, as for standard input.

        Also whether the file exists.
        """
        from greenlint.base.text import UndecodableError, decode
        from greenlint.engine.project import Cache
        from greenlint.front.configuration import Configurations
        from greenlint.front.workspace import Workspace

        if not _workspaces:
            _workspaces.append(Workspace(Configurations(), cache=Cache(writes=False)))
        text = "".join(self._lines)
        try:
            with open(self._path, "rb") as stream:
                data = stream.read()
            if data == text.encode("utf-8", "replace"):
                return _workspaces[0], True
            on_disk = decode(data).text
        except UndecodableError:
            return _workspaces[0], True
        except OSError:
            return Workspace(Configurations(), overlay={self._path: text}), False
        if on_disk.replace("\r\n", "\n").replace("\r", "\n") == text.replace("\r\n", "\n").replace("\r", "\n"):
            return _workspaces[0], True
        return Workspace(Configurations(), overlay={self._path: text}), True
