"""Where handlers get their sessions from: factories of all kinds, dependencies, parameters, services; and the driver that calls the handlers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .scope import Module, Scope

ENGINE = 'engine = create_async_engine("sqlite+aiosqlite:///app.db")'
KEEPING = (
    "Session = async_sessionmaker(engine, expire_on_commit=False)",
    "Session = async_sessionmaker(engine, expire_on_commit=False)",
    "Session = async_sessionmaker(bind=engine, class_=AsyncSession, expire_on_commit=False, autoflush=True)",
    "Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)",
    "Session = async_sessionmaker(engine)\nSession.configure(expire_on_commit=False)",
    'OPTIONS = {"expire_on_commit": False}\nSession = async_sessionmaker(engine, **OPTIONS)',
    "def make_factory(bind: AsyncEngine) -> async_sessionmaker[AsyncSession]:\n    return async_sessionmaker(bind, expire_on_commit=False)\n\n\nSession = make_factory(engine)",
    "class Session(AsyncSession):\n    def __init__(self) -> None:\n        super().__init__(engine, expire_on_commit=False)",
)
EXPIRING = (
    "Session = async_sessionmaker(engine)",
    "Session = async_sessionmaker(engine)",
    "Session = async_sessionmaker(engine, class_=AsyncSession, autoflush=True)",
    "Session = async_sessionmaker(engine, expire_on_commit=True)",
    "Session = sessionmaker(engine, class_=AsyncSession)",
    "def make_factory(bind: AsyncEngine) -> async_sessionmaker[AsyncSession]:\n    return async_sessionmaker(bind)\n\n\nSession = make_factory(engine)",
)
DEPENDENCY = "async def get_session() -> AsyncIterator[AsyncSession]:\n    async with Session() as session:\n        yield session\n"
KINDS = ("with", "with", "with", "param", "param", "depends", "service", "manual", "direct", "begin", "override")


def choose_factory(rng: Random, module: Module) -> None:
    """Choose the factory of a program: the text that makes it, and whether it stands beside the handlers."""
    module.sqlmodel_session = module.domain.style == "sqlmodel" and rng.random() < 0.6
    module.expiring = rng.random() < 0.5
    module.factory = rng.choice(EXPIRING if module.expiring else KEEPING)
    if module.sqlmodel_session and "async_sessionmaker(" in module.factory and "class_" not in module.factory:
        # Sessions of SQLModel know `exec`, which async_sessionmaker's own default class does not.
        module.factory = module.factory.replace("async_sessionmaker(engine", "async_sessionmaker(engine, class_=AsyncSession").replace(
            "async_sessionmaker(bind", "async_sessionmaker(bind, class_=AsyncSession"
        )
    module.factory_here = module.domain.layout == "one" or rng.random() < 0.4


def handler(module: Module, write: Callable[[Scope], None], mixed: bool, kind: str = "", after: Callable[[Scope], None] | None = None) -> None:
    """Write one handler with what `write` puts into it, and `after` the session has ended; and the driver's call of it."""
    name = module.name("handle")
    kind = kind or module.rng.choice(KINDS)
    depth = {"with": 2, "direct": 2, "begin": 2, "override": 2, "param": 1, "depends": 1, "service": 2, "manual": 2}[kind]
    scope = Scope(module, "self.session" if kind == "service" else "session", depth, mixed)
    scope.commits = kind != "begin"
    keep = module.rng.choice((", expire_on_commit=False", ""))
    by_factory = kind not in ("direct", "override") or (kind == "override" and (not keep or module.factory.startswith("class ")))
    scope.expires = module.expiring if by_factory else not keep
    write(scope)
    if after is not None:
        scope.depth = 1
        scope.happened("closed")
        after(scope)
    lines = scope.lines or ["    " * depth + "pass"]
    head = f"async def {name}(flag: bool) -> None:"
    call = [f"await {name}(flag)"]
    rows: list[str]
    if kind in ("with", "direct", "begin", "override"):
        made = {
            "with": "Session()",
            "direct": f"AsyncSession(engine{keep})",
            "begin": "Session.begin()",
            "override": f"Session({keep[2:]})" if not module.factory.startswith("class ") else "Session()",
        }[kind]
        if kind == "begin" and module.factory.startswith("class "):
            rows = [head, "    async with Session() as session, session.begin():", *lines]
        else:
            rows = [head, f"    async with {made} as session:", *lines]
    elif kind == "manual":
        rows = [head, "    session = Session()", "    try:", *lines, "    finally:", "        await session.close()"]
    elif kind == "param":
        rows = [f"async def {name}(session: AsyncSession, flag: bool) -> None:", *lines]
        call = ["async with Session() as session:", f"    await {name}(session, flag)"]
    elif kind == "depends":
        rows = [f"async def {name}(session: Annotated[AsyncSession, Depends(get_session)], flag: bool) -> None:", *lines]
        call = ["async with asynccontextmanager(get_session)() as session:", f"    await {name}(session, flag)"]
    else:
        service = name.title().replace("_", "")
        rows = [
            f"class {service}:",
            "    def __init__(self, session: AsyncSession) -> None:",
            "        self.session = session",
            "",
            f"    async def {name}(self, flag: bool) -> None:",
            *lines,
        ]
        call = ["async with Session() as session:", f"    await {service}(session).{name}(flag)"]
    module.handlers.append("\n".join(rows) + "\n")
    module.driver.append(call)
