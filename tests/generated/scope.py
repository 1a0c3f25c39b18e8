"""Writers: `Module` collects what stands beside the handlers of a program, `Scope` writes the body of one handler and knows its variables by type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from .domain import Column, Domain, Entity, Relation


@dataclass
class Variable:
    """A variable that holds an instance, or a list of them (`many`). `past` lists what was done to it or to its session, the newest last."""

    name: str
    entity: Entity
    many: bool = False
    past: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


@dataclass
class Module:
    """The program as it is written: `helpers` stand in the module of the handlers; `driver` holds the lines that call each of those."""

    rng: Random
    domain: Domain
    helpers: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    driver: list[list[str]] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)
    sqlmodel_session: bool = False
    factory: str = ""
    expiring: bool = False
    factory_here: bool = True
    count: int = 0

    def name(self, stem: str) -> str:
        """A name that nothing else has."""
        self.count += 1
        return f"{stem}_{self.count}"

    def helper(self, *rows: str) -> None:
        """Put a function or class beside the handlers."""
        self.helpers.append("\n".join(rows) + "\n")


class Scope:
    """The body of a handler. `mixed` scopes hold several constructs: what each of them expects holds only where it is alone."""

    def __init__(self, module: Module, session: str, depth: int, mixed: bool) -> None:
        self.module = module
        self.rng = module.rng
        self.domain = module.domain
        self.session = session
        self.depth = depth
        self.mixed = mixed
        self.commits = True
        self.expires: bool | None = None
        self.lines: list[str] = []
        self.variables: list[Variable] = []

    def line(self, text: str) -> None:
        """Write a row."""
        self.lines.append("    " * self.depth + text)

    def marked(self, text: str, tag: str, expected: str = "", dump: bool = False) -> None:
        """Write a row that execution is asked about."""
        expected = "" if self.mixed else expected
        self.line(f"{text}  #: {' '.join(part for part in (tag, expected, 'dump' if dump else '') if part)}")

    @contextmanager
    def block(self, header: str, tag: str = "", expected: str = "") -> Iterator[None]:
        """Write a compound statement around what is written meanwhile; with a tag, its header is asked about."""
        self.marked(f"{header}:", tag, expected) if tag else self.line(f"{header}:")
        self.depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.line("pass")
        self.depth -= 1

    def name(self, stem: str) -> str:
        """A name that nothing else has."""
        return self.module.name(stem)

    def add(self, name: str, entity: Entity, many: bool = False, past: str = "query") -> Variable:
        """Note a variable that was just bound."""
        variable = Variable(name, entity, many, [past])
        self.variables.append(variable)
        return variable

    def happened(self, what: str) -> None:
        """Note something that concerns every instance of the session."""
        for variable in self.variables:
            variable.past.append(what)

    def chance(self, share: float) -> bool:
        """A coin."""
        return self.rng.random() < share

    def entity(self, role: str) -> Entity:
        """The entity of a role."""
        return self.domain.entities[role]

    def plain(self, role: str, *kinds: str) -> Relation | None:
        """A relationship of a role's entity of one of some kinds that is loaded by reading it, if there is one."""
        found = [relation for relation in self.entity(role).relations if relation.kind in kinds and relation.plain]
        return self.rng.choice(found) if found else None

    def columns(self, entity: Entity) -> list[Column]:
        """Its plain columns: not deferred, no expression, no server side."""
        return [column for column in entity.columns if not (column.deferred or column.expression or column.onupdate or column.server_default)]

    # Statements that end a state; each is a row of its own.

    def commit(self) -> None:
        """Write a commit."""
        self._operation("commit")

    def rollback(self) -> None:
        """Write a rollback."""
        self._operation("rollback")

    def flush(self) -> None:
        """Write a flush."""
        self._operation("flush")

    def _operation(self, name: str) -> None:
        """Write an operation of the session, here or in a function that is called."""
        if self.chance(0.2):
            function = self.name(f"do_{name}")
            self.module.helper(f"async def {function}(session: AsyncSession) -> None:", f"    await session.{name}()")
            self.line(f"await {function}({self.session})")
        else:
            self.line(f"await {self.session}.{name}()")
        self.happened(name)
