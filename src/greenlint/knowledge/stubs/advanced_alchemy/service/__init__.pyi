"""Services."""

from typing import Any

from ._async import SQLAlchemyAsyncRepositoryReadService as SQLAlchemyAsyncRepositoryReadService
from ._async import SQLAlchemyAsyncRepositoryService as SQLAlchemyAsyncRepositoryService
from ._sync import SQLAlchemySyncRepositoryReadService as SQLAlchemySyncRepositoryReadService
from ._sync import SQLAlchemySyncRepositoryService as SQLAlchemySyncRepositoryService

def __getattr__(name: str) -> Any: ...
