"""The defects that are planted in the synthetic project. The row that greenlint should report ends in a comment that names the code."""

from __future__ import annotations

import re
from string import Template

from benchmarks.synthetic.vocabulary import Entity

MARK = re.compile(r"# planted: (ADB[0-9]{3})$", re.MULTILINE)

# Where each defect stands, and its text. Entities have them in turn.
_DEFECTS = (
    (
        "services",
        Template('''
    async def trim_$str(self, key: int) -> None:
        item = await self.items.require(key)
        item.$str = item.$str.strip()
        self.session.commit()  # planted: ADB201
'''),
    ),
    (
        "services",
        Template('''
    async def close(self, key: int) -> bool:
        item = await self.items.require(key)
        if item.is_settled:
            return False
        self.items.mark(item.id)  # planted: ADB201
        return True
'''),
    ),
    (
        "repository",
        Template('''
    async def all_$bool(self) -> Sequence[$camel]:
        statement = select($camel).where($camel.$bool.is_(True))
        return await self.session.execute(statement).scalars().all()  # planted: ADB202
'''),
    ),
    (
        "repository",
        Template('''
    async def add_once(self, item: $camel) -> bool:
        if self.session.scalar(select($camel.id).where($camel.code == item.code)):  # planted: ADB203
            return False
        await self.add(item)
        return True
'''),
    ),
    (
        "repository",
        Template('''
    async def reset_$int(self) -> None:
        await self.session.execute("UPDATE $table SET $int = 0")  # planted: ADB212
        await self.session.commit()
'''),
    ),
    (
        "jobs",
        Template('''

async def vacuum_$snake() -> int:
    with MaintenanceSession() as session:
        count = session.execute(text("SELECT count(*) FROM $table")).scalar_one()  # planted: ADB102
    log.info("$words: %d rows", count)
    return int(count)
'''),
    ),
    (
        "services",
        Template('''
    async def legacy_size(self) -> int:
        size = legacy_size_of_$snake()  # planted: ADB104
        return size + await self.items.count()
'''),
    ),
    (
        "jobs",
        Template('''

async def import_$snake(path: str) -> int:
    connection = sqlite3.connect(path)  # planted: ADB101
    rows = connection.execute("SELECT code FROM $table").fetchall()  # planted: ADB101
    connection.close()  # planted: ADB101
    return len(rows)
'''),
    ),
)


def planted(entity: Entity, place: str) -> str:
    """The text to add for an entity to a file of its domain; empty if its defect, if it has one, stands elsewhere."""
    if entity.plant is None:
        return ""
    stands, template = _DEFECTS[entity.plant % len(_DEFECTS)]
    if stands != place:
        return ""
    return template.substitute(
        snake=entity.snake,
        words=entity.snake.replace("_", " "),
        camel=entity.camel,
        table=entity.table,
        **{kind: entity.of(kind)[0] for kind in ("str", "int", "bool")},
    )
