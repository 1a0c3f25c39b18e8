"""The stubs of database clients and of other blocking libraries say the truth about the installed versions, and both sides of one agree."""

from __future__ import annotations

import ast
import asyncio
import importlib
import importlib.util
import inspect
import warnings
from functools import reduce
from typing import Any

import pytest
from stub_source import definitions, dotted_name, load, statements
from stub_truth import compare, modules_of

ANY_COMMAND = "every command, which it collects and answers with itself"
AT_RUN_TIME = "made at run time from a description of the service"
GENERIC = "generic for annotations only"
WRAPPED = "stored by a decorated `__init__`"
DYNAMIC = "the methods that are unmarked"

EXCEPTIONS = {
    "boto3.dynamodb.table": {"ServiceResource": AT_RUN_TIME, "Table": AT_RUN_TIME},
    "botocore.client": {"DynamoDB": AT_RUN_TIME},
    "motor.motor_asyncio": dict.fromkeys(
        ("AsyncIOMotorChangeStream", "AsyncIOMotorClient", "AsyncIOMotorCollection", "AsyncIOMotorDatabase"), GENERIC
    ),
    "redis.asyncio.client": {"Pipeline.__getattr__": ANY_COMMAND, "Redis.connection_pool": WRAPPED},
    "redis.asyncio.cluster": {"ClusterPipeline.__getattr__": ANY_COMMAND},
    "redis.client": {"Pipeline.__getattr__": ANY_COMMAND, "Redis.connection_pool": WRAPPED},
    "redis.cluster": {"ClusterPipeline.__getattr__": ANY_COMMAND},
    "socket": {"socket.__getattr__": DYNAMIC},
}

PACKAGES = [
    "boto3",
    "botocore",
    "cassandra",
    "elasticsearch",
    "httpx",
    "influxdb_client",
    "motor",
    "neo4j",
    "pymemcache",
    "pymongo",
    "redis",
    "requests",
    "socket",
    "subprocess",
    "urllib",
]

MODULES = [pair for package in PACKAGES for pair in modules_of(package)]

TWINS = [
    (("elasticsearch", "_sync.client", "Elasticsearch"), ("elasticsearch", "_async.client", "AsyncElasticsearch")),
    (("elasticsearch", "client", "IndicesClient"), ("elasticsearch", "_async.client.indices", "IndicesClient")),
    *((("neo4j", "", name), ("neo4j", "", f"Async{name}")) for name in ("Driver", "ManagedTransaction", "Result", "Session", "Transaction")),
    *(
        (("pymongo", module, name), ("pymongo", f"asynchronous.{module}", f"Async{name}"))
        for module, name in (
            ("change_stream", "ChangeStream"),
            ("client_session", "ClientSession"),
            ("collection", "Collection"),
            ("command_cursor", "CommandCursor"),
            ("cursor", "Cursor"),
            ("database", "Database"),
            ("mongo_client", "MongoClient"),
        )
    ),
    *((("redis", "client", name), ("redis", "asyncio.client", name)) for name in ("Monitor", "Pipeline", "PubSub", "Redis")),
    (("redis", "cluster", "RedisCluster"), ("redis", "asyncio.cluster", "RedisCluster")),
    (("redis", "lock", "Lock"), ("redis", "asyncio.lock", "Lock")),
]

# What only one side waits for: operators are no coroutines; one side connects when it is made, the other when it is entered or told to.
ONLY_ONE_SIDE = {"__contains__", "__delitem__", "__getitem__", "__setitem__", "start_transaction"}
CONNECTING = {"__aenter__", "__init__", "aconnect", "connect", "from_url", "initialize"}

PROTOCOLS = {"__enter__": "__aenter__", "__exit__": "__aexit__", "__next__": "__anext__"}


def _needs(module: str) -> None:
    package = module.partition(".")[0]
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")


def _functions(module: str, owner: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    stub = load(module)
    assert stub is not None
    node = stub.names[owner]
    assert isinstance(node, ast.ClassDef)
    members = definitions(list(statements(node.body)), module, False)
    return {name: member[-1] for name, member in members.items() if isinstance(member, list)}


def _marked(module: str, owner: str, marker: str) -> set[str]:
    return {
        name
        for name, function in _functions(module, owner).items()
        for decorator in function.decorator_list
        if dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator) == marker
    }


def _uses() -> list[str]:
    found = set()
    for _, path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and dotted_name(node.func) == "blocks":
                found.update(str(keyword.value.value) for keyword in node.keywords if isinstance(keyword.value, ast.Constant))
    return sorted(found)


def _real(dotted: str) -> Any:
    parts = dotted.split(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for count in range(len(parts), 0, -1):
            try:
                module = importlib.import_module(".".join(parts[:count]))
            except ImportError:
                continue
            return reduce(getattr, parts[count:], module)
    raise ImportError(dotted)


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Any) -> None:
    _needs(module)
    assert compare(module, path, EXCEPTIONS.get(module)) == []


def test_what_stubs_recommend_exists() -> None:
    """A recommended call that is misspelt would be printed to people."""
    uses = [use for use in _uses() if importlib.util.find_spec(use.partition(".")[0]) is not None]
    assert "asyncio.to_thread" in uses
    for use in uses:
        assert callable(_real(use)), use


