"""The questions about mapped classes, schemas and what is loaded, as the project's recorder asks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from greenlint.world.orm import (
    body,
    borrowing,
    callers,
    lending,
    mapping,
    object_type,
    outside,
    refreshes,
    roles,
    schema,
    schema_body,
    schema_settings,
    serialization,
)
from greenlint.world.orm.model import Role, Written
from greenlint.world.types import UNKNOWN

if TYPE_CHECKING:
    from greenlint.world.world import World


def register(world: World) -> None:
    """Say how the questions are answered."""
    register = world.recorder.register
    register("role", partial(roles.role, world), Role(""), Role("", known=False))
    register("decorated_as", partial(roles.decorated_as, world), frozenset(), frozenset())
    register("mapped_named", partial(roles.mapped_named, world), (), ())
    register("mapping_call", partial(outside.mapping_call, world))
    register("mapped_in", partial(roles.mapped_in, world), (), ())
    register("calls_mapping", partial(outside.calls_mapping, world), (), ())
    register("mapped_by", partial(outside.mapped_by, world), (), ())
    register("assigns_to", partial(outside.assigns_to, world), (), ())
    register("refreshed", partial(refreshes.refreshed, world))
    register("refreshed_in", partial(refreshes.refreshed_in, world))
    register("loose", partial(outside.loose, world))
    register("mapped_below", partial(roles.mapped_below, world), (), ())
    register("mapped_below_in", partial(roles.mapped_below_in, world), (), ())
    register("written", partial(body.written, world), Written(), Written(whole=False))
    register("backrefs", partial(mapping.backrefs, world), {}, {})
    register("backrefs_in", partial(mapping.backrefs_in, world), {}, {})
    register("mapping", partial(mapping.mapping, world))
    register("schema", partial(schema.schema, world))
    register("object_kind", partial(object_type.kind, world), "", "")
    register("object_type", partial(object_type.object_type, world))
    register("schema_body", partial(schema_body.body, world))
    register("schema_settings", partial(schema_settings.settings, world), {}, {})
    register("responses", partial(serialization.responses, world), (), ())
    register("lent", partial(lending.outcome, world), lending.Outcome(), lending.Outcome(UNKNOWN))
    register("may_take_options", partial(lending.may_take_options, world))
    register("borrowed", partial(borrowing.borrowed, world), (), ())
    register("lends", partial(borrowing.lends, world), (), ())
    register("gives", partial(borrowing.gives, world), (), ())
    register("runs", partial(callers.runs, world), (), ())
    register("callers", partial(callers.callers, world), (), ())
    register("callers_by", partial(callers.callers_by, world), {}, {})
    register("callers_in", partial(callers.callers_in, world), {}, {})
    register("containers_in", partial(callers.containers_in, world), (), ())
