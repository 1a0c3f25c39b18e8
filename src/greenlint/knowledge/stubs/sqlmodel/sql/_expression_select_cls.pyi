"""SQLModel's statements. A Select's argument is the tuple of what a row holds, a SelectOfScalar's the one thing."""

from typing import TypeVar

from sqlalchemy.sql.selectable import Select as StandardSelect

T = TypeVar("T")
R = TypeVar("R")

class SelectBase(StandardSelect[R]): ...
class Select(SelectBase[R]): ...
class SelectOfScalar(SelectBase[tuple[T]]): ...
