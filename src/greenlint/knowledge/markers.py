"""The closed list of markers (docs/architecture.md). Stubs import them from the module name `greenlint_markers`."""

MODULE = "greenlint_markers"

FAMILIES = frozenset({"driver", "session", "orm", "client", "foreign"})

DATABASE_FAMILIES = FAMILIES - {"foreign"}

MARKERS = frozenset(
    {
        "attaches",
        "awaits_db",
        "begins",
        "blocks",
        "carries",
        "changes",
        "closes",
        "commits",
        "computes",
        "consumes",
        "converts",
        "deduplicates",
        "detaches",
        "dumps",
        "evaluates",
        "expires",
        "flushes",
        "imports",
        "in_greenlet",
        "injects",
        "layer",
        "lazy_query",
        "loader",
        "loads",
        "maps",
        "maps_argument",
        "maps_as",
        "maps_classes",
        "maps_given",
        "must_use",
        "names_tables",
        "no_field",
        "object_type",
        "offloads",
        "on_loop",
        "opens",
        "refreshes",
        "relationship",
        "replaces",
        "resolves",
        "responds",
        "rolls_back",
        "route",
        "schema",
        "schema_field",
        "sends_by",
        "sends_mapped",
        "serializes",
        "source",
        "spawns",
        "sync_world",
        "takes_owner",
        "transfer_object",
        "transfers_by",
        "usable",
        "validates",
    }
)

ATTACHED = frozenset({None, "deleted"})
"""Arguments of `attaches`; without one, instances become part of the session."""

MAPPED_CLASSES = frozenset({"all", "bases", "tables"})
"""Arguments of `maps_classes`."""

TABLE_NAMES = frozenset({"lower", "snake"})
"""Arguments of `names_tables`."""

MAPPED_AS = frozenset(
    {
        "awaitable",
        "backref",
        "column",
        "column_property",
        "composite",
        "computed",
        "dataclass",
        "declared",
        "deferred",
        "dynamic",
        "fetched",
        "field",
        "foreign_key",
        "hybrid",
        "mapped",
        "proxy",
        "query_expression",
        "sequence",
        "sql",
        "synonym",
        "table",
        "write_only",
    }
)
"""Arguments of `maps_as`."""

LOADERS = frozenset(
    {
        *("contains", "criteria", "default", "defer", "execution", "expression", "group", "immediate", "joined", "load", "noload", "only"),
        *("options", "polymorphic", "raise", "same", "select", "selectin", "subquery", "undefer", "where"),
    }
)
"""The words of `loader`."""

LOADS = frozenset({None, "attribute", "get", "merge"})
"""The words of `loads`; without one it is a query."""

OBJECT_TYPES = frozenset({None, "interface"})
"""The words of `object_type`."""

CHANGES = frozenset({"rows", "values", "where"})
"""The words of `changes`."""
