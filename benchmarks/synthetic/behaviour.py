"""The upper half of a domain of the synthetic project: figures, services, routers, jobs, and the tests."""

from __future__ import annotations

from string import Template

from benchmarks.synthetic.defects import planted
from benchmarks.synthetic.foundation import PACKAGE
from benchmarks.synthetic.storage import names
from benchmarks.synthetic.vocabulary import Domain, Entity

_HEADS = {
    "figures": Template('''"""Sums and texts of $title, without a database."""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from $package.core.archive import archived_count
from $package.core.errors import ensure
from $package.$name.models import $models
'''),
    "services": Template('''"""What can be done with $title."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.ext.asyncio import AsyncSession

from $package.core.errors import Conflict, NotFound
from $package.core.paging import Page, clamp
from $package.$name.figures import $figures
from $package.$name.models import $models
from $package.$name.repository import $repositories
from $package.$name.schemas import $schemas
$base
log = logging.getLogger(__name__)
'''),
    "router": Template('''"""Endpoints of $title."""

from __future__ import annotations

from fastapi import APIRouter, Depends, HTTPException

from $package.core.database import SessionDep
from $package.$name.schemas import $reads
from $package.$name.services import $services

router = APIRouter(prefix="/$name", tags=["$name"])
'''),
    "jobs": Template('''"""Work on $title that nobody waits for."""

from __future__ import annotations

import asyncio
import logging
import sqlite3

from sqlalchemy import text

from $package.core.archive import archived_rows
from $package.core.database import MaintenanceSession, SessionFactory
from $package.$name.repository import $repositories

log = logging.getLogger(__name__)
'''),
    "tests": Template('''"""Tests of $title."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from $package.$name.figures import $tested
from $package.$name.models import $models
from $package.$name.services import $services
'''),
}

_WEIGHTS = (
    Template("math.log1p(abs(item.$float)) * max(item.$int, 1)"),
    Template("item.$float / (1 + abs(item.$int)) if item.$bool else 0.0"),
    Template("round(item.$float ** 2 + item.$int, 3)"),
)
_FIGURES = Template('''

def weigh_$snake(item: $camel) -> float:
    """How much one of the $words counts."""
    if not item.$str:
        return 0.0
    return $weight


def group_$snake(items: Iterable[$camel]) -> dict[str, list[$camel]]:
    groups: dict[str, list[$camel]] = defaultdict(list)
    for item in items:
        groups[item.$str.casefold() or "none"].append(item)
    return {name: sorted(group, key=weigh_$snake, reverse=True) for name, group in sorted(groups.items())}


def shares_of_$snake(items: Sequence[$camel]) -> dict[str, float]:
    """The share of each group; they add up to 1 unless nothing weighs anything."""
    weights = {name: math.fsum(map(weigh_$snake, group)) for name, group in group_$snake(items).items()}
    total = math.fsum(weights.values())
    if math.isclose(total, 0.0):
        return dict.fromkeys(weights, 0.0)
    return {name: weight / total for name, weight in weights.items()}


def parse_$snake(text: str) -> list[dict[str, str]]:
    """The rows of an uploaded table of $words."""
    reader = csv.DictReader(io.StringIO(text))
    ensure(reader.fieldnames is not None and "code" in reader.fieldnames, "a column is missing", column="code")
    rows = []
    for number, row in enumerate(reader, 2):
        code = (row.get("code") or "").strip()
        ensure(bool(code), "a row without a code", row=number)
        rows.append({name: (value or "").strip() for name, value in row.items() if name})
    return rows


def difference_$snake(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    lines = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if old is None:
            lines.append(f"+ {name}: {new}")
        elif new is None:
            lines.append(f"- {name}: {old}")
        else:
            lines.append(f"~ {name}: {old} -> {new}")
    return lines


def legacy_size_of_$snake() -> int:
    return archived_count("$table")
''')
_SERVICE = Template('''

class ${camel}Service:
    """Rules of the $words."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.items = ${camel}Repository(session)
$upstream
    async def show(self, key: int) -> $camel:
        item = await self.items.get(key)
        if item is None:
            raise NotFound("no such $words", key=key)
        return item

    async def listing(self, number: int = 1, size: int = 50) -> Page[$camel]:
        number, size = clamp(number, size)
        items = await self.items.page((number - 1) * size, size)
        return Page(items, number, size)

    async def create(self, wanted: ${camel}Create) -> $camel:
        if await self.items.by_code(wanted.code) is not None:
            raise Conflict("the code is taken", code=wanted.code)
        item = await self.items.add($camel(**wanted.values()))
        await self.session.commit()
        log.info("made %s", item.label)
        return item

    async def update(self, key: int, wanted: ${camel}Update) -> list[str]:
        item = await self.show(key)
        before = item.as_dict()
        if not item.update_from(wanted.model_dump(exclude_unset=True)):
            return []
        await self.session.commit()
        return difference_$snake(before, item.as_dict())

    async def remove(self, key: int) -> None:
        item = await self.show(key)
        if item.$bool:
            raise Conflict("it is in use", key=key)
        await self.items.remove(item)
        await self.session.commit()

    async def upload(self, text: str) -> int:
        known = 0
        for row in parse_$snake(text):
            if await self.items.by_code(row["code"]) is None:
                await self.items.add($camel(code=row["code"], $str=row.get("$str", "")))
            else:
                known += 1
        await self.session.commit()
        return known

    async def summary(self, value: str) -> dict[str, float]:
        items = await self.items.by_$str(value)
        shares = shares_of_$snake(items)
        shares["all"] = await self.items.sum_of_$float()
        return shares

    async def archived(self) -> int:
        return await asyncio.to_thread(legacy_size_of_$snake)
''')
_UPSTREAM = Template('''        self.upstream = ${camel}Service(session)

    async def compared(self, value: str) -> dict[str, float]:
        theirs = await self.upstream.summary(value)
        ours = await self.summary(value)
        return {name: ours.get(name, 0.0) - theirs.get(name, 0.0) for name in sorted({*ours, *theirs})}
''')
_ROUTES = Template('''

def ${snake}_service(session: SessionDep) -> ${camel}Service:
    return ${camel}Service(session)


@router.get("/$snake/{key}", response_model=${camel}Read)
async def show_$snake(key: int, service: ${camel}Service = Depends(${snake}_service)):
    return await service.show(key)


@router.get("/$snake")
async def list_$snake(number: int = 1, size: int = 50, service: ${camel}Service = Depends(${snake}_service)):
    page = await service.listing(number, size)
    return {"items": [item.as_dict() for item in page.items], "complete": page.complete}


@router.post("/$snake", status_code=201)
async def create_$snake(wanted: ${camel}Create, service: ${camel}Service = Depends(${snake}_service)):
    item = await service.create(wanted)
    return item.as_dict()


@router.patch("/$snake/{key}")
async def update_$snake(key: int, wanted: ${camel}Update, service: ${camel}Service = Depends(${snake}_service)):
    return {"changed": await service.update(key, wanted)}


@router.delete("/$snake/{key}", status_code=204)
async def remove_$snake(key: int, service: ${camel}Service = Depends(${snake}_service)) -> None:
    await service.remove(key)


@router.get("/$snake/summary/{value}")
async def sum_$snake(value: str, session: SessionDep) -> dict[str, float]:
    if not value:
        raise HTTPException(422, "a value is needed")
    return await ${camel}Service(session).summary(value)
''')
_JOB = Template('''

async def refresh_$snake(keys: list[int], most: int = 8) -> int:
    """Mark the $words, some at a time."""
    slots = asyncio.Semaphore(most)

    async def one(key: int) -> int:
        async with slots, SessionFactory() as session:
            count = await ${camel}Repository(session).mark(key)
            await session.commit()
            return count

    counts = await asyncio.gather(*(one(key) for key in keys), return_exceptions=True)
    return sum(count for count in counts if isinstance(count, int))


async def digest_$snake() -> list[str]:
    async with SessionFactory() as session:
        lines = []
        async for item in ${camel}Repository(session).stream():
            if item.is_settled:
                lines.append(item.label)
    rows = await asyncio.to_thread(archived_rows, "$table", 100)
    log.info("$words: %d lines, %d archived", len(lines), len(rows))
    return lines
''')
_TEST = Template('''

def test_shares_of_$snake() -> None:
    items = [$camel(code="a", $str="x", $int=1, $float=2.0, $bool=True), $camel(code="b", $str="y", $int=3, $float=1.0, $bool=True)]
    shares = shares_of_$snake(items)
    assert set(shares) == {"x", "y"}
    assert sum(shares.values()) == pytest.approx(1.0)


def test_difference_of_$snake() -> None:
    assert difference_$snake({"a": 1}, {"a": 2, "b": 3}) == ["~ a: 1 -> 2", "+ b: 3"]


@pytest.mark.asyncio
async def test_upload_of_$snake(session: AsyncSession) -> None:
    service = ${camel}Service(session)
    assert await service.upload("code,$str\\na,x\\nb,y\\n") == 0
    page = await service.listing()
    assert [item.code for item in page.items] == ["a", "b"]
''')


