"""Between configuration files and engine: which analysis root a path belongs to, one project for each root, one run over all of them.

A file's root is the directory of the outermost configuration of its repository, or that of the path it was found under. The nearest
configuration decides its selection of rules. Deliberately absent: command lines, and what becomes of the findings.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from greenlint.base.settings import Settings
from greenlint.engine.project import Cache, Project, Run
from greenlint.engine.selection import Layer, Policy, policy
from greenlint.front.configuration import Configuration, Configurations
from greenlint.world.sources import analysis_root

if TYPE_CHECKING:
    from greenlint.engine.fixing import Fixed
    from greenlint.rule import Rule


class Workspace:
    """The projects that a front end works on.

    Args:
        configurations: where settings come from.
        over: selectors of the command line, on top of every configuration.
        adjust: changes the settings of a root, given the root.
        overlay: texts that stand for files, by absolute path.
        cache: how the cache is used, if it is.
        jobs: how many processes may work.
    """

    def __init__(
        self,
        configurations: Configurations,
        *,
        over: Layer | None = None,
        adjust: Callable[[Settings, Path], Settings] = lambda settings, _: settings,
        overlay: Mapping[Path, str] | None = None,
        cache: Cache | None = None,
        jobs: int = 1,
    ) -> None:
        self._cache = cache
        self._jobs = jobs
        self._configurations = configurations
        self._over = over
        self._adjust = adjust
        self._overlay = dict(overlay or {})
        self._outermost: dict[Path, Configuration | None] = {}
        self._roots: dict[Path, Path] = {}
        self._policies: dict[Path, Policy] = {}
        self._projects: dict[Path, Project] = {}

    def edit(self, texts: Mapping[Path, str]) -> bool:
        """Go on with other texts in place of some files, by absolute path; False if that takes a new workspace."""
        self._overlay.update(texts)
        return all(
            project.edit({Path(os.path.relpath(path, root)).as_posix(): text for path, text in texts.items() if self.root(path) == root})
            for root, project in self._projects.items()
        )

    def root(self, path: Path) -> Path:
        """The analysis root of a file or directory (absolute)."""
        directory = path if path.is_dir() else path.parent
        if directory not in self._roots:
            marked = self._marked(directory)
            self._roots[directory] = analysis_root(directory, marked.directory if marked else None)
        return self._roots[directory]

    def project(self, root: Path) -> Project:
        """The project of an analysis root."""
        if root not in self._projects:
            settings = self._adjust(self._settings(root), root)
            overlay = {Path(os.path.relpath(path, root)).as_posix(): text for path, text in self._overlay.items() if self.root(path) == root}
            self._projects[root] = Project(
                root,
                settings,
                overlay,
                policies=self._policy,
                owns=lambda directory: self._other(directory, root) is None,
                cache=self._cache,
                jobs=self._jobs,
            )
        return self._projects[root]

    def run(self, paths: Iterable[Path], rules: Mapping[str, Rule], *, force_exclude: bool = False, fixes: bool = False) -> list[Run]:
        """Check files and directories (absolute paths): a run for each analysis root among them, its findings with their fixes if asked for.

        Raises:
            ConfigurationError: a configuration file cannot be used.
            SelectionError: a selector or glob is wrong.
        """
        scopes = self._scopes(paths)
        return [self.project(root).run(list(scope), rules, force_exclude=force_exclude, fixes=fixes) for root, scope in scopes.items()]

    def fix(self, paths: Iterable[Path], rules: Mapping[str, Rule], *, unsafe: bool, force_exclude: bool = False) -> list[Fixed]:
        """Fix what is found in files and directories (absolute paths), in memory: the outcome for each analysis root among them.

        Raises:
            ConfigurationError: a configuration file cannot be used.
            SelectionError: a selector or glob is wrong.
        """
        from greenlint.engine.fixing import fix

        scopes = self._scopes(paths)
        return [fix(self.project(root), list(scope), rules, unsafe=unsafe, force_exclude=force_exclude) for root, scope in scopes.items()]

    def _scopes(self, paths: Iterable[Path]) -> dict[Path, dict[Path, None]]:
        """The paths by analysis root, in order."""
        scopes: dict[Path, dict[Path, None]] = {}
        for path in paths:
            self._spread(path, self.root(path), scopes)
        return scopes

    def _spread(self, path: Path, root: Path, scopes: dict[Path, dict[Path, None]]) -> None:
        """Put a path into the scope of its root; what a directory holds of other roots goes into the scopes of those."""
        scopes.setdefault(root, {})[path] = None
        if path.is_dir():
            project = self.project(root)
            directories = dict.fromkeys(os.path.dirname(name) for name in project.files(path))
            others = {marked.directory: None for directory in directories if (marked := self._other(root / directory, root))}
            for below in others:
                self._spread(below, self.root(below), scopes)

    def _other(self, directory: Path, root: Path) -> Configuration | None:
        """The configuration that starts another root below a root; None where there is none."""
        marked = self._marked(directory)
        return None if marked is None or root.is_relative_to(marked.directory) else marked

    def _marked(self, directory: Path) -> Configuration | None:
        if directory not in self._outermost:
            self._outermost[directory] = self._configurations.outermost(directory)
        return self._outermost[directory]

    def _settings(self, root: Path) -> Settings:
        found = self._marked(root) or self._configurations.nearest(root)
        return found.settings if found else Settings()

    def _policy(self, path: Path) -> Policy:
        """The policy of a file (absolute path)."""
        directory = path.parent
        if directory not in self._policies:
            found = self._configurations.nearest(directory)
            base, origin = (found.base, str(found.path)) if found else (Path(path.anchor), "")
            self._policies[directory] = policy(found.settings if found else Settings(), base, origin=origin, over=self._over)
        return self._policies[directory]
