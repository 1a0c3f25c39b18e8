"""The rules that exist: whatever modules the package `greenlint.rules` holds. Deliberately absent: a table of rules, and which of them are on."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greenlint.rule import Rule

_PACKAGE = "greenlint.rules"


@cache
def rules() -> dict[str, Rule]:
    """All rules by code, in the order of their codes. The modules are imported by the first call.

    Raises:
        TypeError: a module does not hold exactly one rule, or two modules claim one code.
    """
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(importlib.import_module(_PACKAGE).__path__):
        rule = _only_rule(f"{_PACKAGE}.{module.name}")
        if rule.code in found:
            raise TypeError(f"two rules have the code {rule.code}")
        found[rule.code] = rule
    return dict(sorted(found.items()))


class Lazy(Mapping[str, "Rule"]):
    """What `rules` returns, for callers that may turn out not to need it: looking at it imports the rules."""

    def __getitem__(self, code: str) -> Rule:
        return rules()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(rules())

    def __len__(self) -> int:
        return len(rules())


def codes() -> tuple[str, ...]:
    """The codes of all rules, sorted."""
    return tuple(rules())


def _only_rule(name: str) -> Rule:
    from greenlint.rule import Rule

    held = [value for value in vars(importlib.import_module(name)).values() if isinstance(value, Rule)]
    if len(held) != 1:
        raise TypeError(f"{name} holds {len(held)} rules instead of one")
    return held[0]
