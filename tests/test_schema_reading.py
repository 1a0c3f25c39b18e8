"""What greenlint says that schemas read of an object is what the installed pydantic, FastAPI and SQLModel read of one that records it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pydantic
import pytest

from greenlint.base.settings import Settings
from greenlint.engine.depth import deeply
from greenlint.world.events import Called
from greenlint.world.orm.serialization import Reader, nested, readings, schema_read
from greenlint.world.sources import Sources
from greenlint.world.types import Class, DefId
from greenlint.world.world import World

HEAD = """
from __future__ import annotations
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Dict, Final, Generic, Iterable, List, Literal, Optional, Set, Tuple, TypeVar, Union
from pydantic import (
    AliasChoices, AliasGenerator, AliasPath, AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, PrivateAttr, RootModel,
    SkipValidation, TypeAdapter, WrapValidator, computed_field, field_validator, model_validator, validator,
)

class Comment(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    text: str = ""

class Post(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    title: str = ""
    comments: list[Comment] = []

class Closed(BaseModel):
    title: str = ""
"""


class Recorded:
    """An object that writes down which of its attributes are read."""

    def __init__(self, log: list[str], path: str, values: dict[str, Any]) -> None:
        object.__setattr__(self, "_kept", (log, path, values))

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__"):
            return object.__getattribute__(self, name)
        log, path, values = object.__getattribute__(self, "_kept")
        log.append(path + name)
        if name not in values:
            raise AttributeError(name)
        return values[name]


def recorded(log: list[str], values: Any, path: str = "") -> Any:
    """A description of an object (a dictionary of its attributes) as an object that records."""
    if isinstance(values, dict):
        return Recorded(log, path, {name: recorded(log, value, f"{path}{name}.") for name, value in values.items()})
    if isinstance(values, list):
        return [recorded(log, value, path) for value in values]
    return values


def said(world: World, reader: Reader, values: Any, path: str = "") -> Iterator[str]:
    """What a reader reads of such an object, as greenlint says."""
    if isinstance(values, list) != reader.many:
        return
    for item in values if isinstance(values, list) else [values]:
        schema = schema_read(world, reader, DefId("elsewhere.py", "Row")) if isinstance(item, dict) else None
        for field in schema.fields if schema is not None else ():
            names = [field.name, *field.choices]
            count = next((index for index, name in enumerate(names) if name in item), len(names) - 1)
            yield from (path + name for name in names[: count + 1])
            inner = nested(field, reader)
            if inner is not None and count < len(names):
                yield from said(world, inner, item.get(names[count]), f"{path}{names[count]}.")


def module_of(text: str) -> types.ModuleType:
    module = types.ModuleType("schemas_under_test")
    sys.modules[module.__name__] = module
    exec(compile(text, "<schemas>", "exec", dont_inherit=True), module.__dict__)
    return module


POSTS = [{"title": "t", "comments": [{"text": "x"}]}, {"title": "u", "comments": []}]
ROW = {"id": 1, "name": "n", "posts": POSTS, "best": POSTS[0], "first": 1, "second": 2, "comments": [{"text": "y"}], "closed": {"title": "c"}}

OPEN = "class Out(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n"

CASES = {
    "plain": OPEN + "    id: int\n    name: str",
    "defaults": OPEN + "    id: int = 3\n    name: str = Field('x')\n    posts: list[Post] = Field(default_factory=list)",
    "excluded": OPEN + "    id: int\n    posts: list[Post] = Field([], exclude=True)",
    "serialization alias": OPEN + "    id: int = Field(serialization_alias='posts')",
    "private": OPEN + "    id: int\n    _name: str = PrivateAttr('x')",
    "class variable": OPEN + "    id: int\n    name: ClassVar[str] = 'x'",
    "final with a value": OPEN + "    id: int\n    name: Final[str] = 'x'",
    "computed": OPEN + "    id: int\n    @computed_field\n    @property\n    def name(self) -> str:\n        return 'x'",
    "optional nested": OPEN + "    best: Optional[Post] = None",
    "union with none": OPEN + "    best: Post | None = None",
    "union with a scalar": OPEN + "    best: Union[Post, int, str, None] = None",
    "quoted": OPEN + "    best: 'Post'\n    posts: list['Post']\n    comments: 'List[Comment]'",
    "typing collections": OPEN + "    posts: List[Post]\n    comments: Sequence[Comment]",
    "any": OPEN + "    posts: list[Any]\n    best: Any\n    comments: object",
    "absent attribute": OPEN + "    id: int\n    missing: int = 1\n    other: list[Post] = []",
    "alias": OPEN + "    number: int = Field(alias='id')\n    articles: list[Post] = Field(alias='posts')",
    "validation alias": OPEN + "    number: int = Field(0, validation_alias='id', alias='name')",
    "alias choices": OPEN + "    a: int = Field(0, validation_alias=AliasChoices('first', 'second'))\n    b: int = Field(0, validation_alias=AliasChoices('no', 'second'))",
    "alias choices with nothing": OPEN + "    a: int = Field(0, validation_alias=AliasChoices('no', 'none'))",
    "populate by name": OPEN.replace("=True)", "=True, populate_by_name=True)") + "    id: int = Field(alias='ID')\n    posts: list[Post] = Field(alias='posts_')",
    "validate by name": OPEN.replace("=True)", "=True, validate_by_name=True, validate_by_alias=False)") + "    id: int = Field(alias='first')",
    "annotated alias": OPEN + "    number: Annotated[int, Field(alias='id')]\n    word: Annotated[str, Field(alias='no')] = Field('x', alias='name')",
    "annotated, last wins": OPEN + "    number: Annotated[int, Field(alias='first'), Field(alias='second')] = 1",
    "annotated elsewhere": "Number = Annotated[int, Field(alias='id')]\n" + OPEN + "    number: Number",
    "generator for the output": OPEN.replace("=True)", "=True, alias_generator=AliasGenerator(serialization_alias=str.upper))") + "    id: int",
    "before validator of a field": OPEN
    + "    id: int\n    posts: list[Post]\n    @field_validator('posts', mode='before')\n    @classmethod\n    def empty(cls, value):\n        return []",
    "after validator of a field": OPEN
    + "    posts: list[Post]\n    @field_validator('posts')\n    @classmethod\n    def same(cls, value):\n        return value",
    "version 1 validator": OPEN + "    posts: list[Post]\n    @validator('posts', pre=True)\n    def empty(cls, value):\n        return []",
    "all fields validated before": OPEN
    + "    posts: list[Post]\n    @field_validator('*', mode='before')\n    @classmethod\n    def empty(cls, value):\n        return []",
    "after validator of the model": OPEN + "    id: int\n    @model_validator(mode='after')\n    def same(self):\n        return self",
    "annotated validators": OPEN
    + "    posts: Annotated[list[Post], BeforeValidator(lambda v: [])]\n    comments: Annotated[list[Comment], AfterValidator(lambda v: v)]"
    + "\n    best: Annotated[Post | None, PlainValidator(lambda v: None)]\n    closed: Annotated[Post | None, WrapValidator(lambda v, h: None)]",
    "annotated validator elsewhere": "Nothing = Annotated[list[Post], BeforeValidator(lambda v: [])]\n" + OPEN + "    posts: Nothing",
    "annotated validator inside": OPEN + "    posts: list[Annotated[Post, BeforeValidator(lambda v: {})]]",
    "not validated": OPEN + "    posts: SkipValidation[list[Post]]",
    "lazily validated": OPEN + "    posts: Iterable[Post]",
    "inherited fields": "class Base(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    id: int\n    posts: list[Post]\n"
    "class Out(Base):\n    name: str\n    posts: list[Comment]",
    "inherited field hidden": "class Base(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    id: int\n    posts: list[Post]\n"
    "class Out(Base):\n    posts: ClassVar[int] = 1",
    "inherited configuration": "class Base(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n"
    "class Out(Base):\n    model_config = ConfigDict(title='x')\n    id: int",
    "configuration switched off": "class Base(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n"
    "class Out(Base):\n    model_config = {'from_attributes': False}\n    id: int",
    "the last base's configuration": "class A(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n"
    "class B(BaseModel):\n    model_config = ConfigDict(from_attributes=False)\nclass Out(A, B):\n    id: int",
    "the last base's configuration, open": "class A(BaseModel):\n    model_config = ConfigDict(from_attributes=False)\n"
    "class B(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\nclass Out(A, B):\n    id: int",
    "a base without configuration": "class A(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n"
    "class B(BaseModel):\n    name: str\nclass Out(A, B):\n    id: int",
    "class keyword": "class Out(BaseModel, from_attributes=True):\n    id: int",
    "class Config": "class Out(BaseModel):\n    id: int\n    class Config:\n        from_attributes = True",
    "dictionary": "class Out(BaseModel):\n    model_config = {'from_attributes': True}\n    id: int",
    "taken over configuration": "class A(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n"
    "class Out(A):\n    model_config = ConfigDict(**A.model_config, title='x')\n    id: int",
    "shared configuration": "SHARED = ConfigDict(from_attributes=True)\nclass Out(BaseModel):\n    model_config = SHARED\n    id: int",
    "no configuration": "class Out(BaseModel):\n    id: int",
    "nested without configuration": OPEN + "    id: int\n    closed: Closed | None = None",
    "generic": "T = TypeVar('T')\nclass Wrapped(BaseModel, Generic[T]):\n    model_config = ConfigDict(from_attributes=True)\n    posts: list[T]\n    best: T\n"
    "class Out(Wrapped[Post]):\n    id: int",
    "root model": "class Posts(RootModel[list[Post]]):\n    pass\n" + OPEN + "    posts: Posts",
    "own constructor": OPEN + "    id: int\n    def __init__(self, **data):\n        super().__init__(**data)",
}


# Cases of which less is said than is true: what is read depends on values, or on code that runs.
SILENT = {
    "union of schemas": OPEN + "    best: Post | Comment",
    "discriminated union": "class A(BaseModel):\n    kind: Literal['n']\n    name: Literal['n'] = 'n'\nclass B(A):\n    kind: Literal['b']\n"
    + OPEN
    + "    best: Union[A, B] = Field(discriminator='kind')",
    "alias path": OPEN + "    word: str = Field('', validation_alias=AliasPath('best', 'title'))",
    "alias path among choices": OPEN + "    word: Post | None = Field(None, validation_alias=AliasChoices(AliasPath('best', 'title'), 'best'))",
    "generator": OPEN.replace("=True)", "=True, alias_generator=str.upper)") + "    id: int\n    other: int = Field(1, alias='first')",
    "generator beside names": OPEN.replace("=True)", "=True, alias_generator=str.upper, populate_by_name=True)") + "    id: int",
    "before validator of the model": OPEN
    + "    id: int\n    @model_validator(mode='before')\n    @classmethod\n    def same(cls, value):\n        return value",
    "unknown base": "from elsewhere import Mixin\n" + OPEN.replace("(BaseModel)", "(Mixin, BaseModel)") + "    id: int",
    "own way": OPEN + "    id: int\n    @classmethod\n    def __get_pydantic_core_schema__(cls, source, handler):\n        return handler(source)",
    "described elsewhere": "from elsewhere import Described\n" + OPEN + "    id: int = Described(alias='first')",
    "decorated": OPEN.replace("class Out", "@(lambda cls: cls)\nclass Out") + "    id: int",
    "fields under a condition": OPEN + "    id: int\n    if not id:\n        posts: list[Post]",
}

# Calls that read: `read(row)` for an object, `read_all(rows)` for a list of them.
CALLS = {
    "model_validate": "def read(row):\n    return Post.model_validate(row)",
    "by keyword": "def read(row):\n    return Post.model_validate(obj=row)",
    "not configured": "def read(row):\n    return Closed.model_validate(row)",
    "asked for": "def read(row):\n    return Closed.model_validate(row, from_attributes=True)",
    "refused": "def read(row):\n    return Post.model_validate(row, from_attributes=False)",
    "left open": "def read(row):\n    return Post.model_validate(row, from_attributes=None)",
    "from_orm": "def read(row):\n    return Post.from_orm(row)",
    "parse_obj": "def read(row):\n    return Post.parse_obj(row)",
    "validate": "def read(row):\n    return Post.validate(row)",
    "class method": "class Out(Post):\n    @classmethod\n    def of(cls, row):\n        return cls.model_validate(row)\ndef read(row):\n    return Out.of(row)",
    "own model_validate": "class Out(Post):\n    @classmethod\n    def model_validate(cls, row):\n        return cls()\ndef read(row):\n    return Out.model_validate(row)",
    "adapter": "ADAPTER = TypeAdapter(Post)\ndef read(row):\n    return ADAPTER.validate_python(row)",
    "adapter of a list": "def read_all(rows):\n    return TypeAdapter(list[Post]).validate_python(rows)",
    "adapter asked for": "def read_all(rows):\n    return TypeAdapter(List[Closed]).validate_python(rows, from_attributes=True)",
    "adapter not configured": "def read_all(rows):\n    return TypeAdapter(List[Closed]).validate_python(rows)",
    "adapter of something else": "def read_all(rows):\n    return TypeAdapter(list[Any]).validate_python(rows)",
    "parse_obj_as": "from pydantic import parse_obj_as\ndef read_all(rows):\n    return parse_obj_as(List[Post], rows)",
    "root model, validated": "class Posts(RootModel[list[Post]]):\n    pass\ndef read_all(rows):\n    return Posts.model_validate(rows)",
    "root model, made": "class Posts(RootModel[list[Post]]):\n    pass\ndef read_all(rows):\n    return Posts(rows)",
    "root model, annotated": "class Posts(RootModel):\n    root: list[Post]\ndef read_all(rows):\n    return Posts(root=rows)",
    "made": "class Out(BaseModel):\n    rows: list[Post]\n    total: int\ndef read_all(rows):\n    return Out(rows=rows, total=1)",
    "made by alias": "class Out(BaseModel):\n    inner: Post = Field(alias='row')\ndef read(row):\n    return Out(row=row)",
    "made, not configured": "class Out(BaseModel):\n    row: Closed\ndef read(row):\n    return Out(row=row)",
    "made, generic": "T = TypeVar('T')\nclass Page(BaseModel, Generic[T]):\n    rows: Sequence[T]\n    total: int\n"
    "def read_all(rows):\n    return Page[Post](rows=rows, total=1)",
    "made, generic subclass": "T = TypeVar('T')\nclass Page(BaseModel, Generic[T]):\n    rows: list[T]\n    total: int\nclass Out(Page[Post]):\n    pass\n"
    "def read_all(rows):\n    return Out(rows=rows, total=1)",
    "made, generic without arguments": "T = TypeVar('T')\nclass Page(BaseModel, Generic[T]):\n    rows: list[T]\n"
    "def read_all(rows):\n    return Page(rows=rows)",
    "made, own constructor": "class Out(BaseModel):\n    row: Any\n    def __init__(self, row):\n        super().__init__(row=1)\ndef read(row):\n    return Out(row)",
    "constructed": "def read(row):\n    return Post.model_construct(title=row)",
    "SQLModel": "from sqlmodel import SQLModel\nclass Out(SQLModel):\n    id: int\n    name: str\ndef read(row):\n    return Out.model_validate(row)",
    "SQLModel, made": "from sqlmodel import SQLModel\nclass Out(SQLModel):\n    rows: list[Post]\ndef read_all(rows):\n    return Out(rows=rows)",
    "SQLModel with an update": "from sqlmodel import SQLModel\nclass Out(SQLModel):\n    id: int\ndef read(row):\n    return Out.model_validate(row, update={'id': 3})",
    "SQLModel's table": "from sqlmodel import SQLModel, Field as Column, Relationship\nclass Item(SQLModel, table=True):\n"
    "    id: int = Column(primary_key=True)\nclass Owner(SQLModel, table=True):\n    id: int = Column(primary_key=True)\n"
    "    first: int = Column(default=1, foreign_key='item.id')\n    best: Item = Relationship()\ndef read(row):\n    return Owner.model_validate(row)",
    "SQLModel's table, made": "from sqlalchemy import JSON\nfrom sqlmodel import SQLModel, Field as Column\nclass Thing(SQLModel, table=True):\n    id: int = Column(primary_key=True)\n"
    "    __table_args__ = {'keep_existing': True}\n    row: Post = Column(default=None, sa_type=JSON)\ndef read(row):\n    return Thing(row=row)",
}

FILES = {case: f"case_{number}.py" for number, case in enumerate([*CASES, *SILENT, *CALLS])}
"""Each case is a module of one project."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    root = tmp_path_factory.mktemp("schemas")
    cases = {**CASES, **SILENT, **CALLS}
    assert len(cases) == len(CASES) + len(SILENT) + len(CALLS)
    for case, text in cases.items():
        (root / FILES[case]).write_text(HEAD + text)
    return World(Sources(root, Settings()), Settings())


def really_read(out: Any, forced: bool) -> list[str]:
    log: list[str] = []
    with contextlib.suppress(pydantic.ValidationError):
        out.model_validate(recorded(log, ROW), **({"from_attributes": True} if forced else {}))
    return log


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("forced", [False, True], ids=["configured", "forced"])
def test_a_model_reads_what_it_is_said_to(world: World, case: str, forced: bool) -> None:
    log = really_read(module_of(HEAD + CASES[case]).Out, forced)
    assert deeply(lambda: list(said(world, Reader(DefId(FILES[case], "Out"), forced=forced), ROW))) == log


@pytest.mark.parametrize("case", SILENT)
def test_nothing_is_said_that_is_not_certain(world: World, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = types.ModuleType("elsewhere")
    elsewhere.Mixin, elsewhere.Described = type("Mixin", (), {}), pydantic.Field  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "elsewhere", elsewhere)
    log = really_read(module_of(HEAD + SILENT[case]).Out, True)
    expected = deeply(lambda: list(said(world, Reader(DefId(FILES[case], "Out"), forced=True), ROW)))
    assert set(expected) <= set(log)
    assert expected != log


def readers(world: World, path: str, function: str, receiver: Class | None) -> list[Reader]:
    """How the calls of a function read its argument."""
    ran = world.ask("ran", DefId(path, function), receiver)
    return [reading.reader for event in ran.events if isinstance(event, Called) for reading in readings(world, event)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("case", CALLS)
def test_a_call_reads_what_it_is_said_to(world: World, case: str) -> None:
    log: list[str] = []
    module = module_of(HEAD + CALLS[case])
    function = "read_all" if hasattr(module, "read_all") else "read"
    values: Any = [ROW, POSTS[0]] if function == "read_all" else ROW
    with contextlib.suppress(pydantic.ValidationError, pydantic.errors.PydanticUserError):
        getattr(module, function)(recorded(log, values))
    where = "Out.of" if case == "class method" else function
    receiver = Class(DefId(FILES[case], "Out")) if case == "class method" else None
    expected = deeply(lambda: [name for reader in readers(world, FILES[case], where, receiver) for name in said(world, reader, values)])
    # SQLModel tries the relationships of a table, too, which are no fields.
    assert expected == [name for name in log if name != "best"] if case == "SQLModel's table" else expected == log


# Endpoints: `GET /case` returns ROW, or two of them where its name ends with `_many`, as objects that record; `mapping` returns one in a dictionary.
ENDPOINTS = '''
from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import JSONResponse

T = TypeVar("T")

class Page(BaseModel, Generic[T]):
    id: int
    posts: list[T]

class Out(BaseModel):
    id: int
    posts: list[Post] = []

class Small(BaseModel):
    id: int

app = FastAPI()
router = APIRouter()

def same(function):
    return function

@app.get("/keyword", response_model=Out)
async def keyword():
    return ROW

@app.post("/annotation")
async def annotation() -> Out:
    return ROW

@router.get("/routed", response_model=Out, response_model_exclude={"posts"})
def routed():
    return ROW

@app.get("/included", response_model=Out, response_model_include={"id"})
async def included():
    return ROW

@app.get("/unset", response_model=Out, response_model_exclude_unset=True, response_model_exclude_none=True, response_model_exclude_defaults=True)
async def unset():
    return ROW

@app.get("/wins", response_model=Small)
async def wins() -> Out:
    return ROW

@app.get("/disabled", response_model=None)
async def disabled() -> Out:
    return ROW

@app.get("/bare")
async def bare():
    return ROW

@app.get("/optional", response_model=Optional[Out])
async def optional():
    return ROW

@app.get("/nullable")
async def nullable() -> Out | None:
    return ROW

@app.get("/list_many", response_model=List[Out])
async def list_many():
    return ROW

@app.get("/annotated_many")
async def annotated_many() -> list[Out]:
    return ROW

@app.get("/mapping", response_model=Dict[str, Out])
async def mapping():
    return ROW

@app.get("/generic", response_model=Page[Post])
async def generic():
    return ROW

@app.get("/generic_many")
async def generic_many() -> list[Page[Comment]]:
    return ROW

@app.get("/anything")
async def anything() -> Any:
    return ROW

@app.get("/response")
async def response() -> JSONResponse:
    return JSONResponse(1)

@app.api_route("/any_method", methods=["GET"], response_model=Out)
async def any_method():
    return ROW

@app.get("/converted", response_model=Annotated[Out, BeforeValidator(lambda value: {"id": 1})])
async def converted():
    return ROW

@same
@app.get("/above", response_model=Out)
async def above():
    return ROW

app.include_router(router)
'''

# The endpoint returns a dictionary: what its items are read by is found, that it is one is not the reader's business.
NAMES = (
    *("keyword", "annotation", "routed", "included", "unset", "wins", "disabled", "bare", "optional", "nullable", "list_many", "annotated_many"),
    *("mapping", "generic", "generic_many", "anything", "response", "any_method", "converted", "above"),
)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> World:
    root = tmp_path_factory.mktemp("application")
    (root / "main.py").write_text(HEAD + ENDPOINTS)
    return World(Sources(root, Settings()), Settings())


@pytest.mark.parametrize("name", NAMES)
def test_an_endpoint_reads_what_it_is_said_to(application: World, name: str) -> None:
    log: list[str] = []
    module = module_of(HEAD + ENDPOINTS)
    row = recorded(log, ROW)
    vars(module)["ROW"] = [row, recorded(log, ROW)] if name.endswith("_many") else {"a": row} if name == "mapping" else row
    log.clear()
    asyncio.run(request(module, name))
    values: Any = [ROW, ROW] if name.endswith("_many") else [ROW] if name == "mapping" else ROW
    answered = deeply(lambda: application.ask("responses", DefId("main.py", name)))
    # An object without a schema is asked whether it is a mapping, then for its `__dict__`.
    read = [path for path in log if not path.endswith("keys")]
    assert deeply(lambda: [path for reader in answered for path in said(application, reader, values)]) == read


async def request(module: types.ModuleType, name: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=module.app), base_url="http://test") as client:
        # What nothing can be made of raises, after it was read.
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            await client.request("POST" if name == "annotation" else "GET", f"/{name}")


def test_an_endpoint_of_which_too_little_is_known(tmp_path: Path) -> None:
    text = HEAD + ENDPOINTS + """
from elsewhere import unknown

OPTIONS = {}

@app.get("/under", response_model=Out)
@unknown
async def under():
    return ROW

@app.get("/spread", **OPTIONS)
async def spread() -> Out:
    return ROW

@app.get("/made", response_model=unknown(Out))
async def made() -> Out:
    return ROW

@app.get("/union", response_model=Out | Small)
async def union():
    return ROW

@app.get("/yielded")
async def yielded() -> Iterable[Out]:
    yield ROW

async def no_endpoint() -> Out:
    return ROW

@app.get("/twice", response_model=Out)
@router.get("/twice_too", response_model=Small)
async def twice():
    return ROW
"""
    (tmp_path / "main.py").write_text(text)
    world = World(Sources(tmp_path, Settings()), Settings())
    for name in ("under", "spread", "made", "union", "yielded", "no_endpoint"):
        assert deeply(lambda name=name: world.ask("responses", DefId("main.py", name))) == ()
    answered = deeply(lambda: world.ask("responses", DefId("main.py", "twice")))
    assert [reader.schema.qualname for reader in answered] == ["Small", "Out"]


DATA = """
import dataclasses
from dataclasses import astuple
from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, ConfigDict
from sqlmodel import SQLModel

class Own(SQLModel):
    id: int

class Below(Own):
    pass

app = FastAPI()

@app.get("/bare")
async def bare():
    return ROW

def encoded(row):
    return jsonable_encoder(obj=row)

def dictionary(row):
    return dataclasses.asdict(row)

def listed(row):
    return astuple(row)
"""


@pytest.mark.parametrize("name", ["encoded", "dictionary", "listed", "bare"])
def test_all_fields_of_a_data_class_are_read(name: str, tmp_path: Path) -> None:
    """A reader without schema says so; nothing is read of an object that is no data class but its `__dict__`."""
    (tmp_path / "main.py").write_text(DATA)
    world = World(Sources(tmp_path, Settings()), Settings())
    found = world.ask("responses", DefId("main.py", name)) if name == "bare" else readers(world, "main.py", name, None)
    assert tuple(found) == (Reader(None),)

    log: list[str] = []
    real = dataclasses.make_dataclass("Data", ["id", "posts"], namespace={"__getattribute__": Recorded.__getattribute__})
    row = object.__new__(real)
    object.__setattr__(row, "_kept", (log, "", {"id": 1, "posts": [1]}))
    module = module_of(DATA)
    if name == "bare":
        vars(module)["ROW"] = row
        asyncio.run(request(module, name))
    else:
        getattr(module, name)(row)
    assert log == ["id", "posts"]


def test_an_instance_of_the_schema_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(DATA)
    world = World(Sources(tmp_path, Settings()), Settings())
    own, below = DefId("main.py", "Own"), DefId("main.py", "Below")
    read = schema_read(world, Reader(below), own)
    assert read is not None and [field.name for field in read.fields] == ["id"]
    assert schema_read(world, Reader(own), below) is None

    class Noted(module_of(DATA).Own):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> Any:
            if name == "id":
                raise AssertionError("was read")
            return super().__getattribute__(name)

    value = Noted(id=1)
    assert pydantic.TypeAdapter(type(value).__mro__[1]).validate_python(value, from_attributes=True) is value
