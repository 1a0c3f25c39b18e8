"""The rules that exist: whatever modules the package `greenlint.rules` holds. Deliberately absent: a table of rules, and which of them are on."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import greenlint.rules
from greenlint.rule import Rule


@cache
def rules() -> dict[str, Rule]:
    """All rules by code, in the order of their codes. The modules are imported by the first call.

    Raises:
        TypeError: a module does not hold exactly one rule, or two modules claim one code.
    """
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(greenlint.rules.__path__):
        rule = _only_rule(f"{greenlint.rules.__name__}.{module.name}")
        if rule.code in found:
            raise TypeError(f"two rules have the code {rule.code}")
        found[rule.code] = rule
    return dict(sorted(found.items()))


def codes() -> tuple[str, ...]:
    """The codes of all rules, sorted."""
    return tuple(rules())


def _only_rule(name: str) -> Rule:
    held = [value for value in vars(importlib.import_module(name)).values() if isinstance(value, Rule)]
    if len(held) != 1:
        raise TypeError(f"{name} holds {len(held)} rules instead of one")
    return held[0]
