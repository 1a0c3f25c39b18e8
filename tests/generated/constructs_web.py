"""B3 and C7 where a framework serialises: endpoints with and without response models. The driver asks for them; its row stands for the endpoint's."""

from __future__ import annotations

from .domain import Entity
from .loading import eager, many, one
from .reading import Attribute, schema
from .scope import Module, Scope


def endpoint(module: Module, tag: str) -> None:
    """Write an endpoint and the driver's request."""
    scope = Scope(module, "session", 1, mixed=False)
    scope.expires = module.expiring
    name = module.name("handle")
    response, expected = _validated(scope) if tag == "B3" else _unvalidated(scope)
    annotation = ""
    if response and scope.chance(0.4):
        response, annotation = "", f" -> {response.removeprefix(', response_model=')}"
    parameter = "session: Annotated[AsyncSession, Depends(get_session)]"
    module.handlers.append("\n".join([f'@app.get("/{name}"{response})', f"async def {name}({parameter}){annotation}:", *scope.lines, ""]))
    request, answer = f'await client.get("/{name}")', module.name("answer")
    mark = " ".join(part for part in (tag, expected, "dump" if tag == "C7" else "", f"via {name}") if part)
    call = [
        'async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as client:',
        f"    {answer} = ({request}).json()  #: {mark}",
    ]
    module.driver.append(call)


def _validated(scope: Scope) -> tuple[str, str]:
    role = scope.rng.choice(("parent", "child"))
    entity = scope.entity(role)
    relation = scope.plain(role, "o2m", "o2o", "m2o", "m2m")
    way = scope.rng.choice(("lazy", "lazy", "option", "columns", "expired")) if relation is not None else "columns"
    attributes: list[tuple[Attribute, Entity | None]] = [(entity.columns[1], None)]
    if relation is not None and way in ("lazy", "option"):
        attributes.append((relation, scope.domain.targets(relation)))
    options = eager(scope, entity, relation) if way == "option" and relation is not None else None
    several = scope.chance(0.4)
    variable = many(scope, role, options) if several else one(scope, role, options)
    if way == "expired":
        scope.commit()
    scope.line(f"return {variable.name}")
    out = schema(scope, attributes)
    bad = way == "lazy" or (way == "expired" and scope.expires)
    return f", response_model={f'list[{out}]' if several else out}", "bad" if bad else "good"


def _unvalidated(scope: Scope) -> tuple[str, str]:
    variable = one(scope, "leaf")
    committed = scope.chance(0.7)
    if committed:
        scope.commit()
    if committed and scope.chance(0.2):
        scope.line(f"await session.refresh({variable.name})")
        committed = False
    scope.line(f"return {variable.name}")
    if scope.domain.style == "dataclass" or any(not relation.plain for relation in variable.entity.relations):
        # The encoder reads every field of a dataclass, and follows what is loaded.
        return "", ""
    return "", "bad" if committed and scope.expires else "good"
