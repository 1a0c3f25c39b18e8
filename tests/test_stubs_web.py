"""The stubs of FastAPI, Starlette and anyio say the truth about the installed versions, and enough of their main classes."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from stub_source import load
from stub_truth import compare, missing, modules_of

ASGI = "called by the server or the framework"
PAGES = "serves a frontend's files"
LATER = "of newer versions than the installed one"
TRANSPORT = "sent by the server beside the response"

EXCEPTIONS = {"fastapi.routing": {"APIRouter.route": "a method of the marker's own name, written as a callable so that it does not hide the marker"}}

NEW = {"anyio.abc": ("TaskGroup.cancel", "TaskGroup.create_task")}

MODULES = modules_of("fastapi") + modules_of("starlette") + modules_of("anyio")

COMPLETE = [
    ("anyio", "CapacityLimiter"),
    ("anyio", "Lock"),
    ("anyio.abc", "TaskGroup"),
    ("anyio.from_thread", "BlockingPortal"),
    ("fastapi", "APIRouter"),
    ("fastapi", "BackgroundTasks"),
    ("fastapi", "FastAPI"),
    ("fastapi", "Request"),
    ("fastapi", "WebSocket"),
    ("starlette.applications", "Starlette"),
    ("starlette.background", "BackgroundTask"),
    ("starlette.middleware.base", "BaseHTTPMiddleware"),
    ("starlette.responses", "StreamingResponse"),
    ("starlette.routing", "Router"),
]

OMITTED = {
    "APIRouter": {
        "app": ASGI,
        "handle": ASGI,
        "lifespan": ASGI,
        "matches": ASGI,
        "not_found": ASGI,
        "frontend": PAGES,
        "startup": ASGI,
        "shutdown": ASGI,
    },
    "BlockingPortal": {"call_async": "new, and awaited by nobody yet"},
    "FastAPI": {"frontend": PAGES},
    "Request": {"send_early_hints": TRANSPORT},
    "Router": {"app": ASGI, "lifespan": ASGI, "not_found": ASGI, "startup": ASGI, "shutdown": ASGI},
    "WebSocket": {"send_denial_response": TRANSPORT},
}

DECORATORS = ("get", "post", "put", "delete", "options", "head", "patch", "trace", "api_route", "websocket", "websocket_route", "on_event")


def _has(module: str, dotted: str) -> bool:
    owner, name = dotted.split(".")
    return hasattr(getattr(importlib.import_module(module), owner), name)


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Path) -> None:
    new = {name: LATER for name in NEW.get(module, ()) if not _has(module, name)}
    assert compare(module, path, {**EXCEPTIONS.get(module, {}), **new}) == []


@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    real = getattr(importlib.import_module(module), name)
    assert missing(module, name, {member: why for member, why in OMITTED.get(name, {}).items() if hasattr(real, member)}) == []


@pytest.mark.parametrize("name", DECORATORS)
def test_application_and_router_register_alike(name: str) -> None:
    """The two classes repeat each other in FastAPI; a decorator that one of the stubs forgets would turn its endpoints unknown."""
    application = _method("fastapi.applications", "FastAPI", name)
    router = _method("fastapi.routing", "_RouterDecorators", name)
    assert application == router
    assert "@route" in application


def _method(module: str, owner: str, name: str) -> str:
    node = load(module).names[owner]
    assert isinstance(node, ast.ClassDef)
    return next(ast.unparse(item) for item in node.body if isinstance(item, ast.FunctionDef) and item.name == name)


def test_the_parameter_that_is_injected_is_the_first() -> None:
    """`Depends(f)` and `Depends(dependency=f)` name the same parameter."""
    from fastapi import Depends, Security

    for function in (Depends, Security):
        assert next(iter(inspect.signature(function).parameters)) == "dependency"
