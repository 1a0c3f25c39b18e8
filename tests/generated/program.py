"""A program: its files, and the rows of its database."""

from __future__ import annotations

import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .data import Rows


@dataclass(frozen=True)
class Program:
    """`files` by path, with marks in their comments; `metadata` is the module and expression of the metadata that holds the tables."""

    name: str
    files: dict[str, str]
    rows: Rows
    metadata: tuple[str, str]

    @property
    def varies(self) -> bool:
        """Whether anything depends on the scenario's parameter."""
        return any("if flag" in text or "not flag" in text for text in self.files.values())

    def fill(self, modules: dict[str, types.ModuleType], path: Path) -> None:
        """Write the database that every run starts from."""
        from sqlalchemy import create_engine

        module, expression = self.metadata
        metadata: Any = eval(expression, modules[module].__dict__)
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            metadata.create_all(connection)
            for name, rows in self.rows.items():
                table = metadata.tables.get(name)
                if table is not None:
                    connection.execute(table.insert(), [{key: value for key, value in row.items() if key in table.c} for row in rows])
        engine.dispose()
