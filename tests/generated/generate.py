"""Composes programs: constructs alone in their handlers, constructs that share a session, random walks. A program is a function of seed and index."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from . import constructs_expiry, constructs_loading, constructs_models
from .assemble import assemble
from .constructs_web import endpoint
from .domain import random_domain
from .program import Program
from .scope import Module, Scope
from .sessions import choose_factory, handler
from .walk import walk, walk_detached

Construct = Callable[[Scope], bool]
CONSTRUCTS: dict[str, tuple[Construct, ...]] = {**constructs_loading.CONSTRUCTS, **constructs_models.CONSTRUCTS, **constructs_expiry.CONSTRUCTS}
TAGS = (*CONSTRUCTS, "C2")


def generate(seed: int, index: int) -> Program:
    """The program of a seed and an index."""
    rng = Random(f"{seed}:{index}")
    module = Module(rng, random_domain(rng))
    choose_factory(rng, module)
    # Every construct gets its turn, whatever chance says.
    alone = list(CONSTRUCTS)[index % len(CONSTRUCTS)]
    if alone in ("B3", "C7") and rng.random() < 0.5:
        endpoint(module, alone)
    else:
        handler(module, lambda scope: _construct(scope, alone), mixed=False)
    for _ in range(rng.choice((0, 1, 1))):
        handler(module, lambda scope: _construct(scope, rng.choice(list(CONSTRUCTS))), mixed=False)
    if rng.random() < 0.5:
        handler(module, _several, mixed=True)
    if rng.random() < 0.6:
        detached = rng.random() < 0.3
        kind = rng.choice(("with", "with", "direct", "begin")) if detached else ""
        handler(module, lambda scope: walk(scope, rng.randint(3, 8)), mixed=True, kind=kind, after=walk_detached if detached else None)
    return assemble(f"{seed}:{index}", module)


def _construct(scope: Scope, tag: str) -> None:
    """Write a construct, or another one where the domain has no place for it."""
    for _ in range(6):
        if scope.rng.choice(CONSTRUCTS[tag])(scope):
            return
    while not scope.rng.choice(CONSTRUCTS[scope.rng.choice(list(CONSTRUCTS))])(scope):
        pass


def _several(scope: Scope) -> None:
    for _ in range(scope.rng.randint(2, 3)):
        _construct(scope, scope.rng.choice(list(CONSTRUCTS)))
