"""Which rules apply to which file, and which of their fixes: ruff's selectors, layers and per-file ignores.

Deliberately absent: comments that suppress findings, and which files are looked at.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from greenlint.base.edit import Safety
from greenlint.base.finding import Finding, Severity
from greenlint.base.glob import translate
from greenlint.base.settings import Settings


class Described(Protocol):
    """What selection needs to know of a rule."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def default(self) -> bool:
        """Whether it is on unless configured otherwise."""

ALL = "ALL"
_PREFIX = re.compile(r"ADB[0-9]{0,2}")


class SelectionError(ValueError):
    """A policy that cannot be applied. Its text is meant for the user."""


class UnknownSelector(SelectionError):
    """A selector that names no rule."""

    def __init__(self, selector: str, known: Iterable[str], origin: str) -> None:
        place = f"{origin}: " if origin else ""
        super().__init__(f"{place}unknown rule selector `{selector}`{did_you_mean(selector, known)}")


@dataclass(frozen=True)
class Layer:
    """Selectors from one place, such as a configuration file or the command line; `origin` names the place in errors.

    `fixable`, `extend_fixable` and `unfixable` are to fixes what the first three are to rules.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    origin: str = ""
    fixable: tuple[str, ...] | None = None
    extend_fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """All that decides the selection for the files under one configuration.

    A later layer is stronger. Globs of `per_file_ignores` are relative to `base`, an absolute directory; `origin` names where they, `severity`
    and `safe_fixes` (rules whose unsafe fixes count as safe) come from.
    """

    base: Path
    layers: tuple[Layer, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    safe_fixes: tuple[str, ...] = ()


def policy(settings: Settings, base: Path, *, origin: str = "", over: Layer | None = None) -> Policy:
    """The policy of a configuration's settings, with the layer `over` (the command line's) on top."""
    own = Layer(
        settings.select, settings.extend_select, settings.ignore, origin, fixable=settings.fixable, unfixable=settings.unfixable
    )
    layers = (own,) if over is None else (own, over)
    return Policy(base, layers, settings.per_file_ignores, settings.severity, origin, settings.extend_safe_fixes)


class Selection:
    """A policy applied to the rules that exist.

    Raises:
        SelectionError: a selector of the policy names no rule, or a glob is malformed.
    """

    def __init__(self, rules: Mapping[str, Described], policy: Policy) -> None:
        self._rules = rules
        self._names = {rule.name: code for code, rule in rules.items()}
        enabled = {code for code, rule in rules.items() if rule.default}
        fixable = set(rules)
        for layer in policy.layers:
            enabled = self._apply(enabled, layer.select, layer.extend_select, layer.ignore, layer.origin)
            fixable = self._apply(fixable, layer.fixable, layer.extend_fixable, layer.unfixable, layer.origin)
        self.enabled = frozenset(enabled)
        self._fixable = frozenset(fixable)
        self._safe_fixes = self._expand(policy.safe_fixes, policy.origin)
        self._ignores = [
            (_FilePattern(pattern, policy), self._expand(selectors, policy.origin)) for pattern, selectors in policy.per_file_ignores
        ]
        self._severity: dict[str, Severity] = {}
        for selector, value in sorted(policy.severity, key=lambda item: self._specificity(item[0])):
            self._severity.update(dict.fromkeys(self._codes(selector, policy.origin), Severity(value)))
        self._lists: dict[frozenset[str], tuple[Described, ...]] = {}

    def rules(self, path: Path) -> tuple[Described, ...]:
        """The rules that apply to a file (an absolute path), in the order of their codes."""
        ignored = [codes for pattern, codes in self._ignores if pattern.matches(path)]
        chosen = self.enabled.difference(*ignored)
        if chosen not in self._lists:
            self._lists[chosen] = tuple(rule for code, rule in self._rules.items() if code in chosen)
        return self._lists[chosen]

    def severity(self, code: str) -> Severity | None:
        """The configured severity of a code, if any."""
        return self._severity.get(code)

    def repaired(self, finding: Finding) -> Finding:
        """A finding with the fixes that may be shown, as safe as the policy has them."""
        if finding.fix is None:
            return finding
        if finding.code not in self._fixable:
            return replace(finding, fix=None, alternatives=())
        if finding.code not in self._safe_fixes:
            return finding
        fix, *others = (
            replace(fix, safety=Safety.SAFE) if fix.safety is Safety.UNSAFE else fix for fix in (finding.fix, *finding.alternatives)
        )
        return replace(finding, fix=fix, alternatives=tuple(others))

    def _apply(
        self, enabled: set[str], select: tuple[str, ...] | None, extend: tuple[str, ...], ignore: tuple[str, ...], origin: str
    ) -> set[str]:
        """Within a layer the more specific selector wins, and `ignore` among equals; a layer with `select` forgets the layers below."""
        marks = [(selector, True) for selector in (*(select or ()), *extend)]
        marks += [(selector, False) for selector in ignore]
        updates: dict[str, bool] = {}
        for selector, wanted in sorted(marks, key=lambda mark: self._specificity(mark[0])):
            updates.update(dict.fromkeys(self._codes(selector, origin), wanted))
        kept = set() if select is not None else {code for code in enabled if code not in updates}
        return kept | {code for code, wanted in updates.items() if wanted}

    def _expand(self, selectors: Iterable[str], origin: str) -> frozenset[str]:
        return frozenset(code for selector in selectors for code in self._codes(selector, origin))

    def _specificity(self, selector: str) -> int:
        if selector == ALL:
            return 0
        return len("ADB101") if selector in self._names else len(selector)

    def _codes(self, selector: str, origin: str) -> list[str]:
        if selector == ALL:
            return list(self._rules)
        if selector in self._rules:
            return [selector]
        if selector in self._names:
            return [self._names[selector]]
        found = [code for code in self._rules if code.startswith(selector)] if _PREFIX.fullmatch(selector) else []
        if not found:
            raise UnknownSelector(selector, (ALL, "ADB", *self._rules, *self._names), origin)
        return found


class _FilePattern:
    """A glob of `per-file-ignores`: it matches a file's name or its whole path; a leading `!` inverts it."""

    def __init__(self, pattern: str, policy: Policy) -> None:
        self._negated = pattern.startswith("!")
        glob = posixpath.normpath(pattern.removeprefix("!"))
        base = policy.base
        while glob.startswith("../"):
            glob, base = glob[3:], base.parent
        prefix = "" if Path(glob).is_absolute() else re.escape(base.as_posix().rstrip("/") + "/")
        try:
            self._name = re.compile(translate(glob), re.DOTALL)
            self._path = re.compile(prefix + translate(glob), re.DOTALL)
        except re.error as error:
            raise SelectionError(f"{policy.origin}: malformed glob `{pattern}`: {error}") from None

    def matches(self, path: Path) -> bool:
        found = self._name.fullmatch(path.name) or self._path.fullmatch(path.as_posix())
        return bool(found) != self._negated


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a complaint about an unknown word: the known word that is most like it, if one is."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean `{close[0]}`?" if close else ""

