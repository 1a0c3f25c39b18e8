"""The stubs of frameworks, task queues and process pools say the truth about the installed versions, also about where they run plain functions."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import importlib.util
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from stub_source import definitions, dotted_name, load, statements
from stub_truth import compare, modules_of

IN_ENV = "given to the module while `env.py` runs"
CARRIED = "the function that it carries, which calling it calls"

EXCEPTIONS = {"alembic.context": {"config": IN_ENV}, "dramatiq.actor": {"Actor.__call__": CARRIED}}

PACKAGES = [
    "aiogram",
    "aiohttp",
    "alembic",
    "apscheduler",
    "atexit",
    "celery",
    "discord",
    "dramatiq",
    "huey",
    "litestar",
    "multiprocessing",
    "pytest",
    "quart",
    "rq",
    "sanic",
    "strawberry",
    "tornado",
]

MODULES = [pair for package in PACKAGES for pair in modules_of(package)]

ROUTING = [
    ("aiogram.dispatcher.event.telegram", "TelegramEventObserver", {"__call__"}),
    ("aiogram.dispatcher.event.event", "EventObserver", {"__call__"}),
    ("quart.app", "_Scaffold", {"get", "post", "put", "patch", "delete", "websocket", "before_request", "errorhandler"}),
]


def _needs(module: str) -> None:
    package = module.partition(".")[0]
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")


def _marked(module: str, owner: str, marker: str) -> set[str]:
    stub = load(module)
    assert stub is not None
    node = stub.names[owner]
    assert isinstance(node, ast.ClassDef)
    members = definitions(list(statements(node.body)), module, False)
    return {
        name
        for name, member in members.items()
        for function in (member if isinstance(member, list) else [])
        for decorator in function.decorator_list
        if dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator) == marker
    }


def place(*args: Any, **kwargs: Any) -> str:
    """Where the caller has the function run: "loop" if a loop runs on this thread, else "thread"."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return "thread"
    return "loop"


