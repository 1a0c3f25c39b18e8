"""Strawberry: GraphQL schemas from classes. A query reads each field by itself: by its resolver, else as the attribute of that name.

Deliberately absent: scalars, directives, unions and enumerations, which read nothing; the conversions of Pydantic and Django models.
"""

from typing import Any

from strawberry import federation as federation
from strawberry.parent import Parent as Parent
from strawberry.schema import Schema as Schema
from strawberry.types.field import field as field
from strawberry.types.info import Info as Info
from strawberry.types.lazy_type import lazy as lazy
from strawberry.types.mutation import mutation as mutation
from strawberry.types.mutation import subscription as subscription
from strawberry.types.object_type import interface as interface
from strawberry.types.object_type import type as type
from strawberry.types.private import Private as Private

def __getattr__(name: str) -> Any: ...
