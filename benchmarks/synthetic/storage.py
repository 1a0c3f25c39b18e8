"""The lower half of a domain of the synthetic project: models, schemas and repositories."""

from __future__ import annotations

from string import Template

from benchmarks.synthetic.defects import planted
from benchmarks.synthetic.foundation import PACKAGE
from benchmarks.synthetic.vocabulary import Domain, Entity

_COLUMNS = {"str": 'default=""', "int": "default=0", "float": "default=0.0", "bool": "default=False"}
_MODELS = '''"""Tables of {title}."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from {package}.core.database import Base, Timestamped
'''
_MODEL = Template('''

class $camel(Timestamped, Base):
    """A row for each $words."""

    __tablename__ = "$table"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
$columns$relation
    @property
    def label(self) -> str:
        return f"{self.code} ({self.$str})" if self.$str else self.code

    @property
    def is_settled(self) -> bool:
        return self.$bool and self.$int >= 0

    def update_from(self, values: dict[str, object]) -> list[str]:
        """Take over what differs; the names of what did."""
        changed = []
        for name in ($names):
            if name in values and getattr(self, name) != values[name]:
                setattr(self, name, values[name])
                changed.append(name)
        return changed

    def as_dict(self) -> dict[str, object]:
        return {
            "id": self.id,
            "code": self.code,
$pairs
        }
''')
_RELATION = Template('''    ${above}_id: Mapped[int | None] = mapped_column(ForeignKey("$table.id"))
    $above: Mapped["$camel | None"] = relationship(lazy="selectin")
''')
_SCHEMAS = '''"""What the endpoints of {title} take and give."""

from __future__ import annotations

from pydantic import BaseModel, Field
'''
_SCHEMA = Template('''

class ${camel}Create(BaseModel):
    code: str = Field(min_length=1, max_length=64)
$fields

    def values(self) -> dict[str, object]:
        return self.model_dump(exclude_unset=True)


class ${camel}Update(BaseModel):
$optional


class ${camel}Read(BaseModel):
    id: int
    code: str
$fields

    @property
    def short(self) -> str:
        return f"{self.code}/{self.$str}"
''')
_REPOSITORIES = '''"""Queries of {title}."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import delete, func, select, text, update

from {package}.{name}.models import {models}
from {package}.core.repository import Repository
'''
_REPOSITORY = Template('''

class ${camel}Repository(Repository[$camel]):
    model = $camel

    async def by_code(self, code: str) -> $camel | None:
        return await self.session.scalar(select($camel).where($camel.code == code))

    async def by_$str(self, value: str, limit: int = 100) -> Sequence[$camel]:
        statement = select($camel).where($camel.$str == value).order_by($camel.$int.desc()).limit(limit)
        result = await self.session.scalars(statement)
        return result.all()

    async def $bool(self, least: int) -> list[$camel]:
        statement = select($camel).where($camel.$bool.is_(True), $camel.$int >= least)
        rows = (await self.session.execute(statement)).scalars()
        return [row for row in rows if row.$float > 0]

    async def count(self) -> int:
        return await self.session.scalar(select(func.count()).select_from($camel)) or 0

    async def sum_of_$float(self) -> float:
        total = await self.session.scalar(select(func.sum($camel.$float)))
        return float(total or 0)

    async def mark(self, key: int, value: bool = True) -> int:
        result = await self.session.execute(update($camel).where($camel.id == key).values($bool=value))
        return result.rowcount

    async def drop_older(self, least: int) -> int:
        result = await self.session.execute(delete($camel).where($camel.$int < least))
        await self.session.commit()
        return result.rowcount

    async def stream(self, size: int = 500) -> AsyncIterator[$camel]:
        result = await self.session.stream_scalars(select($camel).order_by($camel.id))
        async for chunk in result.partitions(size):
            for item in chunk:
                yield item

    async def ping_$snake(self) -> bool:
        row = await self.session.execute(text("SELECT count(*) FROM $table"))
        return row.scalar_one() >= 0
''')


def storage(domain: Domain) -> dict[str, str]:
    """The files of the lower half, by their names within the domain's package."""
    title = domain.name.replace("_", " ")
    models = ", ".join(sorted(entity.camel for entity in domain.entities))
    above: list[Entity | None] = [None, *domain.entities]
    return {
        "models": _MODELS.format(title=title, package=PACKAGE)
        + "".join(_model(entity, over) for entity, over in zip(domain.entities, above, strict=False)),
        "schemas": _SCHEMAS.format(title=title) + "".join(map(_schema, domain.entities)),
        "repository": _REPOSITORIES.format(title=title, package=PACKAGE, name=domain.name, models=models)
        + "".join(_REPOSITORY.substitute(names(entity)) + planted(entity, "repository") for entity in domain.entities),
    }


def names(entity: Entity) -> dict[str, str]:
    """What templates say of an entity: its names, and its first field of each kind."""
    fields = {kind: entity.of(kind)[0] for kind in _COLUMNS}
    return {"snake": entity.snake, "camel": entity.camel, "table": entity.table, "words": entity.snake.replace("_", " "), **fields}


def _model(entity: Entity, above: Entity | None) -> str:
    relation = "" if above is None else _RELATION.substitute(above=above.snake, table=above.table, camel=above.camel)
    return _MODEL.substitute(
        names(entity),
        columns="".join(f"    {field.name}: Mapped[{field.kind}] = mapped_column({_COLUMNS[field.kind]})\n" for field in entity.fields),
        relation=relation,
        names=", ".join(f'"{field.name}"' for field in entity.fields),
        pairs="\n".join(f'            "{field.name}": self.{field.name},' for field in entity.fields),
    )


def _schema(entity: Entity) -> str:
    plain = {"str": '""', "int": "0", "float": "0.0", "bool": "False"}
    return _SCHEMA.substitute(
        names(entity),
        fields="\n".join(f"    {field.name}: {field.kind} = {plain[field.kind]}" for field in entity.fields),
        optional="\n".join(f"    {field.name}: {field.kind} | None = None" for field in entity.fields),
    )
