"""Imports to files, by the set of files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenlint.base.settings import Settings
from greenlint.world.modules import Modules
from greenlint.world.sources import Sources


def modules(root: Path, *paths: str, **settings: tuple[str, ...]) -> Modules:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    return Modules(Sources(root, Settings(**settings)))  # type: ignore[arg-type]


def test_modules_and_packages(tmp_path: Path) -> None:
    found = modules(tmp_path, "app/__init__.py", "app/db.py", "app/sub/__init__.py", "app/sub/x.py", "app/sub.py", "top.py")
    assert found.resolve("app", "top.py") == "app/__init__.py"
    assert found.resolve("app.db", "top.py") == "app/db.py"
    assert found.resolve("app.sub", "top.py") == "app/sub/__init__.py"
    assert found.resolve("app.sub.x", "app/db.py") == "app/sub/x.py"
    assert found.resolve("top", "app/sub/x.py") == "top.py"
    assert found.resolve("app.none", "top.py") is None
    assert found.resolve("app.db.x", "top.py") is None
    assert found.resolve("none", "top.py") is None


def test_a_module_hides_a_directory_of_its_name(tmp_path: Path) -> None:
    found = modules(tmp_path, "a.py", "a/x.py", "b.py")
    assert found.resolve("a", "b.py") == "a.py"
    assert found.resolve("a.x", "b.py") is None


def test_python_before_stub_of_the_project(tmp_path: Path) -> None:
    found = modules(tmp_path, "a.py", "a.pyi", "b.pyi", "p/__init__.pyi")
    assert [found.resolve(name, "a.py") for name in "abp"] == ["a.py", "b.pyi", "p/__init__.pyi"]


def test_distributions_below_the_root_know_each_other(tmp_path: Path) -> None:
    found = modules(
        tmp_path,
        "packages/data/setup.py",
        "packages/data/src/data_layer/__init__.py",
        "packages/data/src/data_layer/repo.py",
        "services/web/pyproject.toml",
        "services/web/web_app/__init__.py",
        "services/web/web_app/views.py",
        "services/web/common/__init__.py",
        "services/jobs/setup.cfg",
        "services/jobs/common/__init__.py",
        "services/jobs/sqlalchemy/__init__.py",
        "loose/unnamed/__init__.py",
    )
    assert found.resolve("data_layer.repo", "services/web/web_app/views.py") == "packages/data/src/data_layer/repo.py"
    assert found.resolve("web_app", "packages/data/src/data_layer/repo.py") == "services/web/web_app/__init__.py"
    assert found.resolve("common", "services/web/web_app/views.py") == "services/web/common/__init__.py"
    assert found.resolve("common", "packages/data/src/data_layer/repo.py") is None
    assert found.resolve("unnamed", "services/web/web_app/views.py") is None
    assert (found.resolve("sqlalchemy", "services/web/web_app/views.py") or "").startswith("stub:")


def test_import_roots(tmp_path: Path) -> None:
    found = modules(
        tmp_path,
        "src/lib/__init__.py",
        "services/a/app/__init__.py",
        "services/a/app/x.py",
        "services/b/app/__init__.py",
        "services/b/app/x.py",
        "tools/run.py",
        "tools/helper.py",
        "extra/more.py",
        "app/__init__.py",
        src=("extra",),
    )
    assert found.resolve("app.x", "services/a/app/x.py") == "services/a/app/x.py"
    assert found.resolve("app.x", "services/b/app/x.py") == "services/b/app/x.py"
    assert found.resolve("app", "tools/run.py") == "app/__init__.py"
    assert found.resolve("lib", "services/a/app/x.py") == "src/lib/__init__.py"
    assert found.resolve("helper", "tools/run.py") == "tools/helper.py"
    assert found.resolve("helper", "app/__init__.py") is None
    assert found.resolve("more", "tools/run.py") == "extra/more.py"


def test_only_modules_at_an_import_root_answer(tmp_path: Path) -> None:
    found = modules(tmp_path, "app/__init__.py", "app/sqlite3.py", "app/unheard.py", "loose/sqlite3.py", "loose/unheard.py", "loose/x.py")
    assert found.resolve("sqlite3", "app/unheard.py") == "stub:sqlite3.pyi"
    assert found.resolve("sqlite3", "app/sqlite3.py") == "stub:sqlite3.pyi"
    assert found.resolve("unheard", "app/unheard.py") is None
    # Outside of packages the file's directory is an import root, but not for names of libraries and not for the file itself.
    assert found.resolve("sqlite3", "loose/x.py") == "stub:sqlite3.pyi"
    assert found.resolve("sqlite3", "loose/sqlite3.py") == "stub:sqlite3.pyi"
    assert found.resolve("unheard", "loose/x.py") == "loose/unheard.py"
    assert found.resolve("unheard", "loose/unheard.py") is None
    assert found.resolve("loose.unheard", "loose/unheard.py") == "loose/unheard.py"


def test_directories_within_packages_belong_to_them(tmp_path: Path) -> None:
    found = modules(
        tmp_path, "server/app/__init__.py", "server/app/plain/x.py", "server/app/plain/deep/__init__.py", "server/app/plain/deep/y.py"
    )
    for importer in ("server/app/plain/x.py", "server/app/plain/deep/y.py"):
        assert found.resolve("app", importer) == "server/app/__init__.py"
        assert found.resolve("app.plain.x", importer) == "server/app/plain/x.py"
    assert found.resolve("deep", "server/app/plain/x.py") == "server/app/plain/deep/__init__.py"
    assert found.name("server/app/plain/x.py") == "app.plain.x"
    assert found.name("server/app/plain/deep/y.py") == "app.plain.deep.y"


def test_a_true_top_level_module_wins_over_a_library(tmp_path: Path) -> None:
    found = modules(tmp_path, "sqlite3.py", "x.py")
    assert found.resolve("sqlite3", "x.py") == "sqlite3.py"
    assert found.resolve("sqlite3", "sqlite3.py") == "sqlite3.py"


def test_namespace_packages(tmp_path: Path) -> None:
    found = modules(
        tmp_path, "ns/pkg/__init__.py", "ns/mod.py", "app/__init__.py", "app/bare/x.py", "sqlite3/conf.py", "src/ns/other.py", "main.py"
    )
    assert found.resolve("ns.pkg", "main.py") == "ns/pkg/__init__.py"
    assert found.resolve("ns.mod", "main.py") == "ns/mod.py"
    assert found.resolve("ns.other", "main.py") == "src/ns/other.py"
    assert found.resolve("ns", "main.py") == "dir:ns"
    assert found.resolve("app.bare", "main.py") == "dir:app/bare"
    assert found.resolve("app.bare.x", "main.py") == "app/bare/x.py"
    assert found.submodule("dir:ns", "mod") == "ns/mod.py"
    assert found.submodule("dir:ns", "pkg") == "ns/pkg/__init__.py"
    assert found.submodule("dir:ns", "other") is None


def test_a_library_wins_over_a_namespace_package(tmp_path: Path) -> None:
    found = modules(tmp_path, "sqlite3/conf.py", "lib/mine.py", "typings/lib/known.pyi", "main.py", stubs=("typings",))
    assert found.resolve("sqlite3", "main.py") == "stub:sqlite3.pyi"
    assert found.resolve("sqlite3.conf", "main.py") is None
    # The stubs hold no regular package of this name.
    assert found.resolve("lib.known", "main.py") == "typings/lib/known.pyi"
    assert found.resolve("lib.mine", "main.py") == "lib/mine.py"
    assert found.resolve("lib", "main.py") == "dir:typings/lib"
    assert found.submodule("dir:typings/lib", "known") == "typings/lib/known.pyi"
    assert found.name("dir:typings/lib") == "lib"


@pytest.mark.parametrize(
    ("level", "module", "path", "wanted"),
    [
        (1, None, "app/a.py", "app/__init__.py"),
        (1, "b", "app/a.py", "app/b.py"),
        (1, "b", "app/__init__.py", "app/b.py"),
        (2, "b", "app/sub/x.py", "app/b.py"),
        (2, None, "app/sub/x.py", "app/__init__.py"),
        (1, None, "app/sub/x.py", "dir:app/sub"),
        (2, "top", "app/a.py", "top.py"),
        (2, "sub.x", "app/sub/x.py", "app/sub/x.py"),
        (3, None, "app/a.py", None),
        (2, "top", "top.py", None),
        (1, "none", "app/a.py", None),
        (1, None, "top.py", "dir:"),
    ],
)
def test_relative_imports_go_by_path(tmp_path: Path, level: int, module: str | None, path: str, wanted: str | None) -> None:
    found = modules(tmp_path, "app/__init__.py", "app/a.py", "app/b.py", "app/sub/x.py", "top.py")
    assert found.relative(level, module, path) == wanted


def test_submodules(tmp_path: Path) -> None:
    found = modules(tmp_path, "app/__init__.py", "app/a.py", "app/sub/x.py", "app/a.pyi")
    assert found.submodule("app/__init__.py", "a") == "app/a.py"
    assert found.submodule("app/__init__.py", "sub") == "dir:app/sub"
    assert found.submodule("app/a.py", "x") is None
    assert found.submodules("app/__init__.py") == {"__init__", "a", "sub"}
    assert found.submodules("dir:app/sub") == {"x"}
    assert found.submodules("app/a.py") == frozenset()
    assert found.submodule("dir:", "app") == "app/__init__.py"


def test_stubs_see_stubs_only(tmp_path: Path) -> None:
    found = modules(
        tmp_path, "sqlite3.py", "app.py", "typings/own/__init__.pyi", "typings/own/part.pyi", "typings/app.pyi", stubs=("typings",)
    )
    assert found.resolve("sqlite3", "app.py") == "sqlite3.py"
    assert found.resolve("sqlite3", "typings/own/__init__.pyi") == "stub:sqlite3.pyi"
    assert found.resolve("sqlite3", "stub:builtins.pyi") == "stub:sqlite3.pyi"
    assert found.resolve("app", "typings/own/__init__.pyi") == "typings/app.pyi"
    assert found.resolve("own.part", "app.py") == "typings/own/part.pyi"
    assert found.relative(1, "part", "typings/own/__init__.pyi") == "typings/own/part.pyi"
    assert found.relative(3, "app", "typings/own/part.pyi") is None
    assert found.relative(1, "sqlite3", "stub:builtins.pyi") == "stub:sqlite3.pyi"
    assert found.resolve("typings", "app.py") is None


def test_own_stubs_come_before_bundled_ones_and_may_add_to_them(tmp_path: Path) -> None:
    found = modules(tmp_path, "app.py", "typings/sqlite3.pyi", "typings/collections/more.pyi", stubs=("typings",))
    assert found.resolve("sqlite3", "app.py") == "typings/sqlite3.pyi"
    assert found.resolve("collections", "app.py") == "stub:collections/__init__.pyi"
    assert found.resolve("collections.more", "app.py") == "typings/collections/more.pyi"
    assert found.resolve("collections.abc", "app.py") == "stub:collections/abc.pyi"
    assert found.submodule("stub:collections/__init__.pyi", "more") == "typings/collections/more.pyi"
    assert {"abc", "more"} <= found.submodules("stub:collections/__init__.pyi")


def test_names(tmp_path: Path) -> None:
    found = modules(
        tmp_path, "src/app/__init__.py", "src/app/db.py", "server/polar/__init__.py", "server/polar/x.py", "bare/y.py", "typings/own/a.pyi",
        stubs=("typings",),
    )  # fmt: skip
    names = {
        "src/app/__init__.py": "app",
        "src/app/db.py": "app.db",
        "server/polar/x.py": "polar.x",
        "bare/y.py": "bare.y",
        "dir:bare": "bare",
        "typings/own/a.pyi": "own.a",
        "stub:collections/__init__.pyi": "collections",
        "stub:collections/abc.pyi": "collections.abc",
    }
    assert {path: found.name(path) for path in names} == names


def test_answers_depend_on_the_files_alone(tmp_path: Path) -> None:
    found = modules(tmp_path, "a.py")
    assert found.resolve("b", "a.py") is None
    (tmp_path / "c.py").touch()
    assert found.resolve("c", "a.py") is None
    assert Modules(Sources(tmp_path, Settings(), {"b.py": ""})).resolve("b", "a.py") == "b.py"
