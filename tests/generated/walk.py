"""Random walks: loads, session operations, control flow and reads in any order. Nothing is expected of a read here; its tag says what came last."""

from __future__ import annotations

from .domain import Column, Entity, Relation
from .loading import Options, eager, many, new, one
from .reading import Attribute, read, read_variable
from .scope import Scope, Variable

ROLES = ("parent", "parent", "child", "child", "leaf", "single", "tree", "tag")
_LATEST = {"refresh": "B4", "merge": "B4", "commit": "C2", "rollback": "C3", "expire": "C6", "expunge": "B1/detached", "closed": "B1/detached", "new": "B5"}


def walk(scope: Scope, steps: int) -> None:
    """Write some steps."""
    for _ in range(steps):
        step = scope.rng.choice(("load", "load", "operation", "operation", "read", "read", "read", "read", "branch", "handle", "create"))
        if step == "load" or not scope.variables:
            _load(scope)
        elif step == "operation":
            _operation(scope)
        elif step == "branch":
            _branch(scope)
        elif step == "handle":
            _handled(scope)
        elif step == "create":
            _create(scope)
        else:
            _read(scope)


def walk_detached(scope: Scope) -> None:
    """Write reads after the session's end."""
    for _ in range(scope.rng.randint(1, 2)):
        if scope.variables:
            _read(scope)


def _load(scope: Scope) -> None:
    role = scope.rng.choice(ROLES)
    entity = scope.entity(role)
    options = random_options(scope, entity)
    many(scope, role, options) if scope.chance(0.35) else one(scope, role, options)


def random_options(scope: Scope, entity: Entity) -> Options:
    """Some loader options for a statement of an entity."""
    options = Options()
    relations = [item for item in entity.relations if item.lazy not in ("dynamic", "write_only")]
    scope.rng.shuffle(relations)
    for relation in relations[: scope.rng.choice((0, 0, 1, 1, 2))]:
        target = scope.domain.targets(relation)
        further = [item for item in target.relations if item.lazy not in ("dynamic", "write_only") and item.target != entity.name]
        more = [scope.rng.choice(further)] if further and scope.chance(0.35) else []
        special = scope.rng.choice(("eager", "eager", "eager", "eager", "eager", "lazyload", "defaultload", "only", "noload"))
        name = f"{entity.name}.{relation.name}"
        if special == "lazyload":
            options.texts.append(f"lazyload({name})")
        elif special == "noload":
            options.texts.append(f"noload({name})")
        elif special == "defaultload" and more:
            options.texts.append(f"defaultload({name}).selectinload({target.name}.{more[0].name})")
        elif special == "only":
            options.texts.append(f"selectinload({name}).load_only({target.name}.{target.text})")
        else:
            chosen = eager(scope, entity, relation, *more)
            options.texts += chosen.texts
            options.joins |= chosen.joins
        options.asked.add(relation.name)
    late = [column for column in entity.columns if column.deferred]
    if late and scope.chance(0.3):
        options.texts.append(f"undefer({entity.name}.{late[0].name})")
    elif not options.texts and scope.chance(0.15):
        options.texts.append(f"load_only({entity.name}.{entity.text})")
    return options


def _operation(scope: Scope) -> None:
    variable, session = scope.rng.choice(scope.variables), scope.session
    single = f"{variable.name}[0]" if variable.many else variable.name
    kinds = ["flush", "refresh", "refresh", "named", "expire", "change", "merge", "again", "columns", "savepoint"]
    kinds += ["commit", "commit", "rollback", "expire_all"] if scope.commits else []
    kind = scope.rng.choice(kinds)
    stored = not variable.past or "new" not in variable.past or "added" in variable.past
    if kind in ("commit", "flush", "rollback"):
        if kind == "rollback" and any("new" in item.past for item in scope.variables):
            return
        getattr(scope, kind)()
    elif kind == "expire_all":
        scope.line(f"{session}.expire_all()")
        scope.happened("expire")
    elif kind == "columns":
        entity = scope.entity("child")
        scope.line(f"{scope.name('pairs')} = (await {session}.execute(select({entity.name}.id, {entity.name}.{entity.text}))).all()")
    elif kind == "savepoint":
        with scope.block(f"async with {session}.begin_nested()"):
            if stored and not variable.many:
                scope.line(f'{variable.name}.{variable.entity.text} = "{scope.name("nested")}"')
    elif not stored or "expunge" in variable.past:
        return
    elif kind == "refresh":
        scope.line(f"await {session}.refresh({single})")
        variable.past.append("refresh")
    elif kind == "named":
        names = [item.name for item in variable.entity.relations if item.lazy not in ("dynamic", "write_only")]
        if names:
            scope.line(f'await {session}.refresh({single}, ["{scope.rng.choice(names)}"])')
            variable.past.append("query")
    elif kind == "expire":
        scope.line(f"{session}.expire({single})")
        variable.past.append("expire")
    elif kind == "change" and not variable.many:
        scope.line(f'{variable.name}.{variable.entity.text} = "{scope.name("changed")}"')
    elif kind == "merge" and not variable.many and "closed" not in variable.past and not {"commit", "expire", "rollback"} & set(variable.past):
        name = scope.name(variable.entity.variable)
        scope.line(f"{name} = await {session}.merge({variable.name})")
        scope.add(name, variable.entity, past="merge")
    elif kind == "again":
        options = random_options(scope, variable.entity)
        extra = ".execution_options(populate_existing=True)" if scope.chance(0.5) else ""
        many(scope, variable.entity, options, how="scalars", extra=extra)


