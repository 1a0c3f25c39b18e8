"""The names of the synthetic project: what a domain is called, its entities, and their fields. All of it follows from the domain's number alone."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

ENTITIES = 5
_PLANTS_EVERY = 3
LAYERS = 4

NOUNS = (
    *("account", "address", "agreement", "batch", "bill", "booking", "branch", "budget", "campaign", "carrier", "cart", "claim", "contract"),
    *("coupon", "courier", "credit", "customer", "delivery", "deposit", "discount", "dispute", "document", "estimate", "expense", "facility"),
    *("fee", "forecast", "invoice", "journal", "ledger", "licence", "meeting", "offer", "order", "parcel", "payment", "permit", "plan", "policy"),
    *("quote", "receipt", "refund", "region", "rental", "request", "reservation", "route", "schedule", "shipment", "stock", "supplier", "survey"),
    *("tariff", "tax", "ticket", "transfer", "vehicle", "vendor", "voucher", "warehouse"),
)
ADJECTIVES = (
    *("active", "annual", "bulk", "central", "daily", "digital", "domestic", "early", "external", "fixed", "foreign", "formal", "global", "internal"),
    *("joint", "late", "legal", "linked", "local", "major", "manual", "minor", "mobile", "monthly", "net", "open", "partial", "pending", "postal"),
    *("prepaid", "primary", "private", "public", "rapid", "regional", "regular", "remote", "retail", "rural", "seasonal", "secondary", "shared"),
    *("special", "standard", "taxable", "urban", "variable", "weekly", "wholesale"),
)
_FIELDS = (
    *(("title", "str"), ("reference", "str"), ("currency", "str"), ("status", "str"), ("note", "str"), ("country", "str"), ("channel", "str")),
    *(("quantity", "int"), ("priority", "int"), ("attempts", "int"), ("position", "int"), ("capacity", "int"), ("rank", "int")),
    *(("weight", "float"), ("ratio", "float"), ("distance", "float"), ("share", "float"), ("score", "float")),
    *(("confirmed", "bool"), ("archived", "bool"), ("urgent", "bool"), ("billable", "bool"), ("taxed", "bool")),
)


class Dice:
    """Choices that follow from a seed, equal under every Python."""

    def __init__(self, *seed: object) -> None:
        self._seed = repr(seed)
        self._throws = 0

    def below(self, limit: int) -> int:
        """A number from 0 to below the limit."""
        self._throws += 1
        return int.from_bytes(blake2b(f"{self._seed}{self._throws}".encode(), digest_size=8).digest(), "big") % limit

    def some(self, options: tuple[T, ...], count: int) -> list[T]:
        """That many different ones of the options."""
        left, chosen = list(options), []
        for _ in range(count):
            chosen.append(left.pop(self.below(len(left))))
        return chosen


@dataclass(frozen=True)
class Field:
    """A column of an entity; its kind is the name of its Python type."""

    name: str
    kind: str


@dataclass(frozen=True)
class Entity:
    """A mapped class and what belongs to it.

    Attributes:
        snake: its name as functions and files spell it.
        camel: the name of its class.
        table: the name of its table, unique in the project.
        fields: its columns, at least one of each kind.
        plant: a number that says which defect is planted in its code, if any.
        variant: which of the ways to write its logic is taken.
    """

    snake: str
    camel: str
    table: str
    fields: tuple[Field, ...]
    plant: int | None
    variant: int

    def of(self, kind: str) -> tuple[str, ...]:
        """The names of the fields of a kind."""
        return tuple(field.name for field in self.fields if field.kind == kind)


@dataclass(frozen=True)
class Domain:
    """A package of the project; `base` is the domain that it builds upon, if any, which is in a lower layer."""

    number: int
    name: str
    entities: tuple[Entity, ...]
    base: Domain | None


def domain(number: int) -> Domain:
    """The domain of that number. It does not depend on how many there are."""
    dice = Dice("domain", number)
    name = f"{NOUNS[number % len(NOUNS)]}_{number:04}"
    base = domain(number - 1) if number % LAYERS else None
    entities = [
        _entity(number * ENTITIES + position, f"{adjective}_{noun}", name)
        for position, (adjective, noun) in enumerate(zip(dice.some(ADJECTIVES, ENTITIES), dice.some(NOUNS, ENTITIES), strict=True))
    ]
    return Domain(number, name, tuple(entities), base)


def _entity(number: int, snake: str, domain_name: str) -> Entity:
    dice = Dice("entity", number)
    fields = [
        Field(name, kind)
        for kind in ("str", "int", "float", "bool")
        for name in dice.some(tuple(name for name, of in _FIELDS if of == kind), 1 + dice.below(3) + (kind == "str"))
    ]
    plant = number // _PLANTS_EVERY if number % _PLANTS_EVERY == 1 else None
    camel = "".join(word.capitalize() for word in snake.split("_"))
    return Entity(snake, camel, f"{domain_name}_{snake}", tuple(fields), plant, dice.below(3))
