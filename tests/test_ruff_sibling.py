"""greenlint beside ruff: neither undoes the other's comments, what reads ruff's output reads ours, and selection works the same way.

Both tools run on equal inputs. Where selectors are compared, three of ruff's rules stand for three of ours with the same kinship of codes.
"""

from __future__ import annotations

import json
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest
from command_line import BLOCKING, check_json, places, python, write

from greenlint.front.cli import main

DOCUMENTED = 'external = ["ADB"]'
OURS_ON_A_LINE = BLOCKING.replace('"x")', '"x")  # noqa: ADB101')
ABOVE = BLOCKING.replace("    sqlite3", "    # greenlint: ignore[ADB101]\n    sqlite3")


def ruff(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `ruff check` in a directory."""
    return python("-m", "ruff", "check", "--no-cache", *arguments, cwd=cwd)


class TestComments:
    @pytest.mark.parametrize(
        "text",
        [
            OURS_ON_A_LINE,
            OURS_ON_A_LINE.replace("ADB101", "ADB101, ADB104 known"),
            OURS_ON_A_LINE.replace("ADB101", "ADB101 # the table is tiny"),
            OURS_ON_A_LINE.replace("noqa", "greenlint: ignore").replace(": ADB101", "[ADB101]"),
            ABOVE,
            "# greenlint: noqa: ADB101\n" + BLOCKING,
            "# greenlint: noqa\n" + BLOCKING,
        ],
    )
    def test_ruff_leaves_ours_alone_when_told_of_our_codes(self, tmp_path: Path, text: str) -> None:
        write(tmp_path, {"a.py": text, "ruff.toml": f'[lint]\nselect = ["RUF100", "RUF102", "F"]\n{DOCUMENTED}\n'})
        done = ruff("--fix", cwd=tmp_path)
        assert (done.returncode, (tmp_path / "a.py").read_text()) == (0, text), done.stdout
        assert check_json(cwd=tmp_path) == []

    def test_ruff_takes_its_own_codes_out_of_a_shared_comment(self, tmp_path: Path) -> None:
        text = OURS_ON_A_LINE.replace("ADB101", "F401, ADB101")
        write(tmp_path, {"a.py": text, "ruff.toml": f'[lint]\nselect = ["RUF100", "RUF102", "F"]\n{DOCUMENTED}\n'})
        assert ruff("--fix", cwd=tmp_path).returncode == 0
        assert (tmp_path / "a.py").read_text() == OURS_ON_A_LINE
        assert check_json(cwd=tmp_path) == []

    def test_untold_ruff_deletes_them(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": OURS_ON_A_LINE, "ruff.toml": '[lint]\nselect = ["RUF100"]\n'})
        assert ruff("--fix", cwd=tmp_path).returncode == 0
        assert (tmp_path / "a.py").read_text() == OURS_ON_A_LINE
        done = ruff("--select", "RUF102", "--output-format", "concise", cwd=tmp_path)
        assert done.returncode == 1
        assert "RUF102" in done.stdout and "ADB101" in done.stdout
        assert ruff("--select", "RUF102", "--fix", cwd=tmp_path).returncode == 0
        assert (tmp_path / "a.py").read_text() == BLOCKING
        assert places(check_json(cwd=tmp_path)) == [("a.py", "ADB101", 5, 5)]

    @pytest.mark.parametrize("document", ["README.md", "docs/usage.md"])
    def test_the_setting_is_documented(self, document: str) -> None:
        assert DOCUMENTED in (Path(__file__).parents[1] / document).read_text(encoding="utf-8")


class TestJson:
    def test_keys_and_kinds_are_ruffs(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": "import sqlite3, os\n" + BLOCKING})
        (theirs, *_) = json.loads(ruff("--isolated", "--select", "F401", "--output-format", "json", cwd=tmp_path).stdout)
        (ours,) = check_json("--select", "ADB101", cwd=tmp_path)
        assert set(ours) == {*theirs, "related"}
        same = ("code", "filename", "location", "end_location", "message", "name", "noqa_row", "severity", "url", "cell")
        assert {key: type(ours[key]) for key in same} == {key: type(theirs[key]) for key in same}
        assert (set(ours["location"]), ours["filename"]) == (set(theirs["location"]), theirs["filename"])

    def test_syntax_errors_and_missing_files(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": "x = = 1\n"})
        arguments = ("a.py", "gone.py", "--isolated", "--select")
        theirs = json.loads(ruff(*arguments, "E9", "--output-format", "json", cwd=tmp_path).stdout)
        ours = check_json(*arguments, "ADB", cwd=tmp_path)
        keys = ("code", "filename", "noqa_row", "cell", "fix", "severity")
        assert [{key: item[key] for key in keys} for item in ours] == [{key: item[key] for key in keys} for item in theirs]

    def test_python_lsp_ruff_reads_it(self, tmp_path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pylsp_ruff.plugin import converter, create_diagnostic
            from pylsp_ruff.ruff import Check
            from pylsp_ruff.settings import PluginSettings
        for found in (findings_with_fixes(tmp_path), check_json("a.py", cwd=tmp_path), check_json("gone.py", cwd=tmp_path)):
            checks = converter.structure(found, list[Check])
            assert [(check.code, check.message, check.filename) for check in checks] == [
                (item["code"], item["message"], item["filename"]) for item in found
            ]
            shown = [create_diagnostic(check, PluginSettings()) for check in checks]
            assert [(item.range.start.line + 1, item.range.start.character + 1) for item in shown] == [
                (item["location"]["row"], item["location"]["column"]) for item in found
            ]
            for check, item in zip(checks, found, strict=True):
                assert converter.unstructure(check.fix) == item["fix"]

    def test_what_ruff_lsp_takes_from_a_record(self, tmp_path: Path) -> None:
        for item in [*findings_with_fixes(tmp_path), *check_json("a.py", cwd=tmp_path)]:
            assert isinstance(item["code"], str) and isinstance(item["message"], str)
            assert item["cell"] is None
            assert type(item["noqa_row"]) is int
            assert item["url"].startswith("https://")
            for place in (item["location"], item["end_location"]):
                assert {key: type(value) for key, value in place.items()} == {"row": int, "column": int}
            for edit in item["fix"]["edits"] if item["fix"] else ():
                assert set(edit) == {"content", "location", "end_location"}
                assert set(edit["location"]) == set(edit["end_location"]) == {"row", "column"}


def findings_with_fixes(directory: Path) -> list[dict[str, Any]]:
    """Findings as our JSON shows them, one with a fix and one without."""
    from greenlint.base.edit import Edit, Fix, Safety
    from greenlint.base.finding import Finding
    from greenlint.base.text import Source
    from greenlint.front.report import Item, Style, render

    write(directory, {"a.py": BLOCKING})
    fix = Fix("Do better", Safety.UNSAFE, (Edit(0, 3, "x"), Edit(4, 4, "y")))
    found = [
        Finding("a.py", "ADB101", "blocking-driver-call", "Message", (5, 5), (5, 9), fix=given, noqa_row=5) for given in (fix, None)
    ]
    records = json.loads(render([Item(finding, directory, Source(BLOCKING)) for finding in found], "json", directory, Style()))
    assert [bool(record["fix"]) for record in records] == [True, False]
    return records  # type: ignore[no-any-return]


KIN = {"ADB101": "F401", "ADB104": "F403", "ADB201": "F841", "ADB10": "F40", "ADB20": "F84", "ADB1": "F4", "ADB2": "F8", "ADB": "F"}
OURS = """\
import sqlite3

import asyncpg


def load():
    sqlite3.connect("x")


async def f(connection: asyncpg.Connection):
    sqlite3.connect("x")
    load()
    connection.execute("DELETE FROM t")
"""
THEIRS = "import os\nfrom sys import *\n\n\ndef f():\n    x = 1\n"
ALL = {"ADB101", "ADB104", "ADB201"}
FILES = ("a.py", "sub/b.py")
Found = set[tuple[str, str]]


def translated(text: str) -> str:
    """Selectors of ours as those of ruff."""
    for ours, theirs in KIN.items():
        text = text.replace(ours, theirs).replace(ours.lower(), theirs.lower())
    return text


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Both:
    return Both(tmp_path, monkeypatch, capsys)


class Both:
    """Runs both tools on equal projects. `top` and `lint` are their configuration, which ruff has in two tables."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._directory = directory
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, lint: str = "", top: str = "") -> tuple[int, Found]:
        """The exit code and the findings as (file, our code); both tools must agree on both."""
        ours, theirs = self._directory / "ours", self._directory / "theirs"
        write(ours, {**dict.fromkeys(FILES, OURS), "greenlint.toml": f"{top}\n{lint}\n"})
        write(theirs, {**dict.fromkeys(FILES, THEIRS), "ruff.toml": f"{top}\n[lint]\n{translated(lint)}\n"})
        done = ruff("--output-format", "json", *map(translated, arguments), cwd=theirs)
        backwards = {kin: code for code, kin in KIN.items()}
        expected = done.returncode, self._found(done.stdout, theirs, backwards)
        self._monkeypatch.chdir(ours)
        code = main(["check", "--output-format", "json", *arguments])
        assert (code, self._found(self._capsys.readouterr().out, ours, {code: code for code in ALL})) == expected, done.stderr
        return expected

    @staticmethod
    def _found(text: str, directory: Path, codes: dict[str, str]) -> Found:
        return {
            (Path(item["filename"]).relative_to(directory).as_posix(), codes[item["code"]])
            for item in json.loads(text or "[]")
            if item["code"] in codes
        }


