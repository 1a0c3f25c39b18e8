"""Constructs C1-C7: what commits, rollbacks, updates and expiry leave unloaded, with bad and good variants. C1 has its factory beside it, C2 elsewhere."""

from __future__ import annotations

from .loading import many, new, one
from .reading import read, read_variable
from .scope import Scope, Variable


def _changed(scope: Scope, variable: Variable) -> None:
    scope.line(f'{variable.name}.{variable.entity.text} = "{scope.name("changed")}"')


def committed(scope: Scope) -> bool:
    """C1, C2: a column after a commit."""
    if not scope.commits:
        return False
    role = scope.rng.choice(("parent", "child", "leaf"))
    entity = scope.entity(role)
    column = scope.rng.choice(scope.columns(entity))
    tag = "C1" if scope.module.factory_here else "C2"
    expected = {True: "bad", False: "good", None: ""}[scope.expires]
    if not scope.lines and scope.session == "session" and scope.chance(0.15):
        with scope.block("async with session.begin()"):
            variable = one(scope, role)
            _changed(scope, variable)
        variable.past.append("commit")
        read(scope, variable.name, entity, column, tag, expected)
        return True
    how = scope.rng.choice(("plain", "plain", "plain", "new", "new", "refresh", "select", "assigned", "before", "many", "loop"))
    if how == "loop":
        variable = many(scope, role)
        item = scope.name(entity.variable)
        with scope.block(f"for {item} in {variable.name}"):
            # The first round is fine.
            read(scope, item, entity, column, tag, expected)
            scope.line(f'{item}.{entity.text} = "{scope.name("changed")}"')
            scope.commit()
        return True
    variable = many(scope, role) if how == "many" else new(scope, role) if how == "new" else one(scope, role)
    if how == "new":
        scope.line(f"{scope.session}.add({variable.name})")
    elif how != "many" and scope.chance(0.5):
        _changed(scope, variable)
    if how == "before":
        read_variable(scope, variable, column, tag, "good")
    scope.commit()
    if how == "before":
        return True
    if how == "refresh":
        scope.line(f"await {scope.session}.refresh({variable.name})")
        expected = "good"
    elif how == "select":
        again = scope.name(entity.variable)
        scope.line(f"{again} = (await {scope.session}.scalars(select({entity.name}))).unique().all()")
        expected = "good"
    elif how == "assigned":
        _changed(scope, variable)
        text = entity.column(entity.text)
        assert text is not None
        read(scope, variable.name, entity, text, tag, "good")
        return True
    read_variable(scope, variable, column, tag, expected)
    return True


def rolled_back(scope: Scope) -> bool:
    """C3: a column after a rollback, whatever the factory says."""
    if not scope.commits:
        return False
    entity = scope.entity("parent")
    column = scope.rng.choice(scope.columns(entity))
    how = scope.rng.choice(("plain", "handler", "handler", "refresh", "copied", "pending", "savepoint", "touched"))
    variable = new(scope, "parent") if how == "pending" else one(scope, "parent", ident=2)
    if how == "pending":
        scope.line(f"{scope.session}.add({variable.name})")
        scope.rollback()
        text = entity.column(entity.text)
        assert text is not None
        read(scope, variable.name, entity, text, "C3", "good")
        return True
    if how in ("savepoint", "touched"):
        nested = scope.name("savepoint")
        scope.line(f"{nested} = await {scope.session}.begin_nested()")
        if how == "touched":
            _changed(scope, variable)
            scope.flush()
        scope.line(f"await {nested}.rollback()")
        read(scope, variable.name, entity, column, "C3", "bad" if how == "touched" else "good")
        return True
    if how == "handler":
        with scope.block("try"):
            # A key that is taken.
            scope.line(f'await {scope.session}.execute(text("insert into {entity.table} (id, {entity.text}) values (1, \'x\')"))')
            scope.commit()
        with scope.block("except IntegrityError"):
            scope.rollback()
            read(scope, variable.name, entity, column, "C3", "bad")
        return True
    if how == "copied":
        scope.line(f"copy = {variable.name}.{column.name}")
    scope.rollback()
    if how == "copied":
        scope.marked("print(copy, file=io.StringIO())", "C3", "good")
        return True
    if how == "refresh":
        scope.line(f"await {scope.session}.refresh({variable.name})")
    read(scope, variable.name, entity, column, "C3", "good" if how == "refresh" else "bad")
    return True


