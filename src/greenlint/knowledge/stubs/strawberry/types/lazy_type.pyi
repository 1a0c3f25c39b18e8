"""The type of a field that another module defines, which is imported when the schema is made."""

class StrawberryLazyReference:
    module: str
    def __init__(self, module: str) -> None: ...

def lazy(module_path: str) -> StrawberryLazyReference: ...