def everywhere(codes: set[str]) -> Found:
    return {(file, code) for file in FILES for code in codes}


class TestSelection:
    @pytest.mark.parametrize(
        ("arguments", "codes"),
        [
            ("--select ALL", ALL),
            ("--select ADB", ALL),
            ("--select ADB1", {"ADB101", "ADB104"}),
            ("--select ADB10", {"ADB101", "ADB104"}),
            ("--select ADB104", {"ADB104"}),
            ("--select ADB1,ADB201", ALL),
            ("--select ADB101 --select ADB201", {"ADB101", "ADB201"}),
            ("--select ADB --ignore ADB101", {"ADB104", "ADB201"}),
            ("--select ADB --ignore ADB1", {"ADB201"}),
            ("--select ADB101 --ignore ADB1", {"ADB101"}),
            ("--select ADB101 --ignore ADB", {"ADB101"}),
            ("--select ADB101,ADB2 --ignore ALL", {"ADB101", "ADB201"}),
            ("--select ALL --ignore ADB10", {"ADB201"}),
            ("--select ADB1 --ignore ADB1", set()),
            ("--select ADB1 --extend-select ADB2", ALL),
            ("--select ADB2 --extend-select ADB104 --ignore ADB10", {"ADB104", "ADB201"}),
        ],
    )
    def test_command_line(self, both: Both, arguments: str, codes: set[str]) -> None:
        assert both(*arguments.split()) == (int(bool(codes)), everywhere(codes))

    @pytest.mark.parametrize(
        ("lint", "arguments", "codes"),
        [
            ('select = ["ADB1"]', "", {"ADB101", "ADB104"}),
            ('select = ["ADB1"]\nignore = ["ADB101"]', "", {"ADB104"}),
            ('select = ["ADB101"]\nextend-select = ["ADB2"]\nignore = ["ADB"]', "", {"ADB101", "ADB201"}),
            ('select = ["ADB1"]', "--select ADB2", {"ADB201"}),
            ('select = ["ADB1"]', "--extend-select ADB2", ALL),
            ('select = ["ADB1"]', "--ignore ADB101", {"ADB104"}),
            ('select = ["ADB101"]', "--ignore ADB1", set()),
            ('select = ["ADB"]\nignore = ["ADB101"]', "--select ADB1", {"ADB101", "ADB104"}),
            ('select = ["ADB"]\nignore = ["ADB101"]', "--extend-select ADB1", ALL),
            ('select = ["ADB"]\nignore = ["ADB101"]', "--extend-select ADB101", ALL),
            ('select = ["ADB"]\nignore = ["ADB101"]', "--ignore ADB2", {"ADB104"}),
            ("select = []", "", set()),
        ],
    )
    def test_configuration_and_command_line(self, both: Both, lint: str, arguments: str, codes: set[str]) -> None:
        assert both(*arguments.split(), lint=lint) == (int(bool(codes)), everywhere(codes))

    @pytest.mark.parametrize(
        ("glob", "files"),
        [
            ("a.py", {"a.py"}),
            ("b.py", {"sub/b.py"}),
            ("./sub/b.py", {"sub/b.py"}),
            ("sub/*", {"sub/b.py"}),
            ("sub/**", {"sub/b.py"}),
            ("**/b.py", {"sub/b.py"}),
            ("sub", set()),
            ("*.py", {"a.py", "sub/b.py"}),
            ("!sub/**", {"a.py"}),
            ("!a.py", {"sub/b.py"}),
            ("{a,c}.py", {"a.py"}),
            ("[!a].py", {"sub/b.py"}),
            ("../*/a.py", {"a.py"}),
        ],
    )
    def test_per_file_ignores(self, both: Both, glob: str, files: set[str]) -> None:
        lint = f'select = ["ADB"]\nper-file-ignores = {{ "{glob}" = ["ADB10"] }}'
        ignored = {(file, code) for file in files for code in ("ADB101", "ADB104")}
        assert both(lint=lint) == (1, everywhere(ALL) - ignored)

    def test_per_file_ignores_are_stronger_than_the_command_line(self, both: Both) -> None:
        lint = 'per-file-ignores = { "a.py" = ["ADB1"] }'
        assert both("--select", "ADB101", lint=lint) == (1, {("sub/b.py", "ADB101")})
        assert both("--select", "ADB101", "a.py", lint=lint) == (0, set())

    @pytest.mark.parametrize(
        ("arguments", "found"),
        [
            ("", {"a.py"}),
            ("sub", {"sub/b.py"}),
            ("sub --force-exclude", set()),
            ("sub/b.py", {"sub/b.py"}),
            ("sub/b.py --force-exclude", set()),
            ("--extend-exclude a.py", set()),
            ("--exclude nothing", {"a.py", "sub/b.py"}),
        ],
    )
    def test_excluded_files(self, both: Both, arguments: str, found: set[str]) -> None:
        expected = {(file, "ADB101") for file in found}
        assert both("--select", "ADB101", *arguments.split(), top='exclude = ["sub"]') == (int(bool(found)), expected)


