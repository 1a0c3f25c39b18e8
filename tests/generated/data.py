"""The rows of a program's database: every foreign key is set, every collection has members, no two neighbours share a target."""

from __future__ import annotations

from typing import Any

from .domain import Domain, Entity

COUNTS = {"parent": 3, "child": 6, "leaf": 12, "tag": 3, "single": 3, "note": 6, "tree": 5, "base": 1, "sub": 2}
TREE_PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 4}
Rows = dict[str, list[dict[str, Any]]]


def rows_of(domain: Domain) -> Rows:
    """The rows of each table, parents before children."""
    rows: Rows = {}
    for role in ("parent", "child", "leaf", "tag", "single", "note", "tree", "base", "sub"):
        entity = domain.entities.get(role)
        if entity is not None:
            _entity(domain, entity, rows)
    for entity in domain.entities.values():
        for relation in entity.relations:
            if relation.secondary and relation.secondary not in rows:
                other = domain.targets(relation)
                rows[relation.secondary] = [
                    {f"{entity.variable}_id": one, f"{other.variable}_id": 1 + (one + step) % 3} for one in range(1, COUNTS[entity.role] + 1) for step in (0, 1)
                ]
    return rows


def _entity(domain: Domain, entity: Entity, rows: Rows) -> None:
    base = domain.named(entity.base) if entity.base else None
    first = 1 + (COUNTS["base"] if base is not None else 0)
    for ident in range(first, first + COUNTS[entity.role]):
        values = _values(entity, ident)
        if base is not None:
            above = {**_values(base, ident), "kind": entity.variable}
            rows.setdefault(base.table, []).append({**above, **values} if base.inheritance == "single" else above)
            if base.inheritance == "single":
                continue
        rows.setdefault(entity.table, []).append(values)


def _values(entity: Entity, ident: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in entity.columns:
        if column.expression or column.server_default or column.type == "datetime":
            continue
        if column.foreign and not column.primary:
            values[column.name] = TREE_PARENTS[ident] if entity.role == "tree" else 1 + (ident - 1) % _targets(entity)
        elif column.primary:
            values[column.name] = ident
        elif column.name == "kind":
            values[column.name] = entity.variable
        else:
            values[column.name] = f"{column.name} {ident}" if column.type == "str" else ident
    return values


def _targets(entity: Entity) -> int:
    return COUNTS["child"] if entity.role == "leaf" else COUNTS["parent"]
