"""Statements that load instances: options, consumption, helpers and repositories that do it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .data import COUNTS
from .domain import LAZY, Entity, Relation
from .scope import Scope, Variable

EAGER = ("selectinload", "selectinload", "selectinload", "joinedload", "subqueryload", "immediateload")


@dataclass
class Options:
    """Loader options as they are written, and what must be minded when their statement is consumed."""

    texts: list[str] = field(default_factory=list)
    joins: bool = False
    asked: set[str] = field(default_factory=set)


def eager(scope: Scope, entity: Entity, relation: Relation, *more: Relation, loader: str = "") -> Options:
    """An option that loads a relationship, and what lies behind it in a chain or nested."""
    loader = loader or scope.rng.choice(EAGER)
    text = f"{loader}({entity.name}.{relation.name})"
    joins = loader == "joinedload" and joins_by_option(scope, entity, relation)
    owner = scope.domain.targets(relation)
    nested = len(more) == 1 and scope.chance(0.3)
    for step in more:
        inner = scope.rng.choice(EAGER)
        part = f"{inner}({owner.name}.{step.name})"
        text += f".options({part})" if nested else f".{part}"
        joins = joins or (loader == "joinedload" and inner == "joinedload" and joins_by_option(scope, owner, step))
        owner = scope.domain.targets(step)
    return Options([text], joins, {relation.name})


def joins_by_mapping(scope: Scope, entity: Entity, seen: tuple[str, ...] = ()) -> bool:
    """Whether the mapping alone joins a collection into a select of the entity."""
    for relation in entity.relations:
        # A mapper joins its own table once more, and stops there.
        followed = relation.lazy == "joined" and entity.name not in seen
        if followed and (relation.collection or joins_by_mapping(scope, scope.domain.targets(relation), (*seen, entity.name))):
            return True
    return False


def joins_by_option(scope: Scope, entity: Entity, relation: Relation) -> bool:
    """Whether `joinedload` of a relationship joins a collection in, be it one that the mapping joins to what it leads to."""
    return relation.collection or joins_by_mapping(scope, scope.domain.targets(relation), (entity.name,))


def comes_back(scope: Scope, entity: Entity) -> bool:
    """Whether the mapping alone loads rows of an entity beside those that a select of it gives: they may be the same ones, without its options."""
    seen: set[str] = set()
    pending = [entity]
    while pending:
        targets = [scope.domain.targets(relation) for relation in pending.pop().relations if relation.lazy in LAZY]
        if entity in targets:
            return True
        pending += [target for target in targets if target.name not in seen]
        seen |= {target.name for target in targets}
    return False


def statement(scope: Scope, entity: Entity, options: Options, ident: int | None, extra: str = "") -> str:
    """An expression for a select, with its options in it, in a variable, added later or made by a helper."""
    rng, name = scope.rng, entity.name
    where = ""
    if ident is not None:
        where = rng.choice((f".where({name}.id == {ident})", f".where({name}.id == {ident})", f".filter_by(id={ident})", f".filter({name}.id.in_([{ident}]))"))
    elif scope.chance(0.6):
        where = rng.choice((f".order_by({name}.id)", f".where({name}.id > 0)", f".where({name}.{entity.text} != \"\")"))
    where += extra
    if not options.texts:
        text = f"select({name}){where}"
    elif scope.chance(0.2):
        text = f"select({name}){where}" + "".join(f".options({option})" for option in options.texts)
    else:
        given = ", ".join(options.texts)
        text = f"select({name}).options({given}){where}" if scope.chance(0.4) else f"select({name}){where}.options({given})"
    shape = rng.choice(("inline", "inline", "inline", "variable", "later", "option", "helper", "query"))
    if shape == "variable":
        variable = scope.name("statement")
        scope.line(f"{variable} = {text}")
        return variable
    if shape == "later" and options.texts:
        variable = scope.name("query")
        scope.line(f"{variable} = select({name}){where}")
        scope.line(f"{variable} = {variable}.options({', '.join(options.texts)})")
        return variable
    if shape == "option" and options.texts:
        variable = scope.name("loader")
        scope.line(f"{variable} = {options.texts[0]}")
        rest = "".join(f", {option}" for option in options.texts[1:])
        return f"select({name}){where}.options({variable}{rest})"
    if shape == "helper" and options.texts:
        function = scope.name("loaders")
        scope.module.helper(f"def {function}():", f"    return [{', '.join(options.texts)}]")
        return f"select({name}){where}.options(*{function}())"
    if shape == "query":
        function = scope.name("query")
        returns = "" if scope.module.sqlmodel_session or scope.chance(0.3) else f" -> Select[tuple[{name}]]"
        scope.module.helper(f"def {function}(){returns}:", f"    return {text}")
        return f"{function}()"
    return text


def one(scope: Scope, role: str | Entity, options: Options | None = None, ident: int = 0, how: str = "", extra: str = "") -> Variable:
    """Load one instance into a new variable, in one of the many ways to do it."""
    entity = scope.entity(role) if isinstance(role, str) else role
    options = options or Options()
    ident = ident or scope.rng.randint(1 + (entity.role == "sub"), COUNTS[entity.role])
    variable, session = scope.name(entity.variable), scope.session
    if session == "self.session" and scope.chance(0.25):
        variable = f"self.{variable}"
    how = how or scope.rng.choice(("get", "scalar", "scalars", "execute", "result", "row", "all", "helper", "repository", "get_one", "stream"))
    unique = ".unique()" if options.joins or joins_by_mapping(scope, entity) else ""
    if how == "row" and unique:
        how = "scalar"
    if how in ("get", "get_one") and not extra:
        given = f", options=[{', '.join(options.texts)}]" if options.texts else ""
        scope.line(f"{variable} = await {session}.{how}({entity.name}, {ident}{given})")
    elif how in ("helper", "repository"):
        _through(scope, entity, options, ident, how, variable, unique, extra)
    else:
        _consumed(scope, entity, statement(scope, entity, options, ident, extra), how, variable, unique)
    found = scope.add(variable, entity)
    found.asked |= options.asked
    return found


def _consumed(scope: Scope, entity: Entity, text: str, how: str, variable: str, unique: str) -> None:
    session, rng = scope.session, scope.rng
    if how == "scalars":
        ending = rng.choice((".first()", f"{unique}.one()", f"{unique}.one_or_none()"))
        scope.line(f"{variable} = (await {session}.scalars({text})){ending}")
    elif how == "execute":
        ending = rng.choice((f"{unique}.scalar_one()", f"{unique}.scalar_one_or_none()", ".scalars().first()", f".scalars(){unique}.one()"))
        scope.line(f"{variable} = (await {session}.execute({text})){ending}")
    elif how == "result":
        result = scope.name("result")
        scope.line(f"{result} = await {session}.execute({text})")
        scope.line(f"{variable} = {result}{unique}.{rng.choice(('scalar_one()', 'scalars().one()'))}")
    elif how == "row":
        shape = rng.choice(("index", "unpack", "attribute"))
        row = f"(await {session}.execute({text})).one()"
        scope.line({"index": f"{variable} = {row}[0]", "unpack": f"({variable},) = {row}", "attribute": f"{variable} = {row}.{entity.name}"}[shape])
    elif how == "all":
        scope.line(f"{variable} = (await {session}.scalars({text})){unique}.all()[0]")
    elif how == "stream" and not unique:
        scope.line(f"{variable} = await (await {session}.stream_scalars({text})).one()")
    elif scope.module.sqlmodel_session:
        scope.line(f"{variable} = (await {session}.exec({text})){unique}.one()")
    else:
        scope.line(f"{variable} = await {session}.scalar({text})")


def _through(scope: Scope, entity: Entity, options: Options, ident: int, how: str, variable: str, unique: str, extra: str) -> None:
    inner = Scope(scope.module, "session" if how == "helper" else "self.session", 1 if how == "helper" else 2, scope.mixed)
    text = statement(inner, entity, options, ident, extra)
    result = f"(await {inner.session}.scalars({text})){unique}.one()"
    lines = [*inner.lines, "    " * inner.depth + f"return {result}"]
    if how == "helper":
        function = scope.name(f"load_{entity.variable}")
        returns = scope.rng.choice((f" -> {entity.name}", f" -> {entity.name}", ""))
        scope.module.helper(f"async def {function}(session: AsyncSession){returns}:", *lines)
        scope.line(f"{variable} = await {function}({scope.session})")
        return
    name = scope.name(f"{entity.name}Repository")
    scope.module.helper(
        f"class {name}:",
        "    def __init__(self, session: AsyncSession) -> None:",
        "        self.session = session",
        "",
        f"    async def find(self) -> {entity.name}:",
        *lines,
    )
    scope.line(f"{variable} = await {name}({scope.session}).find()")


def many(scope: Scope, role: str | Entity, options: Options | None = None, how: str = "", extra: str = "") -> Variable:
    """Load all instances into a new variable."""
    entity = scope.entity(role) if isinstance(role, str) else role
    options = options or Options()
    variable, session = scope.name(f"{entity.variable}s"), scope.session
    unique = ".unique()" if options.joins or joins_by_mapping(scope, entity) else ""
    how = how or scope.rng.choice(("scalars", "execute", "list", "comprehension", "rows", "result", "stream", "pairs"))
    if how in ("stream", "pairs") and (unique or options.texts):
        how = "scalars"
    text = statement(scope, entity, options, None, extra)
    if how == "stream":
        scope.line(f"{variable} = [item async for item in await {session}.stream_scalars({text})]")
    elif how == "pairs":
        scope.line(f"{variable} = [item for item, _ in (await {session}.execute({text}.add_columns({entity.name}.id))).all()]")
    elif how == "execute":
        scope.line(f"{variable} = (await {session}.execute({text})).scalars(){unique}.all()")
    elif how == "list":
        scope.line(f"{variable} = list((await {session}.scalars({text})){unique})")
    elif how == "comprehension":
        scope.line(f"{variable} = [item for item in (await {session}.scalars({text})){unique}]")
    elif how == "rows":
        scope.line(f"{variable} = [row[0] for row in (await {session}.execute({text})){unique}.all()]")
    elif how == "result":
        result = scope.name("result")
        scope.line(f"{result} = await {session}.scalars({text})")
        scope.line(f"{variable} = {result}{unique}.all()")
    else:
        scope.line(f"{variable} = (await {session}.scalars({text})){unique}.all()")
    found = scope.add(variable, entity, many=True)
    found.asked |= options.asked
    return found


def new(scope: Scope, role: str | Entity, **values: str) -> Variable:
    """Construct an instance; it is neither added nor flushed."""
    entity = scope.entity(role) if isinstance(role, str) else role
    variable = scope.name(entity.variable)
    given = {entity.text: f'"{variable}"', **values}
    for column in entity.columns:
        if column.foreign and not column.primary and entity.role in ("child", "leaf", "single", "note") and not (set(values) - {entity.text}):
            given[column.name] = str(scope.rng.randint(1, 3))
    scope.line(f"{variable} = {entity.name}({', '.join(f'{name}={value}' for name, value in given.items())})")
    return scope.add(variable, entity, past="new")
