"""Configuration files, the selection of rules, and how both meet the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import BLOCKING, CLEAN, check_json, greenlint, places, write

from greenlint.base.finding import Severity
from greenlint.base.settings import Settings
from greenlint.engine.selection import Layer, Policy, Selection, SelectionError, UnknownSelector
from greenlint.front.configuration import ConfigurationError, Configurations
from greenlint.registry import rules

HEADER = "[tool.greenlint]\n"


def settings(tmp_path: Path, text: str) -> Settings:
    """The settings that a table becomes."""
    write(tmp_path, {"greenlint.toml": text})
    found = Configurations().nearest(tmp_path)
    assert found is not None
    return found.settings


def enabled(*layers: Layer) -> frozenset[str]:
    """The codes that layers of selectors enable."""
    return Selection(rules(), Policy(Path("/p"), layers)).enabled


DEFAULT = frozenset(code for code, rule in rules().items() if rule.default)


class TestFiles:
    def test_every_key(self, tmp_path: Path) -> None:
        text = """
            src = ["lib"]
            exclude = ["a"]
            extend-exclude = ["b"]
            respect-gitignore = false
            environment = ".venv"
            stubs = ["stubs"]
            select = ["ADB1"]
            extend-select = ["ADB2"]
            ignore = ["ADB101"]
            per-file-ignores = { "tests/*" = ["ADB"] }
            fixable = ["ADB1"]
            unfixable = ["ADB2"]
            extend-safe-fixes = ["ADB3"]
            severity = { ADB101 = "error" }
            drivers = { sqlite3 = "off" }
            sqlalchemy-version = "2.0"
            fastapi-version = "0.110.1"
            httpx-version = "1"
            pytest-asyncio-mode = "strict"
            baseline = "baseline.json"
            cache-dir = ".cache"
        """
        assert settings(tmp_path, text) == Settings(
            src=("lib",),
            exclude=("a",),
            extend_exclude=("b",),
            respect_gitignore=False,
            environment=".venv",
            stubs=("stubs",),
            select=("ADB1",),
            extend_select=("ADB2",),
            ignore=("ADB101",),
            per_file_ignores=(("tests/*", ("ADB",)),),
            fixable=("ADB1",),
            unfixable=("ADB2",),
            extend_safe_fixes=("ADB3",),
            severity=(("ADB101", "error"),),
            drivers=(("sqlite3", "off"),),
            versions=(("sqlalchemy", "2.0"), ("fastapi", "0.110.1"), ("httpx", "1")),
            pytest_asyncio_mode="strict",
            baseline="baseline.json",
            cache_dir=".cache",
        )

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ('selct = ["ADB"]', "unknown key `selct`; did you mean `select`?"),
            ('extend_select = ["ADB"]', "unknown key `extend_select`; did you mean `extend-select`?"),
            ("zzzzzz = 1", "unknown key `zzzzzz`"),
            ('select = "ADB"', "`select` must be a list of strings"),
            ("select = [1]", "`select` must be a list of strings"),
            ("respect-gitignore = 1", "`respect-gitignore` must be true or false"),
            ("environment = 1", "`environment` must be a string"),
            ("sqlalchemy-version = 2.0", "`sqlalchemy-version` must be a version in quotes"),
            ('fastapi-version = ">=1"', "`fastapi-version` must be a version in quotes"),
            ('pytest-asyncio-mode = "legacy"', "`pytest-asyncio-mode` must be one of 'auto', 'strict'"),
            ('severity = { ADB101 = "off" }', "`severity.ADB101` must be one of"),
            ("severity = []", "`severity` must be a table"),
            ('per-file-ignores = { "a.py" = "ADB" }', "`per-file-ignores.a.py` must be a list of strings"),
            ('select = ["ADB"\nignore = []', "malformed TOML"),
        ],
    )
    def test_what_is_refused(self, tmp_path: Path, text: str, complaint: str) -> None:
        with pytest.raises(ConfigurationError) as caught:
            settings(tmp_path, "\n" + text)
        path, row, message = str(caught.value).removeprefix(str(tmp_path)).split(":", 2)
        assert path == "/greenlint.toml"
        assert int(row) in (2, 3)
        assert complaint in message

    @pytest.mark.parametrize("data", [b'select = ["\xff"]', b"a = " + b"[" * 5000])
    def test_bytes_that_are_no_configuration(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "greenlint.toml").write_bytes(data)
        with pytest.raises(ConfigurationError):
            Configurations().nearest(tmp_path)

    def test_precedence_in_one_directory(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "pyproject.toml": HEADER + "src = ['third']\n",
                "greenlint.toml": "src = ['second']\n",
                ".greenlint.toml": "src = ['first']\n",
            },
        )
        for name, expected in ((".greenlint.toml", "first"), ("greenlint.toml", "second"), ("pyproject.toml", "third")):
            found = Configurations().nearest(tmp_path)
            assert found is not None
            assert found.settings.src == (expected,)
            (tmp_path / name).unlink()
        assert Configurations().nearest(tmp_path) is None

    def test_only_a_table_of_ours_counts(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "pyproject.toml": HEADER,
                "a/pyproject.toml": "[tool.other]\nname = 'greenlint'\n",
                "a/b/pyproject.toml": "this is [not TOML",
            },
        )
        found = Configurations().nearest(tmp_path / "a" / "b")
        assert found is not None
        assert found.path == tmp_path / "pyproject.toml"

    def test_the_highest_in_the_repository_marks_the_root(self, tmp_path: Path) -> None:
        write(tmp_path, {"pyproject.toml": HEADER, "r/.git/HEAD": "", "r/greenlint.toml": "", "r/a/greenlint.toml": "", "r/a/b/x.py": ""})
        configurations = Configurations()
        outermost, nearest = configurations.outermost(tmp_path / "r/a/b"), configurations.nearest(tmp_path / "r/a/b")
        assert outermost is not None and nearest is not None
        assert (outermost.directory, nearest.directory) == (tmp_path / "r", tmp_path / "r/a")


class TestSelection:
    def test_default(self) -> None:
        assert enabled() == DEFAULT

    def test_select_replaces_and_may_name_opt_in_rules(self) -> None:
        assert enabled(Layer(select=("ALL",))) == set(rules())
        assert enabled(Layer(select=("ADB",))) == set(rules())
        assert enabled(Layer(select=("ADB101",))) == {"ADB101"}
        assert enabled(Layer(select=("blocking-driver-call",))) == {"ADB101"}
        assert enabled(Layer(select=("ADB1",))) == {code for code in rules() if code.startswith("ADB1")}
        assert enabled(Layer(select=())) == frozenset()

    def test_extending_and_ignoring(self) -> None:
        assert enabled(Layer(ignore=("ADB101",))) == DEFAULT - {"ADB101"}
        assert enabled(Layer(extend_select=("ALL",))) == set(rules())

    def test_the_more_specific_selector_wins(self) -> None:
        assert enabled(Layer(select=("ADB101",), ignore=("ADB1",))) == {"ADB101"}
        assert enabled(Layer(select=("ADB10",), ignore=("blocking-driver-call",))) == {
            code for code in rules() if code.startswith("ADB10")
        } - {"ADB101"}
        assert enabled(Layer(select=("ADB101",), ignore=("ADB101",))) == frozenset()

    def test_layers(self) -> None:
        file = Layer(select=("ADB101", "ADB104"), ignore=("ADB104",))
        assert enabled(file) == {"ADB101"}
        assert enabled(file, Layer(select=("ADB104",))) == {"ADB104"}
        assert enabled(file, Layer(extend_select=("ADB104",))) == {"ADB101", "ADB104"}
        assert enabled(file, Layer(ignore=("ADB101",))) == frozenset()

    @pytest.mark.parametrize("selector", ["ADB9999", "A", "AD", "adb101", "F401", "", "ADB0", "E902", "ADB101 "])
    def test_unknown(self, selector: str) -> None:
        with pytest.raises(UnknownSelector):
            enabled(Layer(select=(selector,)))

    def test_unknown_with_a_suggestion(self) -> None:
        with pytest.raises(UnknownSelector, match=r"^here: .*`blocking-drivr-call`; did you mean `blocking-driver-call`\?$"):
            enabled(Layer(ignore=("blocking-drivr-call",), origin="here"))

    @pytest.mark.parametrize(
        ("glob", "path", "ignored"),
        [
            ("a.py", "x/a.py", True),
            ("x/a.py", "x/a.py", True),
            ("./x/a.py", "x/a.py", True),
            ("x/a.py", "y/x/a.py", False),
            ("x/../y/a.py", "y/a.py", True),
            ("../p/x/*", "x/a.py", True),
            ("x/*", "x/y/a.py", True),
            ("x", "x/a.py", False),
            ("**/tests/*.py", "tests/a.py", True),
            ("**/tests/*.py", "x/y/tests/a.py", True),
            ("x/**", "x/y/a.py", True),
            ("x/**/a.py", "x/a.py", True),
            ("x/**/a.py", "x/y/z/a.py", True),
            ("{x,y}/a.py", "y/a.py", True),
            ("[!x]/a.py", "x/a.py", False),
            ("[x-z]/a.py", "y/a.py", True),
            ("?/a.py", "x/a.py", True),
            ("x.py", "xapy", False),
            ("!x/**", "x/a.py", False),
            ("!x/**", "y/a.py", True),
            ("/elsewhere/*", "x/a.py", False),
            ("/p/x/*", "x/a.py", True),
        ],
    )
    def test_globs_of_per_file_ignores(self, glob: str, path: str, ignored: bool) -> None:
        selection = Selection(rules(), Policy(Path("/p"), (Layer(select=("ADB101",)),), ((glob, ("ADB",)),)))
        assert (selection.rules(Path("/p") / path) == ()) is ignored

    def test_malformed_glob(self) -> None:
        with pytest.raises(SelectionError, match="malformed glob"):
            Selection(rules(), Policy(Path("/p"), (), (("[z-a].py", ("ADB",)),)))

    def test_severity(self) -> None:
        weights = (("ADB101", "error"), ("ADB1", "info"))
        selection = Selection(rules(), Policy(Path("/p"), severity=weights))
        assert (selection.severity("ADB101"), selection.severity("ADB104"), selection.severity("ADB902")) == (Severity.ERROR, Severity.INFO, None)


class TestRuns:
    def test_broken_configuration(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": CLEAN, "pyproject.toml": HEADER + "a = =\n"})
        done = greenlint("check", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{tmp_path / 'pyproject.toml'}:2: malformed TOML" in done.stderr

    def test_unknown_selector_names_its_file(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": CLEAN, "pyproject.toml": HEADER + "ignore = ['ADB099']\n"})
        done = greenlint("check", cwd=tmp_path)
        assert done.returncode == 2
        assert f"{tmp_path / 'pyproject.toml'}: unknown rule selector `ADB099`" in done.stderr

    def test_selection_from_file_and_command_line(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": BLOCKING, "pyproject.toml": HEADER + "ignore = ['ADB101']\n"})
        assert check_json(cwd=tmp_path) == []
        assert len(check_json("--select", "ADB101", cwd=tmp_path)) == 1
        assert len(check_json("--isolated", cwd=tmp_path)) == 1
        assert check_json("--extend-select", "ADB101", "--ignore", "blocking-driver-call", cwd=tmp_path) == []

    def test_isolated_reads_nothing(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": CLEAN, "pyproject.toml": HEADER + "a = =\n"})
        assert greenlint("check", "--isolated", cwd=tmp_path).returncode == 0

    def test_named_file(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "a.py": BLOCKING,
                "greenlint.toml": "",
                "conf/other.toml": "ignore = ['ADB101']\n",
                "conf/pyproject.toml": HEADER + "per-file-ignores = { './a.py' = ['ADB101'] }\n",
            },
        )
        assert len(check_json(cwd=tmp_path)) == 1
        assert check_json("--config", "conf/other.toml", cwd=tmp_path) == []
        assert check_json("--config", "conf/pyproject.toml", cwd=tmp_path) == []

    def test_nested_configuration_changes_selection_only(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "pyproject.toml": HEADER,
                "store.py": "import sqlite3\ndef load():\n    sqlite3.connect('x')\n",
                "sub/greenlint.toml": "ignore = ['ADB101']\nper-file-ignores = { 'b.py' = ['ADB104'] }\n",
                "sub/a.py": BLOCKING + "from store import load\nasync def g():\n    load()\n",
                "sub/b.py": "from store import load\nasync def g():\n    load()\n",
            },
        )
        expected = [("a.py", "ADB104", 8, 5)]
        assert places(check_json(cwd=tmp_path)) == expected
        assert places(check_json(cwd=tmp_path / "sub")) == expected
        assert places(check_json("a.py", "b.py", cwd=tmp_path / "sub")) == expected

    def test_several_roots_in_one_run(self, tmp_path: Path) -> None:
        files = {
            "store.py": "import sqlite3\ndef load():\n    sqlite3.connect('x')\n",
            "web.py": "from store import load\nasync def g():\n    load()\n",
        }
        write(tmp_path, {f"{name}/{file}": text for name in ("one", "two") for file, text in files.items()})
        write(tmp_path, {"one/greenlint.toml": "", "two/greenlint.toml": "severity = { ADB104 = 'error' }\n"})
        for arguments in (["one", "two"], ["."], ["two/web.py", "one/web.py"]):
            found = check_json(*arguments, cwd=tmp_path)
            assert [(item["filename"], item["code"]) for item in found] == [
                (str(tmp_path / name / "web.py"), "ADB104") for name in ("one", "two")
            ]
            assert found[1]["severity"] == "error"
