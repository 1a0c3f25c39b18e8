"""The stubs of pydantic say the truth about the installed version, and enough of its models."""

from __future__ import annotations

from pathlib import Path

import pytest
from stub_truth import compare, missing, modules_of

MODULES = modules_of("pydantic")

COMPLETE = [("pydantic", "BaseModel"), ("pydantic", "RootModel"), ("pydantic", "TypeAdapter")]


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_the_stub_says_the_truth(module: str, path: Path) -> None:
    assert compare(module, path) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("module", "name"), COMPLETE, ids=[f"{module}.{name}" for module, name in COMPLETE])
def test_the_class_is_complete(module: str, name: str) -> None:
    assert missing(module, name) == []
