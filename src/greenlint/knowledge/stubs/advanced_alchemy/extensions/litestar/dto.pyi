"""Data transfer objects of mapped classes: what is sent of an instance are its columns, and its relationships as deep as the configuration says.

Deliberately absent: hybrids, properties and association proxies, which releases treat differently.
"""

from typing import Any, Generic, TypeVar

from greenlint_markers import transfer_object

from litestar.dto.config import DTOConfig

_T = TypeVar("_T")

class SQLAlchemyDTOConfig(DTOConfig):
    def __init__(self, **options: Any) -> None: ...

@transfer_object
class SQLAlchemyDTO(Generic[_T]):
    config: DTOConfig
