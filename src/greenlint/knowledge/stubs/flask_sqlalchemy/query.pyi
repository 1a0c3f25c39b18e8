"""The legacy Query with what views want of it."""

from typing import Any, TypeVar

from greenlint_markers import blocks, loads
from sqlalchemy.orm.query import Query as _Query

from .pagination import Pagination

T = TypeVar("T")

class Query(_Query[T]):
    @blocks("session", use="AsyncSession.get")
    @loads
    def get_or_404(self, ident: Any, description: str | None = None) -> T: ...
    @blocks("session", use="AsyncSession.scalar")
    @loads
    def first_or_404(self, description: str | None = None) -> T: ...
    @blocks("session", use="AsyncSession.scalars")
    @loads
    def one_or_404(self, description: str | None = None) -> T: ...
    @blocks("session", use="AsyncSession.scalars")
    @loads
    def paginate(
        self,
        *,
        page: int | None = None,
        per_page: int | None = None,
        max_per_page: int | None = None,
        error_out: bool = True,
        count: bool = True,
    ) -> Pagination: ...

def __getattr__(name: str) -> Any: ...
