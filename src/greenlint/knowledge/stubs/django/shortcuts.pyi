"""Shortcuts of views."""

from typing import Any, TypeVar

from django.db.models.manager import BaseManager
from django.db.models.query import QuerySet
from django.http.request import HttpRequest
from django.http.response import HttpResponse
from greenlint_markers import awaits_db, blocks

M = TypeVar("M")

@blocks("orm", use="aget_object_or_404")
def get_object_or_404(klass: type[M] | BaseManager[M] | QuerySet[M], *args: Any, **kwargs: Any) -> M: ...
@awaits_db
async def aget_object_or_404(klass: type[M] | BaseManager[M] | QuerySet[M], *args: Any, **kwargs: Any) -> M: ...
@blocks("orm", use="aget_list_or_404")
def get_list_or_404(klass: type[M] | BaseManager[M] | QuerySet[M], *args: Any, **kwargs: Any) -> list[M]: ...
@awaits_db
async def aget_list_or_404(klass: type[M] | BaseManager[M] | QuerySet[M], *args: Any, **kwargs: Any) -> list[M]: ...
def render(
    request: HttpRequest | None,
    template_name: Any,
    context: Any = None,
    content_type: str | None = None,
    status: int | None = None,
    using: str | None = None,
) -> HttpResponse: ...
def redirect(to: Any, *args: Any, permanent: bool = False, **kwargs: Any) -> HttpResponse: ...
def resolve_url(to: Any, *args: Any, **kwargs: Any) -> str: ...
def __getattr__(name: str) -> Any: ...
