"""All questions that a rule may ask; each group of them has a module of its own."""

from __future__ import annotations

from greenlint.rule.blocking import Blocking
from greenlint.rule.callbacks import Callbacks
from greenlint.rule.coroutines import Coroutines
from greenlint.rule.cures import Cures
from greenlint.rule.mapping import Mapping
from greenlint.rule.threads import Threads
from greenlint.rule.values import Values


class Context(Blocking, Coroutines, Values, Callbacks, Threads, Mapping, Cures):
    """The questions that a rule may ask about the function whose events it is given."""