@pytest.mark.parametrize(("sync", "other"), TWINS, ids=[f"{'.'.join(sync)}" for sync, _ in TWINS])
def test_what_blocks_is_awaited_on_the_other_side(sync: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    """A method of one side that waits and of the other that does not would be a slip of one of the stubs, where both have it."""
    blocking = {PROTOCOLS.get(name, name) for name in _marked(".".join(sync[:2]).rstrip("."), sync[2], "blocks")}
    awaited = _marked(".".join(other[:2]).rstrip("."), other[2], "awaits_db") - {"__await__"}
    assert blocking
    assert blocking ^ awaited <= ONLY_ONE_SIDE | CONNECTING
    assert blocking & awaited - CONNECTING


def _called(method: Any) -> Any:
    """Calls a bound method with a plausible value for each parameter that it requires."""
    required = [
        parameter
        for parameter in inspect.signature(method).parameters.values()
        if parameter.default is parameter.empty and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    values = {"mapping": {"a": "b"}, "keys": ["a", "b"], "numkeys": 1, "fields": {"a": "b"}, "groupname": "g", "values": ["1", "2", "a"]}
    return method(*(values.get(parameter.name, "1") for parameter in required))


def test_commands_of_redis_give_coroutines() -> None:
    """Most of them are plain functions, which introspection cannot tell from blocking ones: they are called, and nothing of them is run."""
    _needs("redis")
    import redis.asyncio

    functions = _functions("redis.asyncio.client", "Redis")
    plain = [name for name in _marked("redis.asyncio.client", "Redis", "awaits_db") if isinstance(functions[name], ast.FunctionDef)]
    checked = []
    client = redis.asyncio.Redis()
    for name in plain:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                result = _called(getattr(client, name))
        except (redis.exceptions.DataError, ValueError, TypeError, AttributeError):
            continue
        assert inspect.iscoroutine(result), name
        result.close()
        checked.append(name)
    assert len(checked) > 0.8 * len(plain)
    assert {"delete", "expire", "get", "hgetall", "incr", "lpush", "publish", "sadd", "set", "zrange"} <= {*checked}


def test_pipelines_of_redis_collect() -> None:
    """A command of a pipeline gives the pipeline, in both worlds; only `execute()` is awaited."""
    _needs("redis")
    import redis
    import redis.asyncio

    for pipeline in (redis.Redis().pipeline(), redis.asyncio.Redis().pipeline()):
        assert pipeline.set("a", 1) is pipeline
        assert pipeline.hgetall("b").delete("c") is pipeline
        assert len(pipeline) == 3
        assert inspect.iscoroutinefunction(pipeline.execute) is isinstance(pipeline, redis.asyncio.client.Pipeline)


def test_operations_of_motor_start_at_once() -> None:
    """They give a future of a thread that runs already: not awaiting one leaves nothing undone, so that none is marked."""
    _needs("motor")
    started = {
        name
        for name, function in _functions("motor.motor_asyncio", "AsyncIOMotorCollection").items()
        if function.returns is not None and ast.unparse(function.returns).startswith("_Started[")
    }

    async def futures() -> set[str]:
        from motor.motor_asyncio import AsyncIOMotorClient

        client = AsyncIOMotorClient("mongodb://127.0.0.1:1", serverSelectionTimeoutMS=1)
        collection = client.shop.orders
        calls = {"find_one": ({},), "insert_one": ({},), "count_documents": ({},), "distinct": ("a",), "drop": (), "delete_many": ({},)}
        found = {name: getattr(collection, name)(*arguments) for name, arguments in calls.items()}
        assert all(isinstance(future, asyncio.Future) for future in found.values())
        await asyncio.wait(found.values())
        assert all(future.exception() is not None for future in found.values())
        client.close()
        return {*found}

    assert asyncio.run(futures()) <= started
    assert not _marked("motor.motor_asyncio", "AsyncIOMotorCollection", "awaits_db") & started


def test_calls_of_elasticsearch_give_coroutines() -> None:
    _needs("elasticsearch")

    async def coroutines() -> None:
        from elasticsearch import AsyncElasticsearch

        client = AsyncElasticsearch("http://127.0.0.1:1")
        for call in (client.search(index="a"), client.get(index="a", id="1"), client.indices.create(index="a"), client.cluster.health()):
            assert inspect.iscoroutine(call)
            call.close()
        await client.close()

    if importlib.util.find_spec("aiohttp") is None:
        pytest.skip("aiohttp is not installed")
    asyncio.run(coroutines())


def test_operations_of_dynamodb_exist() -> None:
    """The classes are made at run time: what the stubs declare is looked up on those."""
    _needs("boto3")
    import boto3

    options = {"region_name": "us-east-1", "aws_access_key_id": "none", "aws_secret_access_key": "none"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = boto3.client("dynamodb", **options)
        resource = boto3.resource("dynamodb", **options)
        real = {("botocore.client", "DynamoDB"): client, ("boto3.dynamodb.table", "ServiceResource"): resource, ("boto3.dynamodb.table", "Table"): resource.Table("a")}
    assert type(client).__name__ == "DynamoDB"
    for (module, owner), instance in real.items():
        assert [name for name in _functions(module, owner) if not callable(getattr(instance, name, None))] == []
    client.close()
