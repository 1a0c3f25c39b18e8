"""What the declaration of a relationship says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from greenlint.world import effects
from greenlint.world.orm import annotated
from greenlint.world.orm.model import Attribute, Link
from greenlint.world.orm.roles import registered
from greenlint.world.orm.scope import UNTOLD, Arguments, Expression
from greenlint.world.types import Class, DefId, Function

LAZY = frozenset({"select", "selectin", "joined", "subquery", "immediate", "raise", "raise_on_sql", "noload", "dynamic", "write_only"})
MANY_TO_ONE, ONE_TO_MANY, MANY_TO_MANY, ONE_TO_ONE = "many-to-one", "one-to-many", "many-to-many", "one-to-one"
UNTOLD_DIRECTION = "?"


def relationship(
    base: Attribute, given: Arguments, annotation: annotated.Annotation, default_lazy: str, id: DefId, accesses: dict[str, DefId]
) -> tuple[Attribute, Link]:
    """A relationship in the body of a class, with what it says of its direction and of the other end.

    `accesses` are the classes of collections that are queried, by strategy.
    """
    form, item, _ = annotated.shape(annotation.inner)
    argument = given.get("argument", 0)
    target = named_class(argument, id) if argument is not None and argument.plain is not None else _annotated_class(item, id)
    lazy = annotation.container if annotation.container in ("dynamic", "write_only") else _lazy(given, default_lazy)
    if form == annotated.SCALAR and (given.get("collection_class") is not None or lazy in ("dynamic", "write_only")):
        form = annotated.COLLECTION
    if target == id and not _is_told(given, "join_depth"):
        lazy = ""
    back = _plain(given, "back_populates", str)
    backref, uselist = _backref(base, given)
    if backref is not None:
        backref = replace(backref, access=accesses.get(backref.lazy))
    found = replace(
        base,
        kind="relationship",
        target=target,
        lazy=lazy,
        back=back or (backref.name if backref is not None else None),
        join_depth=_plain(given, "join_depth", int),
        viewonly=_plain(given, "viewonly", bool) is True,
        cascade=_plain(given, "cascade", str),
        default="python" if given.get("default") is not None or given.get("default_factory") is not None else "",
        init=_plain(given, "init", bool) is not False,
        repr=bool(annotation.container) and _is_told(given, "repr") and _plain(given, "repr", bool) is not False,
        access=accesses.get(lazy),
    )
    link = Link(form, _plain(given, "uselist", bool), _is_told(given, "uselist"), direction(given, id, target), backref, uselist)
    return found, link


def accesses(function: Expression) -> dict[str, DefId]:
    """What a function that declares relationships says of the classes of collections that are queried, by strategy."""
    value = function.type
    given = effects.marks(function.world, value.id).get("relationship", ()) if isinstance(value, Function) else ()
    return {keyword: item.id for keyword, item in given if isinstance(item, Class)}


def named_class(argument: Expression, of: DefId) -> DefId | None:
    """The mapped class that an argument means: a class, a string in the registry of `of`, or a callable that gives one of both."""
    value: Any = argument.type
    node = argument.node
    if node[0] == "lambda" and not node[2]:
        return named_class(argument.beside(node[3]), of)
    if isinstance(value, Function):
        value = argument.world.result_of(value)
    if isinstance(value, Class):
        return value.id if argument.world.ask("role", value.id).kind == "mapped" else None
    text = getattr(value, "value", None)
    return registered(argument.scope, text, of) if isinstance(text, str) else None


def _annotated_class(item: Expression | None, of: DefId) -> DefId | None:
    id, name = annotated.named(item)
    if id is not None and item is not None:
        return id if item.world.ask("role", id).kind == "mapped" else None
    return registered(item.scope, name, of) if name and item is not None else None


def _lazy(given: Arguments, default: str) -> str:
    value = given.get("lazy")
    if value is None:
        return "" if given.open else default
    words: dict[Any, str] = {True: "select", False: "joined", None: "noload"}
    plain = value.plain
    if isinstance(plain, str):
        return plain if plain in LAZY else ""
    return words[plain] if plain is None or isinstance(plain, bool) else ""


def _plain(given: Arguments, keyword: str, kind: type) -> Any:
    value = given.get(keyword)
    plain = value.plain if value is not None else None
    return plain if type(plain) is kind else None


def _is_told(given: Arguments, keyword: str) -> bool:
    """Whether an argument is known, be it that it is not given."""
    value = given.get(keyword)
    return not given.open if value is None else value.plain is not UNTOLD


def _backref(base: Attribute, given: Arguments) -> tuple[Attribute | None, bool | None]:
    """The attribute that `backref` makes at the other end, and its `uselist` as given."""
    value = given.get("backref")
    if value is None:
        return None, None
    made = Attribute("", "relationship", base.owner, base.at, back=base.name, init=False, repr=False)
    if isinstance(value.plain, str):
        return replace(made, name=value.plain), None
    call = value.followed()
    if call.node[0] != "call" or call.beside(call.node[2]).kind != "backref":
        return None, None
    inner = call.arguments()
    name = inner.get("name", 0)
    if name is None or not isinstance(name.plain, str):
        return None, None
    made = replace(
        made,
        at=call.at if call.scope is value.scope else base.at,
        name=name.plain,
        lazy=_lazy(inner, "select") if _is_told(inner, "uselist") else "",
        join_depth=_plain(inner, "join_depth", int),
        viewonly=_plain(inner, "viewonly", bool) is True,
        cascade=_plain(inner, "cascade", str),
    )
    return made, _plain(inner, "uselist", bool)


def direction(given: Arguments, id: DefId, target: DefId | None) -> str:
    """The direction as far as the arguments tell it; empty where the tables decide, UNTOLD_DIRECTION where nobody can say."""
    for name in ("secondary", "link_model"):
        value = given.get(name, 1 if name == "secondary" else -1)
        if value is not None and value.plain is not None:
            return MANY_TO_MANY
    joined = given.get("primaryjoin")
    if given.open or (joined is not None and joined.plain is not None and _is_annotated(joined)):
        return UNTOLD_DIRECTION
    if target == id:
        sides = _columns(given.get("remote_side"))
        if sides is None:
            return UNTOLD_DIRECTION
        return "" if not sides else "remote:" + ",".join(sorted(name for _, name in sides))
    columns = _columns(given.get("foreign_keys"))
    if columns is None:
        return UNTOLD_DIRECTION
    owners = {owner for owner, _ in columns}
    if not owners:
        return ""
    own = {id.qualname.rpartition(".")[2], ""}
    if owners <= own:
        return MANY_TO_ONE
    if target is not None and owners == {target.qualname.rpartition(".")[2]}:
        return ONE_TO_MANY
    return UNTOLD_DIRECTION


def _is_annotated(joined: Expression) -> bool:
    """Whether a join condition says itself which side is foreign or remote, or cannot be read."""
    if isinstance(joined.plain, str):
        return "foreign" in joined.plain or "remote" in joined.plain
    pending: list[Any] = [joined.node]
    while pending:
        node = pending.pop()
        if type(node) is list:
            if node and node[0] == "name" and node[2] in ("foreign", "remote"):
                return True
            pending.extend(node)
    return bool(joined.node[0] == "name")


def _columns(value: Expression | None) -> list[tuple[str, str]] | None:
    """The columns that an argument names, each with the name of its class (empty for one of the class's own body); None for others."""
    if value is None or value.plain is None:
        return []
    if isinstance(value.plain, str):
        parsed = value.world.parsed(value.plain, value.at)
        return _columns(value.beside(parsed)) if parsed is not None else None
    if value.node[0] == "lambda" and not value.node[2]:
        return _columns(value.beside(value.node[3]))
    if value.node[0] in ("list", "tuple", "set"):
        inner = [_columns(value.beside(node)) for node in value.node[2]]
        return None if None in inner else [pair for pairs in inner for pair in pairs or ()]
    if value.node[0] == "name":
        return [("", value.node[2])]
    if value.node[0] == "attr" and value.node[2][0] == "name":
        owner, definition = value.node[2][2], value.scope.definition
        is_own = definition is not None and definition.kind == "def" and definition.params[:1] and definition.params[0][1] == owner
        return [("" if is_own else owner, value.node[3])]
    return None


