"""Database URLs: data."""

from collections.abc import Mapping
from typing import Any

class URL:
    drivername: str
    username: str | None
    password: str | None
    host: str | None
    port: int | None
    database: str | None
    query: Any
    @classmethod
    def create(
        cls,
        drivername: str,
        username: str | None = None,
        password: str | None = None,
        host: str | None = None,
        port: int | None = None,
        database: str | None = None,
        query: Mapping[str, Any] = ...,
    ) -> URL: ...
    def set(
        self,
        drivername: str | None = None,
        username: str | None = None,
        password: str | None = None,
        host: str | None = None,
        port: int | None = None,
        database: str | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> URL: ...
    def render_as_string(self, hide_password: bool = True) -> str: ...
    def update_query_dict(self, query_parameters: Mapping[str, Any], append: bool = False) -> URL: ...
    def update_query_string(self, query_string: str, append: bool = False) -> URL: ...
    def get_backend_name(self) -> str: ...
    def get_driver_name(self) -> str: ...

def make_url(name_or_url: str | URL) -> URL: ...
