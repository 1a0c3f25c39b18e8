"""The files of the synthetic project that are there at every size: settings, sessions, the base of models and repositories, and the reports."""

from __future__ import annotations

from string import Template

from benchmarks.synthetic.vocabulary import Domain, Entity

PACKAGE = "shop"
REPORTS = f"{PACKAGE}/reports/overview.py"
REPORT_LINES = 2000

FILES = {
    f"{PACKAGE}/__init__.py": "",
    f"{PACKAGE}/core/__init__.py": "",
    f"{PACKAGE}/reports/__init__.py": "",
    f"{PACKAGE}/core/settings.py": '''"""Settings of the application."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    database_url: str = "postgresql+asyncpg://localhost/shop"
    archive_path: str = "archive.db"
    page_size: int = 50
    retries: int = 3
    features: frozenset[str] = field(default_factory=frozenset)

    def enabled(self, feature: str) -> bool:
        return feature in self.features


def load_settings() -> Settings:
    features = frozenset(word.strip() for word in os.environ.get("SHOP_FEATURES", "").split(",") if word.strip())
    return Settings(
        database_url=os.environ.get("SHOP_DATABASE_URL", Settings.database_url),
        archive_path=os.environ.get("SHOP_ARCHIVE", Settings.archive_path),
        features=features,
    )


settings = load_settings()
''',
    f"{PACKAGE}/core/database.py": '''"""The engine, its sessions, and the base of all models."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy import create_engine, func
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

from shop.core.settings import settings

engine = create_async_engine(settings.database_url, pool_pre_ping=True)
SessionFactory = async_sessionmaker(engine, expire_on_commit=False)
maintenance_engine = create_engine("postgresql+psycopg://localhost/shop")
MaintenanceSession = sessionmaker(maintenance_engine)


class Base(DeclarativeBase):
    pass


class Timestamped:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


async def get_session() -> AsyncIterator[AsyncSession]:
    async with SessionFactory() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]
''',
    f"{PACKAGE}/core/archive.py": '''"""The archive of the system that came before: a file, read with blocking calls."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from shop.core.settings import settings


def archived_rows(table: str, limit: int) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(settings.archive_path)) as connection:
        return connection.execute(f"SELECT * FROM {table} LIMIT ?", (limit,)).fetchall()


def archived_count(table: str) -> int:
    return len(archived_rows(table, 1000))
''',
    f"{PACKAGE}/core/errors.py": '''"""Errors that the application raises on purpose."""

from __future__ import annotations


class ShopError(Exception):
    status = 400

    def __init__(self, message: str, **context: object) -> None:
        super().__init__(message)
        self.context = context

    def describe(self) -> dict[str, object]:
        return {"error": type(self).__name__, "message": str(self), **self.context}


class NotFound(ShopError):
    status = 404


class Conflict(ShopError):
    status = 409


def ensure(condition: bool, message: str, **context: object) -> None:
    if not condition:
        raise ShopError(message, **context)
''',
    f"{PACKAGE}/core/paging.py": '''"""Pages of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    items: Sequence[T]
    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def complete(self) -> bool:
        return len(self.items) < self.size


def clamp(number: int, size: int) -> tuple[int, int]:
    return max(1, number), min(max(1, size), 500)
''',
    f"{PACKAGE}/core/repository.py": '''"""What all repositories can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.database import Base
from shop.core.errors import NotFound

ModelT = TypeVar("ModelT", bound=Base)


class Repository(Generic[ModelT]):
    model: type[ModelT]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, key: int) -> ModelT | None:
        return await self.session.get(self.model, key)

    async def require(self, key: int) -> ModelT:
        found = await self.get(key)
        if found is None:
            raise NotFound(f"no {self.model.__name__}", key=key)
        return found

    async def page(self, offset: int, limit: int) -> Sequence[ModelT]:
        result = await self.session.execute(select(self.model).offset(offset).limit(limit))
        return result.scalars().all()

    async def add(self, item: ModelT) -> ModelT:
        self.session.add(item)
        await self.session.flush()
        return item

    async def remove(self, item: ModelT) -> None:
        await self.session.delete(item)
        await self.session.flush()
''',
}

_REPORTS_HEAD = Template('''"""Reports over the first domain."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from $imports

log = logging.getLogger(__name__)
''')

_REPORT = Template('''

async def report_${number}_on_$snake(session: AsyncSession, minimum: int = $minimum) -> dict[str, object]:
    """Report $number: how the $words of $minimum and more are spread."""
    statement = select($camel).where($camel.$int >= minimum).order_by($camel.$str).limit($limit)
    result = await session.execute(statement)
    items = result.scalars().all()
    total = await session.scalar(select(func.count()).select_from($camel))
    spread = Counter(item.$str for item in items)
    log.info("report $number covers %d of %s", len(items), total)
    return {
        "report": $number,
        "covered": len(items),
        "total": total or 0,
        "spread": dict(spread),
        "highest": highest_${number}(items),
    }


def highest_${number}(items: Sequence[$camel]) -> float:
    """The highest $float of the items of report $number."""
    highest = 0.0
    for item in items:
        if item.$float > highest and item.$int >= $minimum:
            highest = item.$float
    return highest
''')


def reports(first: Domain) -> str:
    """A file of about `REPORT_LINES` lines."""
    names = ", ".join(sorted(entity.camel for entity in first.entities))
    parts = [_REPORTS_HEAD.substitute(imports=f"{PACKAGE}.{first.name}.models import {names}")]
    lines = parts[0].count("\n")
    number = 0
    while lines < REPORT_LINES:
        entity = first.entities[number % len(first.entities)]
        parts.append(_report(entity, number))
        lines += parts[-1].count("\n")
        number += 1
    return "".join(parts)


def _report(entity: Entity, number: int) -> str:
    return _REPORT.substitute(
        snake=entity.snake,
        words=entity.snake.replace("_", " "),
        camel=entity.camel,
        number=number,
        minimum=number % 7,
        limit=100 + number,
        int=entity.of("int")[0],
        str=entity.of("str")[0],
        float=entity.of("float")[0],
    )


def main(domains: list[str]) -> str:
    """The application with the routers of all domains."""
    imports = "".join(f"from {PACKAGE}.{name}.router import router as {name}_router\n" for name in domains)
    includes = "".join(f"app.include_router({name}_router)\n" for name in domains)
    return f'''"""The application."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from {PACKAGE}.core.errors import ShopError
{imports}
app = FastAPI(title="shop")
{includes}

@app.exception_handler(ShopError)
async def refuse(request: Request, error: ShopError) -> JSONResponse:
    return JSONResponse(error.describe(), status_code=error.status)


@app.get("/health")
async def health() -> dict[str, str]:
    return {{"status": "ok"}}
'''
