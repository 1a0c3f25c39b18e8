"""The annotation of an attribute that is no field."""

from typing import Annotated, TypeVar

from greenlint_markers import no_field

_T = TypeVar("_T")

@no_field
class StrawberryPrivate: ...

Private = Annotated[_T, StrawberryPrivate()]
