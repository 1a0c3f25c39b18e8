"""Fields. Plain ones are left open; relations lead to other models."""

from typing import Any

from .relational import ForeignKeyField as ForeignKeyField
from .relational import ForeignKeyNullableRelation as ForeignKeyNullableRelation
from .relational import ForeignKeyRelation as ForeignKeyRelation
from .relational import ManyToManyField as ManyToManyField
from .relational import ManyToManyRelation as ManyToManyRelation
from .relational import OneToOneField as OneToOneField
from .relational import OneToOneNullableRelation as OneToOneNullableRelation
from .relational import OneToOneRelation as OneToOneRelation
from .relational import ReverseRelation as ReverseRelation

def __getattr__(name: str) -> Any: ...