def updated(scope: Scope) -> bool:
    """C4: a column that the database computes on UPDATE."""
    role = scope.rng.choice(("parent", "child"))
    entity = scope.entity(role)
    column = entity.column("updated_at")
    if column is None:
        return False
    how = scope.rng.choice(("update", "update", "update", "bulk", "insert", "refresh", "other"))
    bad = column.onupdate == "sql" and not entity.eager_defaults
    variable = new(scope, role) if how == "insert" else one(scope, role)
    if how == "insert":
        scope.line(f"{scope.session}.add({variable.name})")
    elif how == "bulk":
        bad = bad or column.onupdate == "sql"
        scope.line(f'await {scope.session}.execute(update({entity.name}).where({entity.name}.id == {variable.name}.id).values({entity.text}="z"))')
    else:
        _changed(scope, variable)
    if scope.commits and scope.expires is False and scope.chance(0.5):
        scope.commit()
    else:
        scope.flush()
    if how == "refresh":
        scope.line(f"await {scope.session}.refresh({variable.name})")
    if how == "other":
        column = entity.columns[0]
    read(scope, variable.name, entity, column, "C4", "bad" if how in ("update", "bulk") and bad else "good")
    return True


def defaulted(scope: Scope) -> bool:
    """C5: a server default after an INSERT, with and without RETURNING."""
    entity = scope.entity("leaf")
    rank = entity.column("rank")
    assert rank is not None
    variable = new(scope, "leaf")
    scope.line(f"{scope.session}.add({variable.name})")
    scope.flush()
    bad = not entity.returning and not entity.eager_defaults
    if bad and scope.chance(0.2):
        scope.line(f"await {scope.session}.refresh({variable.name})")
        bad = False
    read(scope, variable.name, entity, rank, "C5", "bad" if bad else "good")
    return True


def expired(scope: Scope) -> bool:
    """C6: explicit expiry."""
    entity = scope.entity("parent")
    variable = one(scope, "parent", ident=2)
    text, code = entity.column(entity.text), entity.column("code")
    assert text is not None and code is not None
    how = scope.rng.choice(("one", "all", "named", "unnamed", "refresh", "select"))
    calls = {"all": "expire_all()", "named": f'expire({variable.name}, ["code"])', "unnamed": f'expire({variable.name}, ["code"])', "select": "expire_all()"}
    scope.line(f"{scope.session}.{calls.get(how, f'expire({variable.name})')}")
    if how in ("all", "select"):
        scope.happened("expire")
    else:
        variable.past.append("expire")
    if how == "refresh":
        scope.line(f"await {scope.session}.refresh({variable.name})")
    elif how == "select":
        scope.line(f"await {scope.session}.execute(select({entity.name}).where({entity.name}.id == 2))")
        scope.line(f"{variable.name} = await {scope.session}.get({entity.name}, 2)")
    read(scope, variable.name, entity, text if how == "unnamed" else code, "C6", "bad" if how in ("one", "all", "named") else "good")
    return True


def emptied(scope: Scope) -> bool:
    """C7: a serialisation that does not ask for attributes and so gives nothing."""
    if not scope.commits:
        return False
    variable = one(scope, scope.rng.choice(("parent", "child", "leaf")))
    expected = {True: "bad", False: "good", None: ""}[scope.expires]
    if scope.chance(0.7):
        scope.commit()
    else:
        expected = "good"
    if scope.chance(0.2):
        scope.line(f"await {scope.session}.refresh({variable.name})")
        expected = "good"
    forms = [f"dict(vars({variable.name}))", f"{variable.name}.__dict__", f"{{**{variable.name}.__dict__}}"]
    if scope.domain.style == "sqlmodel":
        forms += [f"{variable.name}.model_dump()", f"{variable.name}.model_dump()", f"repr({variable.name})"]
    scope.marked(f"{scope.name('seen')} = {scope.rng.choice(forms)}", "C7", expected, dump=True)
    return True


CONSTRUCTS = {
    "C1": (committed,),
    "C3": (rolled_back,),
    "C4": (updated,),
    "C5": (defaulted,),
    "C6": (expired,),
    "C7": (emptied,),
}
