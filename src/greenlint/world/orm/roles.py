"""What each class is to the mapping: a base, a mixin, a mapped class, and which mapped class it inherits from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenlint.model.trace import Node
from greenlint.world.definitions import Definition
from greenlint.world.orm.model import Role
from greenlint.world.orm.outside import given_base
from greenlint.world.orm.scope import marked
from greenlint.world.types import UNKNOWN, Class, DefId, Function, Literal

if TYPE_CHECKING:
    from greenlint.world.evaluate import Evaluator
    from greenlint.world.world import World

_MARK = "maps_classes"


def role(world: World, id: DefId) -> Role:
    """The role of a class of the project."""
    definition = world.definition(id)
    if id.is_stub or definition is None or definition.kind != "class":
        return Role("")
    order = [base for base, _ in world.ask("mro", id)]
    direct = world.class_info(id).bases
    known = all(None not in world.class_info(base).bases for base in order if base is not None and not base.is_stub)
    how = {marked(world, base, _MARK) for base in order if base is not None and base.is_stub} - {""}
    decorated, decorators_known = _decorated(world, definition)
    known = known and decorators_known
    parent, root, model = _above(world, order[1:])
    given = given_base(world, id)
    if given is not None:
        root, model, known = given.root, given.model, known and given.known
    if "tables" in how:
        table = world.class_info(id).keywords.get("table")
        is_table = table == Literal("bool", True) and parent is None
        return Role("mapped" if is_table else "mixin", None, root, known, True, model)
    if decorated == "bases" or any(base is not None and marked(world, base.id, _MARK) == "bases" for base in direct):
        return Role("base", None, id, known, False, model)
    if decorated == "all" or ((how or root is not None) and not is_abstract(definition)):
        return Role("mapped", parent, root, known, False, model)
    if not how and root is None and world.ask("mapping_call", id) is not None:
        return Role("mapped", parent, None, known)
    return Role("mixin", parent, root, known, False, model)


def _above(world: World, order: list[DefId | None]) -> tuple[DefId | None, DefId | None, DefId | None]:
    """Among the classes above, the nearest mapped class, the base of the registry, and the class that a library derives that base from."""
    parent: DefId | None = None
    root: DefId | None = None
    model: DefId | None = None
    for base in order:
        if base is None or base.is_stub:
            continue
        above: Role = world.ask("role", base)
        if parent is None and above.kind == "mapped":
            parent = base
        root = root or above.root
        model = model or above.model
    return parent, root, model


def decorated_as(world: World, id: DefId) -> frozenset[str]:
    """What decorators make of a mapped class."""
    definition = world.definition(id)
    if definition is None or not definition.decorators:
        return frozenset()
    scope = world.evaluator(id.path, definition.parent, definition.piece)
    values = [scope.eval(node[2] if node[0] == "call" else node) for node in definition.decorators]
    return frozenset(marked(world, value.id, "maps_as") for value in values if isinstance(value, Function)) - {""}


def _decorated(world: World, definition: Definition) -> tuple[str, bool]:
    """How decorators map a class, and whether all of them are known."""
    how, known = "", True
    if definition.decorators:
        scope = world.evaluator(definition.id.path, definition.parent, definition.piece)
        for node in definition.decorators:
            value = scope.eval(node[2] if node[0] == "call" else node)
            if isinstance(value, Function):
                how = marked(world, value.id, _MARK) or how
            known = known and value is not UNKNOWN
    return how, known


def is_abstract(definition: Definition) -> bool:
    """Whether a class's body says that it is not mapped itself."""
    return any(_says_true(node, "__abstract__") for node in definition.body)


def _says_true(node: Node, name: str) -> bool:
    targets = node[2] if node[0] == "assign" else [node[2]] if node[0] == "annassign" else []
    value = (node[3] if node[0] == "assign" else node[4]) if targets else None
    return value is not None and value[0] == "const" and value[2:] == ["bool", True] and any(t[0] == "name" and t[2] == name for t in targets)


def mapped_named(world: World, name: str) -> tuple[DefId, ...]:
    """All mapped classes of the project with a name, at the top of a file."""
    found: list[DefId] = []
    for path in world.ask("mentioning", name):
        found += world.ask("mapped_in", path, name)
    return tuple(found)


def mapped_in(world: World, path: str, name: str) -> tuple[DefId, ...]:
    """The mapped classes with a name at the top of a file."""
    definitions = (one for piece in world.ask("binding", path, name) for one in world.ask("definitions", path, piece).values())
    own = [one.id for one in definitions if one.kind == "class" and one.id.qualname == name]
    return tuple(id for id in own if world.ask("role", id).kind == "mapped")


def registered(scope: Evaluator, written: str, of: DefId) -> DefId | None:
    """The mapped class that a string means in the registry of a class, told from a scope; None where that cannot be told.

    A class that the scope knows by that name is in the registry, or the string would mean nothing or two classes.
    """
    world = scope.world
    prefix, _, name = written.rpartition(".")
    if not name.isidentifier():
        return None
    found: list[DefId]
    if not prefix:
        value = scope.lookup(name)
        if isinstance(value, Class) and world.ask("role", value.id).kind == "mapped":
            return value.id if _share_registry(world, of, value.id) is not False else None
    found = [id for id in world.ask("mapped_named", name) if not prefix or _is_module(world.ask("dotted", id.path), prefix)]
    shared = [id for id in found if _share_registry(world, of, id)]
    if len(found) > 1 and any(_share_registry(world, of, id) is None for id in found):
        return None
    if len(found) == 1 and _share_registry(world, of, found[0]) is not False:
        return found[0]
    return shared[0] if len(shared) == 1 else None


def _share_registry(world: World, first: DefId, second: DefId) -> bool | None:
    """Whether two classes are in one registry; None when nobody knows."""
    roles = [world.ask("role", id) for id in (first, second)]
    if all(role.fields for role in roles):
        return None
    if None not in [role.root for role in roles]:
        return bool(roles[0].root == roles[1].root)
    # A mixin is in the registries of the classes that it is mixed into.
    return None if roles[0].kind != "mapped" or roles[0].root == roles[1].root else False


def mapped_below(world: World, id: DefId) -> tuple[DefId, ...]:
    """The mapped classes that inherit directly from one."""
    found: list[DefId] = []
    for path in world.ask("mentioning", id.qualname.rpartition(".")[2]):
        found += world.ask("mapped_below_in", path, id)
    return tuple(found)


def mapped_below_in(world: World, path: str, id: DefId) -> tuple[DefId, ...]:
    """Those of one file."""
    classes = world.ask("classes_in", path, id.qualname.rpartition(".")[2])
    return tuple(other for other in classes if other != id and world.ask("role", other).parent == id)


def _is_module(dotted: str, written: str) -> bool:
    return dotted == written or dotted.endswith("." + written)
