"""What people import from `sqlalchemy.ext.asyncio`."""

from typing import Any

from .engine import AsyncConnection as AsyncConnection
from .engine import AsyncEngine as AsyncEngine
from .engine import AsyncTransaction as AsyncTransaction
from .engine import async_engine_from_config as async_engine_from_config
from .engine import create_async_engine as create_async_engine
from .result import AsyncMappingResult as AsyncMappingResult
from .result import AsyncResult as AsyncResult
from .result import AsyncScalarResult as AsyncScalarResult
from .scoping import async_scoped_session as async_scoped_session
from .session import AsyncAttrs as AsyncAttrs
from .session import AsyncSession as AsyncSession
from .session import AsyncSessionTransaction as AsyncSessionTransaction
from .session import async_object_session as async_object_session
from .session import async_session as async_session
from .session import async_sessionmaker as async_sessionmaker
from .session import close_all_sessions as close_all_sessions

def __getattr__(name: str) -> Any: ...
