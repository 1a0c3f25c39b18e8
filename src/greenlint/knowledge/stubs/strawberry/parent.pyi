"""The annotation of a resolver's parameter that is given the object whose field it resolves."""

from typing import Annotated, TypeVar

from greenlint_markers import source

_T = TypeVar("_T")

@source
class StrawberryParent: ...

Parent = Annotated[_T, StrawberryParent()]
