"""The files of a program: models in one file or several, the factory in its own or not, the handlers, the driver; each with the imports that it needs."""

from __future__ import annotations

import re
from itertools import chain

from .data import rows_of
from .domain import Domain
from .mapping import base_text, class_texts, metadata
from .program import Program
from .scope import Module
from .sessions import DEPENDENCY, ENGINE

IMPORTS = {
    "asyncio": (),
    "io": (),
    "collections.abc": ("AsyncIterator", "Sequence"),
    "contextlib": ("asynccontextmanager", "suppress"),
    "dataclasses": ("dataclass",),
    "datetime": ("datetime", "timezone"),
    "fastapi": ("Depends", "FastAPI"),
    "httpx": ("ASGITransport", "AsyncClient"),
    "pydantic": ("BaseModel", "ConfigDict", "TypeAdapter"),
    "sqlalchemy": ("Column", "DateTime", "ForeignKey", "Integer", "Select", "String", "Table", "func", "inspect", "select", "text", "update"),
    "sqlalchemy.exc": ("IntegrityError",),
    "sqlalchemy.ext.associationproxy": ("association_proxy",),
    "sqlalchemy.ext.asyncio": ("AsyncAttrs", "AsyncEngine", "AsyncSession", "async_sessionmaker", "create_async_engine"),
    "sqlalchemy.ext.hybrid": ("hybrid_property",),
    "sqlalchemy.orm": (
        "DeclarativeBase", "DynamicMapped", "Mapped", "MappedAsDataclass", "WriteOnlyMapped", "aliased", "column_property", "contains_eager", "declarative_base",
        "defaultload", "defer", "deferred", "immediateload", "joinedload", "lazyload", "load_only", "mapped_column", "noload", "raiseload", "relationship",
        "selectin_polymorphic", "selectinload", "sessionmaker", "subqueryload", "undefer", "undefer_group",
    ),
    "sqlmodel": ("Field", "Relationship", "SQLModel"),
    "typing": ("Annotated", "Any", "Optional"),
}  # fmt: skip
SQLMODEL = {"AsyncSession": "sqlmodel.ext.asyncio.session", "select": "sqlmodel"}
_STRING = re.compile(r'f?"(?:[^"\\]|\\.)*"')


def assemble(name: str, module: Module) -> Program:
    """The program that a module was written for."""
    domain = module.domain
    _prune(module)
    files: dict[str, str] = {}
    homes: dict[str, str] = {}
    classes = class_texts(domain)
    base = base_text(domain)
    if domain.layout == "package":
        _package(domain, base, classes, files, homes)
    elif domain.layout == "models":
        homes |= dict.fromkeys([*classes, "Base"], "models")
        files["models.py"] = _file([base, *classes.values()], homes, "models", module)
    factory = f"{ENGINE}\n{module.factory}\n"
    database = [factory, *([DEPENDENCY] if any("get_session" in text for text in chain(module.handlers, *module.driver)) else [])]
    main = []
    if domain.layout == "one":
        homes |= dict.fromkeys([*classes, "Base"], "main")
        main += [base, *classes.values()]
    here = "main" if module.factory_here else "db"
    homes |= dict.fromkeys(("engine", "Session", "get_session"), here)
    if module.factory_here:
        main += database
    else:
        files["db.py"] = _file(database, homes, "db", module)
    if any("@app." in text for text in module.handlers):
        main.append("app = FastAPI()\n")
        homes["app"] = "main"
    handlers = [*module.helpers, *module.handlers]
    for text in handlers:
        for defined in re.findall(r"^(?:async def|def|class) (\w+)", text, re.MULTILINE):
            homes[defined] = "main"
    files["main.py"] = _file([*main, *handlers], homes, "main", module)
    driver = ["\n".join([f"async def scenario_{number}(flag: bool) -> None:", *(f"    {line}" for line in call), ""]) for number, call in enumerate(module.driver)]
    files["drive.py"] = _file(driver, homes, "drive", module)
    home = {"one": "main", "models": "models", "package": "models.base" if domain.style != "sqlmodel" else f"models.{next(iter(classes)).lower()}"}[domain.layout]
    return Program(name, files, rows_of(domain), (home, metadata(domain)))


def _prune(module: Module) -> None:
    """Most programs map only what they use, and what that needs."""
    domain = module.domain
    if module.rng.random() < 0.2:
        return
    words = set(re.findall(r"\w+", "\n".join([*module.helpers, *module.handlers])))
    for role in ("tree", "base", "note", "single", "tag", "leaf"):
        roles = ("base", "sub") if role == "base" else (role,)
        if any(item not in domain.entities for item in roles):
            continue
        gone = [domain.entities[item] for item in roles]
        names = {entity.name for entity in gone}
        leading = [relation for entity in domain.entities.values() for relation in entity.relations if relation.target in names]
        if words & (names | {relation.name for relation in leading} | {relation.back for relation in leading}):
            continue
        # What a mapping joins decides about `.unique()` without being named.
        if any(relation.lazy == "joined" for relation in leading):
            continue
        for entity in domain.entities.values():
            entity.relations = [relation for relation in entity.relations if relation.target not in names]
        for item in roles:
            del domain.entities[item]


def _package(domain: Domain, base: str, classes: dict[str, str], files: dict[str, str], homes: dict[str, str]) -> None:
    inner = {name: f"models.{name.lower()}" for name in classes}
    where = {**inner, "Base": "models.base"}
    if base:
        files["models/base.py"] = _file([base], {}, "models.base", None)
    for name, text in classes.items():
        # Classes that are only spelt in annotations are resolved by the mapper, from strings.
        files[f"models/{name.lower()}.py"] = _file([text], where, inner[name], None, "TYPE_CHECKING")
    names = [*(["Base"] if base else []), *classes]
    files["models/__init__.py"] = "".join(f"from {where[name]} import {name}\n" for name in names)
    homes |= dict.fromkeys(names, "models")


def _file(parts: list[str], homes: dict[str, str], me: str, module: Module | None, checking: str = "") -> str:
    """A file of parts, with the imports of what they name; what only strings name is imported for type checkers alone."""
    text = "\n\n".join(part for part in parts if part)
    plain = _STRING.sub(lambda match: match[0] if match[0].startswith("f") else '""', text)
    words, quoted = set(re.findall(r"(?<![.\w])[A-Za-z_]\w*", plain)), set(re.findall(r"\w+", text))
    rows = []
    for library, names in IMPORTS.items():
        if library in ("asyncio", "io"):
            rows += [f"import {library}"] if library in words else []
            continue
        used = [name for name in names if name in words]
        if module is not None and module.sqlmodel_session:
            # SQLModel's session has its own class, and `exec` its own `select`.
            rows += [f"from {home} import {name}" for name, home in SQLMODEL.items() if name in used]
            used = [name for name in used if name not in SQLMODEL]
        rows += [f"from {library} import {', '.join(used)}"] if used else []
    own: dict[str, list[str]] = {}
    for name, home in homes.items():
        if home != me and name in words:
            own.setdefault(home, []).append(name)
    rows += [f"from {home} import {', '.join(sorted(names))}" for home, names in own.items()]
    late = [f"    from {home} import {name}" for name, home in homes.items() if checking and home != me and name in quoted - words and name[0].isupper()]
    if late:
        rows += ["from typing import TYPE_CHECKING", "", "if TYPE_CHECKING:", *late]
    return "\n".join(rows) + "\n\n\n" + text
