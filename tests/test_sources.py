"""Which files count as first-party, and what their texts are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from greenlint.base.glob import translate
from greenlint.base.settings import Settings
from greenlint.base.text import Source
from greenlint.read.limits import MAX_FILE
from greenlint.world.sources import Problem, Sources, analysis_root


def write(root: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def listed(root: Path, overlay: dict[str, str] | None = None, **settings: object) -> list[str]:
    return list(Sources(root, Settings(**settings), overlay).files())  # type: ignore[arg-type]


def test_files_are_sorted_python_files(tmp_path: Path) -> None:
    write(tmp_path, "b.py", "a/c.pyi", "a/b.py", "a.txt", "a/x.pyc", "Z.py")
    assert listed(tmp_path) == ["Z.py", "a/b.py", "a/c.pyi", "b.py"]


def test_default_exclusions_apply_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path, ".venv/x.py", "a/node_modules/x.py", "a/.greenlint_cache/x.py", "a/dist/x.py", "a/distance/x.py", "venv.py")
    assert listed(tmp_path) == ["a/distance/x.py", "venv.py"]


def test_exclude_replaces_the_defaults_and_extend_exclude_adds(tmp_path: Path) -> None:
    write(tmp_path, "venv/x.py", "old/x.py", "new/x.py")
    assert listed(tmp_path, exclude=("old",)) == ["new/x.py", "venv/x.py"]
    assert listed(tmp_path, extend_exclude=("old",)) == ["new/x.py"]
    assert listed(tmp_path, exclude=("old",), extend_exclude=("new",)) == ["venv/x.py"]


@pytest.mark.parametrize(
    ("glob", "excluded"),
    [
        ("generated", ["a/generated/x.py", "generated/x.py"]),
        ("a/generated", ["a/generated/x.py"]),
        ("./a/generated/", ["a/generated/x.py"]),
        ("generated/*.py", ["generated/x.py"]),
        ("**/generated", ["a/generated/x.py", "generated/x.py"]),
        ("*_pb2.py", ["a/b_pb2.py"]),
        ("a/**/x.py", ["a/generated/x.py"]),
        ("a/**", ["a/b_pb2.py", "a/generated/x.py"]),
        ("{m,n}ain.py", ["main.py"]),
        ("[!a-l]ain.py", ["main.py"]),
        ("?ain.py", ["main.py"]),
        ("ain.py", []),
    ],
)
def test_globs_mean_what_they_mean_to_ruff(tmp_path: Path, glob: str, excluded: list[str]) -> None:
    everything = ["a/b_pb2.py", "a/generated/x.py", "generated/x.py", "main.py"]
    write(tmp_path, *everything)
    assert listed(tmp_path, extend_exclude=(glob,)) == [path for path in everything if path not in excluded]


def test_malformed_globs_are_refused() -> None:
    with pytest.raises(Exception, match="range"):
        translate("[z-a]")


def test_gitignore_files_count_inside_a_checkout(tmp_path: Path) -> None:
    write(tmp_path, "keep.py", "gen/x.py", "a/gen/y.py", "a/local.py", "a/b/local.py", "a/b/kept_gen.py", "c/secret.py")
    write(tmp_path, ".gitignore", text="gen/\n*_gen.py\n/secret.py\n")
    write(tmp_path, "a/.gitignore", text="/local.py\n")
    write(tmp_path, "a/b/.gitignore", text="!kept_gen.py\n!\n")
    everything = ["a/b/kept_gen.py", "a/b/local.py", "a/gen/y.py", "a/local.py", "c/secret.py", "gen/x.py", "keep.py"]
    assert listed(tmp_path) == everything
    (tmp_path / ".git").mkdir()
    assert listed(tmp_path) == ["a/b/kept_gen.py", "a/b/local.py", "c/secret.py", "keep.py"]
    assert listed(tmp_path, respect_gitignore=False) == everything


def test_gitignore_above_the_root_counts_unless_it_ignores_the_root(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "sub/x.py", "sub/y_gen.py", "out/x.py")
    write(tmp_path, ".gitignore", text="*_gen.py\nout/\n")
    assert listed(tmp_path / "sub") == ["x.py"]
    assert listed(tmp_path / "out") == ["x.py"]


def test_pathspec_is_imported_only_for_a_gitignore(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "x.py")
    code = (
        "import sys; from pathlib import Path; from greenlint.base.settings import Settings; from greenlint.world.sources import Sources\n"
        f"Sources(Path({str(tmp_path)!r}), Settings()).files(); print('pathspec' in sys.modules, 'libcst' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    before = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert before.stdout.split() == ["False", "False"]


def test_links_never_lead_out_or_round_in_circles(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, "a/x.py", "real/y.py", "venv/z.py")
    write(tmp_path, "outside/o.py")
    (root / "a/up").symlink_to(root, target_is_directory=True)
    (root / "a/self").symlink_to(root / "a", target_is_directory=True)
    (root / "a/out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "a/above").symlink_to(tmp_path, target_is_directory=True)
    (root / "a/twin").symlink_to(root / "real", target_is_directory=True)
    (root / "a/lib").symlink_to(root / "venv", target_is_directory=True)
    (root / "loop.py").symlink_to(root / "loop.py")
    (root / "gone.py").symlink_to(root / "missing.py")
    assert listed(root) == ["a/x.py", "real/y.py"]


def test_a_link_adds_a_directory_that_is_not_reached_otherwise(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "build/gen/x.py")
    write(tmp_path, ".gitignore", text="/build\n")
    (tmp_path / "one").symlink_to(tmp_path / "build/gen", target_is_directory=True)
    (tmp_path / "two").symlink_to(tmp_path / "build/gen", target_is_directory=True)
    assert listed(tmp_path) == ["one/x.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_unlistable_directories_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "a/x.py", "b.py")
    (tmp_path / "a").chmod(0)
    try:
        sources = Sources(tmp_path, Settings())
        assert sources.files() == ("b.py",)
        assert [(problem.path, problem.kind) for problem in sources.problems] == [("a", "unreadable")]
    finally:
        (tmp_path / "a").chmod(0o700)


def test_missing_roots_and_stub_directories_are_problems(tmp_path: Path) -> None:
    sources = Sources(tmp_path / "none", Settings(stubs=("typings",)))
    assert sources.files() == ()
    assert [(problem.path, problem.kind) for problem in sources.problems] == [(".", "unreadable"), ("typings", "unreadable")]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems refuse such names")
def test_names_that_are_no_text_are_problems(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff.py", "wb"):
        pass
    sources = Sources(tmp_path, Settings())
    assert sources.files() == ()
    assert [(problem.path, problem.kind) for problem in sources.problems] == [("\\udcff.py", "undecodable")]


def test_texts_are_decoded_once(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes("# coding: latin-1\nx = 'é'\n".encode("latin-1"))
    sources = Sources(tmp_path, Settings())
    source = sources.source("a.py")
    assert isinstance(source, Source)
    assert source.text == "# coding: latin-1\nx = 'é'\n"
    (tmp_path / "a.py").write_text("changed")
    assert sources.source("a.py") is source


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\xff\xfe", "undecodable"), (b"x\0", "undecodable"), (b"# coding: nothing\n", "undecodable"), (b"#" * (MAX_FILE + 1), "too-large")],
)
def test_what_has_no_text_is_a_problem(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "a.py").write_bytes(data)
    found = Sources(tmp_path, Settings()).source("a.py")
    assert isinstance(found, Problem)
    assert (found.path, found.kind) == ("a.py", kind)


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"#" * MAX_FILE)
    assert isinstance(Sources(tmp_path, Settings()).source("a.py"), Source)


def test_missing_files_and_directories_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "d.py").mkdir()
    sources = Sources(tmp_path, Settings())
    for path in ("missing.py", "d.py", "stub:missing.pyi", "nul\0.py"):
        found = sources.source(path)
        assert isinstance(found, Problem)
        assert found.kind == "unreadable"


def test_buffers_win_over_the_disk(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "venv/b.py", text="disk")
    sources = Sources(
        tmp_path,
        Settings(),
        {"a.py": "\ufeffbuffer", "new.py": "", "venv/b.py": "v", "venv/new.py": "", "notes.txt": "", "bad.py": "\0", "half.py": "\ud800"},
    )
    assert sources.files() == ("a.py", "bad.py", "half.py", "new.py")
    assert sources.source("a.py") == Source("buffer", bom=True)
    assert sources.source("venv/b.py") == Source("v")
    for path in ("bad.py", "half.py"):
        found = sources.source(path)
        assert isinstance(found, Problem)
        assert found.kind == "undecodable"
    assert isinstance(Sources(tmp_path, Settings(), {"a.py": "é" * MAX_FILE}).source("a.py"), Problem)


def test_digests_are_of_the_text(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "b.py", text="x = 1\n")
    write(tmp_path, "c.py", text="x = 2\n")
    sources = Sources(tmp_path, Settings(), {"d.py": "x = 1\n"})
    digests = {path: sources.digest(path) for path in ("a.py", "b.py", "c.py", "d.py", "missing.py")}
    assert digests["a.py"] == digests["b.py"] == digests["d.py"]
    assert len({digests["a.py"], digests["c.py"], digests["missing.py"]}) == 3
    assert len(digests["a.py"]) == 32


def test_bundled_stubs_are_files(tmp_path: Path) -> None:
    sources = Sources(tmp_path, Settings())
    assert "stub:builtins.pyi" in sources.stubs[-1]
    source = sources.source("stub:builtins.pyi")
    assert isinstance(source, Source)
    assert "class str" in source.text


def test_own_stubs_are_knowledge_and_not_project(tmp_path: Path) -> None:
    write(tmp_path, "app.py", "app.pyi", "typings/lib/__init__.pyi", "typings/helper.py")
    sources = Sources(tmp_path, Settings(stubs=("./typings/",)))
    assert sources.files() == ("app.py", "app.pyi", "typings/helper.py")
    assert sources.stub_directories == ("typings", "stub:")
    assert sources.stubs[0] == ("typings/lib/__init__.pyi",)
    assert [sources.is_stub(path) for path in ("typings/lib/__init__.pyi", "typings/helper.py", "app.pyi", "stub:x.pyi")] == [
        True,
        False,
        False,
        True,
    ]


def test_analysis_root(tmp_path: Path) -> None:
    write(tmp_path, "repo/src/app/__init__.py", "repo/src/app/db/__init__.pyi", "repo/src/app/db/x.py", "repo/src/script.py")
    start = tmp_path / "repo/src/app/db/x.py"
    assert analysis_root(start, None) == tmp_path / "repo/src"
    assert analysis_root(start.parent, None) == tmp_path / "repo/src"
    assert analysis_root(tmp_path / "repo/src/script.py", None) == tmp_path / "repo/src"
    assert analysis_root(start, tmp_path / "repo/src/app") == tmp_path / "repo/src/app"
    (tmp_path / "repo/.git").write_text("gitdir: elsewhere")
    assert analysis_root(start, None) == tmp_path / "repo"
    assert analysis_root(tmp_path / "repo", None) == tmp_path / "repo"
