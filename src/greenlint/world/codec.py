"""Questions and answers as plain data, and their digests. Equal values have equal data, whatever process made them and in whatever order.

Values that are made of other values stand in a table by a digest of their content, each once. Deliberately absent: anything that holds a trace.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from json.encoder import encode_basestring
from typing import Any

from greenlint.base import edit, finding
from greenlint.world import calls, classes, effects, evaluate, events, passed, types
from greenlint.world.orm import lending, model, notes, schema, schema_body, serialization, state

Data = Any


class Unencodable(TypeError):
    """A value that has no data form."""


_RECORDS = {
    value.__name__: value
    for module in (types, calls, events, classes, evaluate, model, schema, schema_body, serialization, finding, edit, lending, notes, state)
    for value in vars(module).values()
    if isinstance(value, type) and dataclasses.is_dataclass(value)
}
_FIELDS = {value: tuple(field.name for field in dataclasses.fields(value)) for value in _RECORDS.values()}
_TUPLES: dict[str, Any] = {
    "DefId": types.DefId,
    "Hop": effects.Hop,
    "ReadBy": events.ReadBy,
    "Site": passed.Site,
    "Keys": schema_body.Keys,
    "Spot": notes.Spot,
    "Option": notes.Option,
    "Status": state.Status,
}
_ENUMS: dict[str, Any] = {"Severity": finding.Severity, "Safety": edit.Safety}
# These are told apart by identity.
_ATOMS = {atom.name: atom for atom in vars(types).values() if isinstance(atom, types.Atom)}
_WORDS = {None: "null", True: "true", False: "false"}


def dump(data: Data) -> str:
    """Data as compact JSON."""
    return _dump(data)


def digest(text: str) -> str:
    """A digest of data's JSON, 12 characters."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Encoder:
    """Makes JSON of values; `table` holds the JSON of the parts that it refers to, by key."""

    def __init__(self) -> None:
        self.table: dict[str, str] = {}
        self._keys: dict[Any, str] = {}

    def encode(self, value: Any) -> str:
        """The JSON of a value's data.

        Raises:
            Unencodable: the value, or a part of it, has none.
        """
        kind = type(value)
        if kind is str:
            return encode_basestring(value)
        if value is None or kind is bool:
            return _WORDS[value]
        if kind is int:
            return int.__repr__(value)
        if kind is tuple:
            return self._tagged("t", map(self.encode, value))
        fields = _FIELDS.get(kind)
        if fields is not None or kind.__name__ in _TUPLES:
            return self._part(value, kind, fields)
        if kind is frozenset:
            return self._tagged("f", sorted(map(self.encode, value)))
        if kind is dict:
            return self._tagged("d", (f"[{self.encode(key)},{self.encode(item)}]" for key, item in value.items()))
        if kind is list:
            return self._tagged("l", map(self.encode, value))
        if kind.__name__ in _ENUMS:
            return self._tagged("e", map(self.encode, (kind.__name__, value.value)))
        raise Unencodable(kind.__name__)

    @staticmethod
    def _tagged(tag: str, parts: Iterable[str]) -> str:
        return "[" + ",".join([f'"{tag}"', *parts]) + "]"

    def _part(self, value: Any, kind: type, fields: tuple[str, ...] | None) -> str:
        try:
            known = self._keys.get(value)
        except TypeError:
            assert fields is not None
            return self._tagged("o", [f'"{kind.__name__}"', *[self.encode(getattr(value, name)) for name in fields]])
        if known is None:
            parts = value if fields is None else [getattr(value, name) for name in fields]
            text = self._tagged(kind.__name__, map(self.encode, parts))
            known = self._keys[value] = digest(text)
            self.table[known] = text
        return f'{{"":"{known}"}}'


class Decoder:
    """Makes values of data that refer to a table of JSON texts."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._known: dict[str, Any] = {}

    def decode(self, data: Data) -> Any:
        """The value of data.

        Raises:
            ValueError: the data were not made by an encoder.
        """
        try:
            return self._decode(data)
        except (KeyError, IndexError, TypeError, RecursionError) as error:
            raise ValueError(f"not data of a value: {error!r}") from None

    def _decode(self, data: Data) -> Any:
        if type(data) is dict:
            key = data[""]
            found = self._known.get(key)
            if found is None:
                name, *parts = json.loads(self._table[key])
                found = self._known[key] = self._made(name, [self._decode(part) for part in parts])
            return found
        if type(data) is not list:
            return data
        tag, rest = data[0], data[1:]
        if tag == "t":
            return tuple([self._decode(item) for item in rest])
        if tag == "f":
            return frozenset([self._decode(item) for item in rest])
        if tag == "d":
            return {self._decode(key): self._decode(item) for key, item in rest}
        if tag == "l":
            return [self._decode(item) for item in rest]
        if tag == "o":
            return self._made(rest[0], [self._decode(item) for item in rest[1:]])
        return _ENUMS[rest[0]](rest[1])

    @staticmethod
    def _made(name: str, parts: list[Any]) -> Any:
        if name == "Atom":
            return _ATOMS.get(parts[0]) or types.Atom(*parts)
        return (_TUPLES.get(name) or _RECORDS[name])(*parts)