class TestRefusals:
    @pytest.mark.parametrize("selector", ["ADB999", "ADB1011", "adb101", "ZZZ", "ADB-1"])
    @pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
    def test_selectors_on_the_command_line(self, both: Both, option: str, selector: str) -> None:
        assert both(option, selector) == (2, set())

    @pytest.mark.parametrize(
        "lint",
        [
            'select = ["ZZZ"]',
            'extend-select = ["ADB999"]',
            'ignore = ["adb101"]',
            'per-file-ignores = { "a.py" = ["ZZZ"] }',
            'selct = ["ADB"]',
            'extend_select = ["ADB"]',
            "select = 1",
            'select = "ADB"',
            'select = ["ADB"',
            'per-file-ignores = { "a.py" = "ADB" }',
            "per-file-ignores = []",
        ],
    )
    def test_configuration(self, both: Both, lint: str) -> None:
        assert both(lint=lint) == (2, set())

    @pytest.mark.parametrize("arguments", ["--frob", "--output-format yaml", "--config missing.toml"])
    def test_usage(self, both: Both, arguments: str) -> None:
        assert both(*arguments.split()) == (2, set())

    def test_exit_zero_hides_findings_and_nothing_else(self, both: Both) -> None:
        assert both("--exit-zero", "--select", "ADB101")[0] == 0
        assert both("--exit-zero", "--select", "ZZZ")[0] == 2