@pytest.fixture(autouse=True)
def quiet() -> Any:
    """The libraries' own deprecations are not what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Any) -> None:
    _needs(module)
    assert compare(module, path, EXCEPTIONS.get(module)) == []


@pytest.mark.parametrize(("module", "owner", "names"), ROUTING, ids=[module for module, _, _ in ROUTING])
def test_endpoints_that_threads_may_run_are_routes(module: str, owner: str, names: set[str]) -> None:
    """A fix may take the `async` from such an endpoint."""
    assert names <= _marked(module, owner, "route")


@pytest.mark.parametrize("module", [module for module, _ in MODULES if module.partition(".")[0] in ("aiohttp", "discord", "litestar", "sanic", "tornado")])
def test_endpoints_that_the_loop_runs_are_no_routes(module: str) -> None:
    """Without its `async`, such an endpoint would block the loop all the same, or be refused: no fix may take it."""
    stub = load(module)
    assert stub is not None
    assert [name for name, node in stub.names.items() if isinstance(node, ast.ClassDef) and _marked(module, name, "route")] == []


def test_litestar_runs_plain_functions_on_the_loop_unless_told() -> None:
    _needs("litestar")
    from litestar import get
    from litestar.di import Provide
    from litestar.testing import create_test_client

    dependencies = {"plain": Provide(lambda: place(), sync_to_thread=None), "threaded": Provide(lambda: place(), sync_to_thread=True)}

    @get("/plain", media_type="text/plain", dependencies=dependencies)
    def plain(plain: str, threaded: str) -> str:
        return f"{place()} {plain} {threaded}"

    @get("/threaded", media_type="text/plain", sync_to_thread=True)
    def threaded() -> str:
        return place()

    with create_test_client([plain, threaded]) as client:
        assert client.get("/plain").text == "loop loop thread"
        assert client.get("/threaded").text == "thread"


def test_quart_runs_plain_views_on_threads() -> None:
    _needs("quart")
    from quart import Quart
    from quart.utils import run_sync

    app = Quart(__name__)
    seen: list[str] = []

    @app.before_request
    def before() -> None:
        seen.append(place())

    @app.get("/")
    def view() -> str:
        return place()

    async def scenario() -> None:
        response = await app.test_client().get("/")
        assert await response.get_data(as_text=True) == "thread"
        assert seen == ["thread"]
        assert await run_sync(place)() == "thread"

    asyncio.run(scenario())


def test_sanic_calls_plain_handlers_on_the_loop() -> None:
    _needs("sanic")
    httpx = pytest.importorskip("httpx")
    from sanic import Sanic
    from sanic.response import text

    app = Sanic("stubs")
    seen: list[str] = []
    assert app.before_server_start(place) is place
    assert app.listener("before_server_stop")(place) is place

    @app.on_request
    def before(request: Any) -> None:
        seen.append(place())

    @app.get("/")
    def handler(request: Any) -> Any:
        return text(place())

    async def scenario() -> None:
        started, ended = asyncio.Event(), asyncio.Event()
        messages = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, str]:
            if started.is_set():
                await ended.wait()
            return {"type": next(messages)}

        async def send(message: dict[str, Any]) -> None:
            started.set()

        lifespan = asyncio.create_task(app({"type": "lifespan", "asgi": {}}, receive, send))
        await started.wait()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
            assert (await client.get("/")).text == "loop"
        assert seen == ["loop"]
        ended.set()
        await lifespan

    asyncio.run(scenario())


def test_aiohttp_calls_handlers_on_the_loop() -> None:
    _needs("aiohttp")
    from aiohttp import web
    from aiohttp.test_utils import make_mocked_request

    routes = web.RouteTableDef()
    started: list[str] = []

    @routes.get("/")
    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=place())

    async def start(app: web.Application) -> None:
        started.append(place())

    async def scenario() -> None:
        app = web.Application()
        app.add_routes(routes)
        app.on_startup.append(start)
        app.freeze()
        await app.startup()
        response = await app._handle(make_mocked_request("GET", "/", app=app))
        assert isinstance(response, web.Response)
        assert (response.text, started) == ("loop", ["loop"])
        with contextlib.closing(asyncio.new_event_loop()) as other, pytest.raises(RuntimeError, match="running"):
            web.run_app(app, loop=other)

    asyncio.run(scenario())


def test_aiogram_runs_plain_handlers_on_threads() -> None:
    _needs("aiogram")
    from aiogram import Dispatcher, Router
    from aiogram.dispatcher.event.handler import CallableObject

    router = Router()
    assert router.message()(place) is place
    assert router.message.register(place) is place
    assert [handler.callback for handler in router.message.handlers] == [place, place]
    assert asyncio.run(CallableObject(place).call()) == "thread"
    _raises_on_a_loop(Dispatcher().run_polling)


def _raises_on_a_loop(function: Callable[..., Any], *args: Any) -> None:
    async def scenario() -> None:
        with pytest.raises(RuntimeError, match="running"):
            function(*args)

    asyncio.run(scenario())


def test_tornado_offloads_to_executors_only() -> None:
    _needs("tornado")
    from tornado.concurrent import run_on_executor
    from tornado.ioloop import IOLoop

    class Service:
        executor = ThreadPoolExecutor(1)

        @run_on_executor
        def first(self) -> str:
            return place()

        @run_on_executor(executor="executor")
        def second(self) -> str:
            return place()

    async def scenario() -> None:
        loop = IOLoop.current()
        assert await loop.run_in_executor(None, place) == "thread"
        assert [await Service().first(), await Service().second()] == ["thread", "thread"]
        called = asyncio.get_running_loop().create_future()
        loop.add_callback(lambda: called.set_result(place()))
        assert await called == "loop"

    async def nested() -> None:
        with pytest.raises(RuntimeError, match="already running"):
            IOLoop.current().run_sync(place)

    asyncio.run(scenario())
    Service.executor.shutdown()
    outer = asyncio.new_event_loop()
    outer.run_until_complete(nested())
    outer.close()


def test_discord_refuses_plain_functions() -> None:
    _needs("discord")
    import discord
    from discord.ext import commands, tasks

    async def on_ready() -> None: ...

    client = discord.Client(intents=discord.Intents.none())
    assert client.event(on_ready) is on_ready
    assert commands.Cog.listener()(on_ready) is on_ready
    assert isinstance(tasks.loop(seconds=1)(on_ready), tasks.Loop)
    for register in (client.event, commands.command(), tasks.loop(seconds=1)):
        with pytest.raises(TypeError, match="coroutine"):
            register(place)
    _raises_on_a_loop(client.run, "token")


def test_the_scheduler_of_asyncio_runs_plain_functions_on_threads() -> None:
    _needs("apscheduler")
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        found = {name: loop.create_future() for name in ("plain", "coroutine")}
        scheduler = AsyncIOScheduler()

        def plain() -> None:
            loop.call_soon_threadsafe(found["plain"].set_result, place())

        @scheduler.scheduled_job("date")
        async def coroutine() -> None:
            found["coroutine"].set_result(place())

        scheduler.add_job(plain)
        scheduler.start()
        assert await asyncio.wait_for(asyncio.gather(found["plain"], found["coroutine"]), 10) == ["thread", "loop"]
        scheduler.shutdown()

    asyncio.run(scenario())


def test_calling_a_task_of_celery_runs_its_function() -> None:
    _needs("celery")
    from celery import Celery, Task, shared_task

    app = Celery("stubs", broker="memory://", backend="cache+memory://")

    @app.task
    def bare() -> str:
        return place()

    @app.task(name="named")
    def named() -> str:
        return place()

    @app.task(bind=True)
    def bound(self: Any) -> bool:
        return isinstance(self, Task)

    @shared_task
    def shared() -> str:
        return place()

    assert [bare(), named(), bound(), shared()] == ["thread", "thread", True, "thread"]
    assert isinstance(bare._get_current_object() if hasattr(bare, "_get_current_object") else bare, Task)


def test_calling_an_actor_of_dramatiq_runs_its_function() -> None:
    _needs("dramatiq")
    import dramatiq
    from dramatiq.brokers.stub import StubBroker

    broker = StubBroker()
    bare = dramatiq.actor(place, broker=broker, actor_name="bare")
    assert isinstance(bare, dramatiq.Actor)
    assert (bare(), bare.fn) == ("thread", place)
    assert dramatiq.actor(broker=broker, actor_name="made")(place)() == "thread"
    broker.close()


def test_calling_a_task_of_huey_enqueues_it() -> None:
    _needs("huey")
    from huey import MemoryHuey

    huey = MemoryHuey("stubs")
    task = huey.task()(place)
    result = task()
    assert type(result).__name__ == "Result"
    assert len(huey) == 1
    assert task.call_local() == "thread"


def test_the_decorator_of_rq_leaves_the_function() -> None:
    _needs("rq")
    from rq.decorators import job

    assert job("default", connection=None)(place) is place
