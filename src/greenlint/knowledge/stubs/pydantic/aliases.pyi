"""Other names under which a field is looked for, and what makes them."""

from typing import Any

class AliasPath:
    path: list[str | int]
    def __init__(self, first_arg: str, *args: str | int) -> None: ...

class AliasChoices:
    choices: list[str | AliasPath]
    def __init__(self, first_choice: str | AliasPath, *choices: str | AliasPath) -> None: ...

class AliasGenerator:
    alias: Any
    validation_alias: Any
    serialization_alias: Any
    def __init__(self, alias: Any = None, validation_alias: Any = None, serialization_alias: Any = None) -> None: ...

def __getattr__(name: str) -> Any: ...
