"""What a rule is, and the questions that it may ask.

A rule is a function that is given one event of one function at a time and yields findings. It never sees a tree or a text.
"""

from __future__ import annotations

from greenlint.rule.context import Context
from greenlint.rule.declaration import Draft, Place, Plan, Rule, rule
from greenlint.rule.spines import Spines

__all__ = ["Context", "Draft", "Place", "Plan", "Rule", "Spines", "rule"]
