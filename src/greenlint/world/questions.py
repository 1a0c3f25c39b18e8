"""The questions about texts, names, types and effects, as the project's recorder asks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from greenlint.world import (
    attributes,
    carried,
    classes,
    configured,
    declaring,
    decorators,
    effects,
    implementations,
    importing,
    lacking,
    libraries,
    lookup,
    made,
    markings,
    named,
    names,
    passed,
    relations,
    runs,
    variables,
)
from greenlint.world.classes import ClassInfo
from greenlint.world.evaluate import Ran, Summary
from greenlint.world.orm import questions
from greenlint.world.types import NEVER, UNKNOWN

if TYPE_CHECKING:
    from greenlint.world.world import World


def register(world: World) -> None:
    """Say how the questions are answered."""
    register = world.recorder.register
    register("trace", partial(lookup.trace, world))
    register("definitions", partial(lookup.defined, world))
    register("defined_at", partial(lookup.defined_at, world))
    register("definition", partial(lookup.definition, world))
    register("binding", lambda path, name: world.index.binding_pieces(path, name))
    register("stars", lambda path: tuple(world.index.star_imports(path)))
    register("resolve", lambda dotted, path: world.modules.resolve(dotted, path) if dotted else None)
    register("relative", lambda level, module, path: world.modules.relative(level, module, path))
    register("submodule", lambda path, name: world.modules.submodule(path, name))
    register("bound", partial(names.bound, world), frozenset(), frozenset())
    register("name", partial(names.name, world), NEVER, UNKNOWN)
    register("taken", partial(importing.taken, world))
    register("declares", partial(declaring.declares, world))
    register("brought", partial(importing.brought, world))
    register("bindings", partial(names.piece_bindings, world), {}, {})
    register("parameters", partial(names.parameters, world), {}, {})
    register("uses", partial(passed.uses, world))
    register("hands_on", partial(passed.hands_on, world))
    register("sites", partial(passed.sites, world), {})
    register("handed", partial(passed.handed, world), NEVER, UNKNOWN)
    register("passed", partial(passed.passed, world), None, {})
    register("assigned", partial(carried.assigned, world))
    register("carried", partial(carried.carried, world), NEVER, UNKNOWN)
    register("carried_in", partial(carried.carried_in, world), (False, ()), (False, (UNKNOWN,)))
    register("made", partial(made.made, world), (), ())
    register("made_in", partial(made.made_in, world), (), ((UNKNOWN,),))
    register("limit", partial(variables.limit, world), NEVER, UNKNOWN)
    register("defaults", partial(names.defaults, world), {}, {})
    register("returns", partial(names.returns, world), NEVER, UNKNOWN)
    register("ran", partial(runs.ran, world), Ran(Summary(), ()), Ran(Summary(UNKNOWN, UNKNOWN), None))
    register("ran_top", partial(runs.ran_top, world), Ran(Summary(), ()), Ran(Summary(UNKNOWN, UNKNOWN), None))
    register("summary", partial(runs.summary, world), Summary(), Summary(UNKNOWN, UNKNOWN))
    register("class", partial(classes.class_info, world), ClassInfo(), ClassInfo(bases=(None,)))
    register("mro", partial(classes.order, world), (), ((None, ()),))
    register("stored", partial(attributes.stored, world), NEVER, UNKNOWN)
    register("attribute", partial(attributes.attribute, world), (NEVER, ()), (UNKNOWN, ()))
    register("printed", partial(relations.printed, world), "", "")
    register("applied", partial(decorators.run, world), NEVER, UNKNOWN)
    register("marks", partial(markings.marks, world), {}, {})
    register("overloads", partial(markings.overloads, world), (), ())
    register("implementations", partial(implementations.implementations, world), (), ())
    register("renamed", partial(implementations.renamed, world))
    register("classes_in", partial(implementations.classes_in, world))
    register("derived_in", partial(implementations.derived_in, world), (), ())
    register("concrete", partial(implementations.concrete, world), (), ())
    register("needed", partial(effects.needed, world), frozenset(), frozenset())
    register("leads_to_blocking", partial(effects.leads_to_blocking, world), False, False)
    register("leads_to_database", partial(effects.leads_to_database, world), False, False)
    register("database_library", partial(libraries.is_database_library, world))
    register("works_asynchronously", partial(lacking.works_asynchronously, world), False, False)
    register("maps_classes", partial(libraries.maps_classes, world))
    register("configured", partial(configured.configured, world))
    register("configured_in", partial(configured.configured_in, world), NEVER, UNKNOWN)
    register("overridden", partial(configured.overridden, world))
    register("named_by", partial(configured.named_by, world))
    register("turned_off_in", partial(configured.turned_off_in, world))
    register("mentioning", lambda word: world.index.mentioning(word))
    register("is_class", partial(named.is_class, world))
    register("mentions_in", lambda path, word: world.index.mentions_in(path, word))
    register("near", lambda path, piece, word: world.index.near(path, piece, word, frozenset(world.ask("mentioning", word))))
    register("stays_near", lambda path, piece, word: world.index.stays_near(path, piece))
    register("imports", partial(libraries.imports, world))
    register("maps_in", partial(libraries.maps_in, world))
    register("hosts", lambda path: world.index.hosts(path))
    register("digest", lambda path: world.sources.digest(path))
    register("dotted", world.modules.name)
    register("method_kind", partial(decorators.method_kind, world), "", "")
    register("decorations", partial(effects.decorations, world), frozenset(), frozenset())
    register("chain", partial(effects.shortest, world))
    register("takes_derived", partial(libraries.takes_derived, world))
    register("takes_derived_in", partial(libraries.takes_derived_in, world))
    register("packages", partial(libraries.packages, world))
    register("all_packages", partial(libraries.all_packages, world))
    register("marked_words", partial(libraries.marked_words, world))
    register("maps_asynchronously", partial(libraries.maps_asynchronously, world))
    register("maps_asynchronously_in", partial(libraries.maps_asynchronously_in, world))
    questions.register(world)
