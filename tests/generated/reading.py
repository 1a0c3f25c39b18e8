"""Reads of attributes in every form: plain, nested, in tests, strings, comprehensions, loops, calls, helpers, closures and schemas."""

from __future__ import annotations

from .domain import Column, Entity, Relation
from .scope import Scope, Variable

Attribute = Column | Relation


def read(scope: Scope, base: str, entity: Entity, attribute: Attribute, tag: str, expected: str = "", form: str = "") -> None:
    """Write one read of `base.attribute` on one marked row (its body or branches, if any, hold no marks)."""
    forms = _COLLECTION if isinstance(attribute, Relation) and attribute.collection else _SCALAR
    if isinstance(attribute, Relation) and not attribute.collection:
        forms = (*forms, *_OBJECT)
    form = form or scope.rng.choice(forms)
    name, path = scope.name("seen"), f"{base}.{attribute.name}"
    target = scope.domain.targets(attribute) if isinstance(attribute, Relation) else None
    text = target.text if target is not None else ""
    # The strings of mapped dataclasses show what they hold, and may read more than was meant.
    shows = scope.domain.style == "dataclass" and target is not None and form in ("fstring", "call", "walrus", "helper")
    mark = (tag, "" if shows else expected)
    if form == "helper":
        scope.marked(f"{name} = {_helper(scope, entity, attribute)}({base})", *mark)
    elif form == "closure":
        function = scope.name("inner")
        with scope.block(f"def {function}()"):
            scope.line(f"return {path}")
        scope.marked(f"{name} = {function}()", *mark)
    elif form == "if":
        scope.line(f"{name} = 0")
        scope.marked(f"if {path}:", *mark)
        scope.line(f"    {name} = 1")
    elif form == "for":
        scope.line(f"{name} = []")
        scope.marked(f"for item in {path}:", *mark)
        scope.line(f"    {name}.append(item.{text})")
    elif form == "model_validate":
        schema = _schema(scope, [(attribute, target)])
        scope.marked(f"{name} = {schema}.model_validate({base})", *mark)
    else:
        texts = {
            "assign": f"{name} = {path}",
            "fstring": f'{name} = f"<{{{path}}}>"',
            "getattr": f'{name} = getattr({base}, "{attribute.name}")',
            "getattr_default": f'{name} = getattr({base}, "{attribute.name}", None)',
            "call": f"print({path}, file=io.StringIO())",
            "dict": f'{name} = {{"value": {path}}}',
            "compare": f"{name} = {path} == 3",
            "ternary": f"{name} = 1 if {path} else 2",
            "or": f"{name} = {path} or None",
            "expression": f"{path}",
            "lambda": f"{name} = (lambda value: value.{attribute.name})({base})",
            "walrus": f"print({name} := {path}, file=io.StringIO())",
            "len": f"{name} = len({path})",
            "list": f"{name} = list({path})",
            "comprehension": f"{name} = [item.{text} for item in {path}]",
            "generator": f"{name} = sum(1 for _ in {path})",
            "any": f"{name} = any(item.{text} for item in {path})",
            "index": f"{name} = {path}[0].{text}",
            "in": f"{name} = None in {path}",
            "unpack": f"[*{name}] = {path}",
            "nested": f"{name} = {path}.{text}",
            "is_none": f"{name} = {path} is None",
        }
        scope.marked(texts[form], *mark)


def read_each(scope: Scope, variable: Variable, attribute: Attribute, tag: str, expected: str = "") -> None:
    """Write one read of an attribute of the members of a list."""
    form, name = scope.rng.choice(("loop", "loop", "comprehension", "index", "generator", "enumerate", "dictionary")), scope.name("seen")
    path = f"item.{attribute.name}"
    if form in ("loop", "enumerate"):
        item = scope.name(variable.entity.variable)
        header = f"for {item} in {variable.name}" if form == "loop" else f"for _, {item} in enumerate({variable.name})"
        with scope.block(header):
            read(scope, item, variable.entity, attribute, tag, expected)
    elif form == "index":
        read(scope, f"{variable.name}[0]", variable.entity, attribute, tag, expected)
    else:
        texts = {
            "comprehension": f"{name} = [{path} for item in {variable.name}]",
            "generator": f"{name} = any({path} for item in {variable.name})",
            "dictionary": f"{name} = {{item.id: {path} for item in {variable.name}}}",
        }
        scope.marked(texts[form], tag, expected)


def read_variable(scope: Scope, variable: Variable, attribute: Attribute, tag: str, expected: str = "") -> None:
    """Write one read of an attribute of an instance, or of each instance of a list."""
    if variable.many:
        read_each(scope, variable, attribute, tag, expected)
    else:
        read(scope, variable.name, variable.entity, attribute, tag, expected)


def schema(scope: Scope, attributes: list[tuple[Attribute, Entity | None]], configured: bool = True) -> str:
    """Write a response model that reads some attributes, and give its name."""
    return _schema(scope, attributes, configured)


_PLAIN = ("assign", "assign", "fstring", "getattr", "getattr_default", "call", "dict", "ternary", "or", "expression", "lambda", "walrus", "closure", "if")
_SCALAR = (*_PLAIN, "compare", "helper", "helper")
_COLLECTION = (*_PLAIN, "len", "list", "comprehension", "generator", "any", "index", "in", "unpack", "for", "for", "helper", "helper", "model_validate")
_OBJECT = ("nested", "nested", "nested", "is_none", "model_validate")


def _helper(scope: Scope, entity: Entity, attribute: Attribute) -> str:
    function, path = scope.name("describe"), f"item.{attribute.name}"
    collection = isinstance(attribute, Relation) and attribute.collection
    body = scope.rng.choice(([f"    return f\"{{{path}}}\""], [f"    value = {path}", "    return str(value)"], [f"    if {path}:", '        return "yes"', '    return "no"']))
    if collection and scope.chance(0.5):
        body = [f"    return str([part.id for part in {path}])"]
    if scope.chance(0.2):
        outer = function
        function = scope.name("describe")
        scope.module.helper(f"def {outer}(item: {entity.name}) -> str:", *body)
        body = [f"    return {outer}(item)"]
    annotation = f": {entity.name}" if scope.chance(0.8) else ""
    scope.module.helper(f"def {function}(item{annotation}) -> str:", *body)
    return function


def _schema(scope: Scope, attributes: list[tuple[Attribute, Entity | None]], configured: bool = True) -> str:
    name = scope.name("Out")
    rows = []
    for attribute, target in attributes:
        kind = "Any"
        if isinstance(attribute, Relation) and target is not None:
            inner = scope.name(f"{target.name}Out")
            scope.module.helper(f"class {inner}(BaseModel):", "    model_config = ConfigDict(from_attributes=True)", "    id: int", f"    {target.text}: str")
            kind = f"list[{inner}]" if attribute.collection else f"{inner} | None"
            kind += scope.rng.choice(("", " = []" if attribute.collection else " = None"))
        rows.append(f"    {attribute.name}: {kind}")
    rows.sort(key=lambda row: "=" in row)
    if scope.chance(0.3) and configured:
        base = scope.name("Schema")
        scope.module.helper(f"class {base}(BaseModel):", "    model_config = ConfigDict(from_attributes=True)")
        scope.module.helper(f"class {name}({base}):", "    id: int", *rows)
    else:
        head = ["    model_config = ConfigDict(from_attributes=True)"] if configured else []
        scope.module.helper(f"class {name}(BaseModel):", *head, "    id: int", *rows)
    return name
