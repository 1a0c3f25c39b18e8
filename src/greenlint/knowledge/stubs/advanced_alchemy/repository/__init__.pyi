"""Repositories."""

from typing import Any

from ._async import SQLAlchemyAsyncRepository as SQLAlchemyAsyncRepository
from ._async import SQLAlchemyAsyncSlugRepository as SQLAlchemyAsyncSlugRepository
from ._sync import SQLAlchemySyncRepository as SQLAlchemySyncRepository
from ._sync import SQLAlchemySyncSlugRepository as SQLAlchemySyncSlugRepository

def __getattr__(name: str) -> Any: ...
