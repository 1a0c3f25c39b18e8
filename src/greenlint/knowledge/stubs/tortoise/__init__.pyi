"""Tortoise ORM. Its queries are awaitables; nothing of one runs before it is awaited."""

from typing import Any, Coroutine

from greenlint_markers import awaits_db, closes

from .backends.base.client import BaseDBAsyncClient
from .connection import connections as connections
from .models import Model as Model

class Tortoise:
    apps: Any
    table_name_generator: Any
    @classmethod
    def init_app(cls, label: str, model_paths: Any, _init_relations: bool = True) -> Any: ...
    @classmethod
    def is_inited(cls) -> bool: ...
    @staticmethod
    def star_password(connections_config: Any) -> str: ...
    @classmethod
    @awaits_db
    async def init(
        cls,
        config: Any = None,
        config_file: str | None = None,
        _create_db: bool = False,
        db_url: str | None = None,
        modules: Any = None,
        **options: Any,
    ) -> Any: ...
    @classmethod
    @awaits_db
    async def generate_schemas(cls, safe: bool = True) -> None: ...
    @classmethod
    @closes
    @awaits_db
    async def close_connections(cls) -> None: ...
    @classmethod
    def get_connection(cls, connection_name: str) -> BaseDBAsyncClient: ...
    @classmethod
    def init_models(cls, models_paths: Any, app_label: str, _init_relations: bool = True) -> None: ...
    @classmethod
    def describe_model(cls, model: Any, serializable: bool = True) -> dict[str, Any]: ...
    @classmethod
    def describe_models(cls, models: Any = None, serializable: bool = True) -> dict[str, dict[str, Any]]: ...

def run_async(coro: Coroutine[Any, Any, Any]) -> None: ...
def __getattr__(name: str) -> Any: ...
