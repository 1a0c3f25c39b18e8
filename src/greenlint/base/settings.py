"""The settings of one analysis root, already validated. Reading configuration files is the front ends' work."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """Values of `[tool.greenlint]`, with ruff's meaning where ruff has the key. Paths are relative to the configuration's directory."""

    src: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    environment: str | None = None
    stubs: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    drivers: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    pytest_asyncio_mode: str | None = None
    baseline: str | None = None
    cache_dir: str | None = None
    respect_gitignore: bool = True
    pruning: bool = field(default=True, repr=False)

    def version(self, library: str) -> str | None:
        """The configured version of a library (`sqlalchemy-version` and the like), or None."""
        return dict(self.versions).get(library)
