"""What a run must not import: libcst's metadata and matchers, which cost more than the parse; and for a word about itself, no analysis at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import python
from sections import FIXTURES

SCRIPT = """
import sys
sys.argv[0:] = ["greenlint", *{arguments!r}]
from greenlint.__main__ import main
print("\\nexit", main())
print("modules", *sys.modules)
"""
BANNED = ("libcst.metadata", "libcst.matchers")


def modules_of(arguments: list[str], cwd: Path, before: str = "") -> tuple[int, set[str]]:
    """The exit code of a command line, and the modules that its process holds at its end."""
    done = python("-c", before + SCRIPT.format(arguments=arguments), cwd=cwd)
    assert done.returncode == 0, done.stderr
    *_, code, modules = done.stdout.splitlines()
    return int(code.removeprefix("exit ")), set(modules.removeprefix("modules ").split())


@pytest.mark.parametrize("form", ["full", "concise", "json"])
def test_a_check_needs_neither_metadata_nor_matchers(tmp_path: Path, form: str) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(FIXTURES / "projects" / "shop", shop)
    code, modules = modules_of(["check", "--output-format", form, "--select", "ALL", "."], shop)
    assert code == 1
    assert {"libcst", "greenlint.rules.missing_await", "greenlint.world.world"} <= modules
    # libcst itself imports some of its metadata package; nothing of ours may add to that or run it.
    alone = set(python("-c", "import sys, libcst; print(*sys.modules)", cwd=tmp_path).stdout.split())
    assert [name for name in modules - alone if name.startswith(BANNED)] == []
    assert "libcst.matchers" not in modules


def test_no_metadata_is_computed(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "projects" / "shop", tmp_path / "shop")
    refuse = "import libcst.metadata as m\ndef refuse(*_, **__): raise SystemExit(9)\nm.MetadataWrapper.__init__ = refuse\n"
    code, _ = modules_of(["check", "--select", "ALL", "."], tmp_path / "shop", refuse)
    assert code == 1


@pytest.mark.parametrize("arguments", [["--version"], ["version"]])
def test_the_version_needs_no_analysis(tmp_path: Path, arguments: list[str]) -> None:
    code, modules = modules_of(arguments, tmp_path)
    assert code == 0
    assert "greenlint.front.cli" in modules
    assert [name for name in modules if name.startswith(("libcst", "greenlint.rule", "greenlint.world", "greenlint.read", "greenlint.registry"))] == []
