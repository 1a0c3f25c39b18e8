"""The closed list of markers (docs/architecture.md). Stubs import them from the module name `greenlint_markers`."""

MODULE = "greenlint_markers"

FAMILIES = frozenset({"driver", "session", "orm", "client", "foreign"})

DATABASE_FAMILIES = FAMILIES - {"foreign"}

MARKERS = frozenset(
    {
        "awaits_db",
        "begins",
        "blocks",
        "closes",
        "commits",
        "evaluates",
        "expires",
        "flushes",
        "in_greenlet",
        "injects",
        "lazy_query",
        "loader",
        "loads",
        "maps",
        "must_use",
        "offloads",
        "on_loop",
        "opens",
        "refreshes",
        "relationship",
        "rolls_back",
        "route",
        "spawns",
        "sync_world",
    }
)