def _branch(scope: Scope) -> None:
    kind = scope.rng.choice(("if", "else", "both", "return"))
    known = list(scope.variables)
    with scope.block("if flag" if kind != "else" else "if not flag"):
        _step(scope)
        _step(scope)
        if kind == "return":
            scope.line("return")
    scope.variables = list(known)
    if kind == "both":
        with scope.block("else"):
            _step(scope)
    scope.variables = list(known)
    if scope.variables:
        _read(scope)


def _step(scope: Scope) -> None:
    step = scope.rng.choice(("operation", "operation", "read", "load"))
    if step == "load" or not scope.variables:
        _load(scope)
    elif step == "operation":
        _operation(scope)
    else:
        _read(scope)


def _handled(scope: Scope) -> None:
    if not scope.commits or any("new" in variable.past for variable in scope.variables):
        return
    known = list(scope.variables)
    entity = scope.entity("parent")
    with scope.block("try"):
        if scope.chance(0.6):
            scope.line(f'await {scope.session}.execute(text("insert into {entity.table} (id, {entity.text}) values ({scope.rng.randint(1, 3)}, \'x\')"))')
        else:
            _step(scope)
        scope.line(f"await {scope.session}.commit()")
    with scope.block("except IntegrityError"):
        scope.rollback()
        if scope.chance(0.6):
            scope.variables = list(known)
            _read(scope)
    scope.variables = list(known)


def _create(scope: Scope) -> None:
    role = scope.rng.choice(("parent", "child", "leaf"))
    variable = new(scope, role)
    entity = variable.entity
    if role == "parent" and scope.chance(0.5):
        target = scope.entity("child")
        forward = next(item for item in entity.relations if item.target == target.name)
        other = new(scope, "child", **{target.text: '"x"'})
        scope.variables.remove(other)
        scope.line(f"{variable.name}.{forward.name} = [{other.name}]")
    if scope.chance(0.3):
        _read_of(scope, variable)
    scope.line(f"{scope.session}.add({variable.name})")
    variable.past.append("added")
    scope.commit() if scope.commits and scope.chance(0.4) else scope.flush()
    if scope.chance(0.7):
        _read_of(scope, variable)


def _read(scope: Scope) -> None:
    _read_of(scope, scope.rng.choice(scope.variables))


def _read_of(scope: Scope, variable: Variable) -> None:
    attribute = _attribute(scope, variable.entity)
    nested = isinstance(attribute, Relation) and not variable.many and attribute.name in variable.asked and scope.chance(0.4)
    if nested and isinstance(attribute, Relation):
        target = scope.domain.targets(attribute)
        path = f"{variable.name}.{attribute.name}" + ("[0]" if attribute.collection else "")
        inner = _attribute(scope, target)
        read(scope, path, target, inner, "B2" if isinstance(inner, Relation) else _tag(scope, variable, inner))
        return
    read_variable(scope, variable, attribute, _tag(scope, variable, attribute))


def _attribute(scope: Scope, entity: Entity) -> Attribute:
    relations = [item for item in entity.relations if item.lazy not in ("dynamic", "write_only")]
    if relations and scope.chance(0.6):
        return scope.rng.choice(relations)
    return scope.rng.choice(entity.columns)


def _tag(scope: Scope, variable: Variable, attribute: Attribute) -> str:
    latest = next((step for step in reversed(variable.past) if step in _LATEST), "")
    if isinstance(attribute, Column) and latest in ("", "new"):
        special = attribute.deferred or attribute.expression
        return "B10" if special else "C5" if attribute.server_default and latest else "C4" if attribute.onupdate else "B10"
    tag = _LATEST.get(latest, "B1")
    return "C1" if tag == "C2" and scope.module.factory_here else tag