def behaviour(domain: Domain) -> dict[str, str]:
    """The files of the upper half, by their names within the domain's package; `tests` belongs elsewhere."""
    entities = domain.entities
    bodies = {
        "figures": "".join(_figures(entity) for entity in entities),
        "services": "".join(_service(domain, number) + planted(entity, "services") for number, entity in enumerate(entities)),
        "router": "".join(_ROUTES.substitute(names(entity)) for entity in entities),
        "jobs": "".join(_JOB.substitute(names(entity)) + planted(entity, "jobs") for entity in entities),
        "tests": "".join(_TEST.substitute(names(entity)) for entity in entities),
    }
    said = _head(domain)
    return {name: _HEADS[name].substitute(said) + body for name, body in bodies.items()}


def _head(domain: Domain) -> dict[str, str]:
    def listed(*forms: str) -> str:
        words = sorted(form.format(entity.camel, entity.snake) for entity in domain.entities for form in forms)
        return "(\n" + "".join(f"    {word},\n" for word in words) + ")"

    base = domain.base
    above = "" if base is None else f"{base.entities[0].camel}Service"
    lines = "" if base is None else f"from {PACKAGE}.{base.name}.services import {above} as Upstream{above}\n"
    return {
        "title": domain.name.replace("_", " "),
        "package": PACKAGE,
        "name": domain.name,
        "models": listed("{0}"),
        "schemas": listed("{0}Create", "{0}Update"),
        "reads": listed("{0}Create", "{0}Read", "{0}Update"),
        "repositories": listed("{0}Repository"),
        "services": listed("{0}Service"),
        "figures": listed("difference_{1}", "legacy_size_of_{1}", "parse_{1}", "shares_of_{1}"),
        "tested": listed("difference_{1}", "shares_of_{1}"),
        "base": lines,
    }


def _figures(entity: Entity) -> str:
    said = names(entity)
    return _FIGURES.substitute(said, weight=_WEIGHTS[entity.variant].substitute(said))


def _service(domain: Domain, number: int) -> str:
    entity = domain.entities[number]
    below = "Upstream" + domain.base.entities[0].camel if domain.base and number == 0 else domain.entities[number - 1].camel if number else None
    upstream = "" if below is None else _UPSTREAM.substitute(camel=below)
    return _SERVICE.substitute(names(entity), upstream=upstream)
