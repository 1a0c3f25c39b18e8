"""The old home of declarative mapping."""

from typing import Any

from ...orm.decl_api import DeclarativeMeta as DeclarativeMeta
from ...orm.decl_api import as_declarative as as_declarative
from ...orm.decl_api import declarative_base as declarative_base
from ...orm.decl_api import declared_attr as declared_attr
from ...orm.decl_api import has_inherited_table as has_inherited_table
from ...orm.decl_api import synonym_for as synonym_for

def __getattr__(name: str) -> Any: ...
