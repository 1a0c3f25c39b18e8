"""What people import from `django.db.models`; expressions and plain fields are left open."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist as ObjectDoesNotExist

from .base import Model as Model
from .fields.related import ForeignKey as ForeignKey
from .fields.related import ForeignObject as ForeignObject
from .fields.related import ManyToManyField as ManyToManyField
from .fields.related import OneToOneField as OneToOneField
from .manager import Manager as Manager
from .query import QuerySet as QuerySet
from .query import aprefetch_related_objects as aprefetch_related_objects
from .query import prefetch_related_objects as prefetch_related_objects

def __getattr__(name: str) -> Any: ...
