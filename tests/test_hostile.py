"""Input that is broken, huge or malicious, through the command line: always an answer with the right exit code, never a traceback, and the
findings of the other files all the same. Seeded and bounded in time: every process has a time limit.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import BLOCKING, greenlint, write
from sections import FIXTURES

Maker = Callable[[Path], None]
SHOP = FIXTURES / "projects" / "shop"


def contents(data: bytes | str) -> Maker:
    """A file with these contents."""
    return lambda path: _put(path, data)


def _put(path: Path, data: bytes | str) -> None:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _directory_loop(path: Path) -> None:
    path.mkdir()
    (path / "inner.py").symlink_to("..", target_is_directory=True)
    (path / "up").symlink_to("../..", target_is_directory=True)


def _nested_directories(path: Path) -> None:
    for _ in range(60):
        path = path / "package.py"
        path.mkdir(parents=True)


def _unreadable(path: Path) -> None:
    _put(path, "x = 1\n")
    path.chmod(0)


def _blocks(head: str, depth: int) -> str:
    return "".join(" " * level + head + "\n" for level in range(depth)) + " " * depth + "pass\n"


INSIDE = "import sqlite3\nasync def f():\n    return {}\nasync def g():\n    sqlite3.connect('x')\n"

# What each file must be reported as: a code, or None where nothing needs to be said; `any` where it depends on the running Python.
FILES: dict[str, tuple[Maker, str | None]] = {
    "empty": (contents(b""), None),
    "newline": (contents(b"\n"), None),
    "comments": (contents(b"# a\n# sqlite3 async\n#"), None),
    "no newline at the end": (contents(BLOCKING.rstrip("\n")), "ADB101"),
    "carriage returns": (contents(BLOCKING.replace("\n", "\r")), "ADB101"),
    "mixed line endings": (contents(BLOCKING.replace("\n\n", "\r\n\r")), "ADB101"),
    "form feeds": (contents("\f" + BLOCKING.replace("\n\n\n", "\n\f\n")), "ADB101"),
    "byte order mark": (contents(b"\xef\xbb\xbf" + BLOCKING.encode()), "ADB101"),
    "two byte order marks": (contents(b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n"), "invalid-syntax"),
    "unknown encoding": (contents(b"# coding: klingon\nx = 1\n"), "E902"),
    "wrong encoding": (contents(b"# coding: utf-8\nx = '\xe9'\n"), "E902"),
    "mark and other encoding": (contents(b"\xef\xbb\xbf# coding: latin-1\nx = 1\n"), "E902"),
    "encoding that is no text": (contents(b"# coding: hex\n7831\n"), "E902"),
    "encoding of a codec": (contents(b"# coding: rot13\nvzcbeg bf\n"), "any"),
    "latin-1 declared": (contents(b"# coding: latin-1\n# \xe9\n" + BLOCKING.encode()), "ADB101"),
    "latin-1 undeclared": (contents(b"x = '\xe9'\n"), "E902"),
    "utf-16": (contents(BLOCKING.encode("utf-16")), "E902"),
    "utf-32": (contents(BLOCKING.encode("utf-32")), "E902"),
    "utf-7": (contents(b"# coding: utf-7\n" + BLOCKING.encode("utf-7")), "any"),
    "null bytes": (contents(b"x = 1\0\n"), "E902"),
    "only null bytes": (contents(b"\0" * 5_000), "E902"),
    "surrogates": (contents("x = '\ud800'\n"), "E902"),
    "surrogate escapes": (contents(INSIDE.format("'\\ud800'")), "ADB101"),
    "not a program": (contents(bytes(range(1, 128)) * 40), "invalid-syntax"),
    "open bracket": (contents("x = (\n" + BLOCKING), "invalid-syntax"),
    "open string": (contents(BLOCKING + "x = '''\n"), "invalid-syntax"),
    "open string at the start": (contents("'''\n" + BLOCKING), "invalid-syntax"),
    "conflict": (contents("<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n"), "invalid-syntax"),
    "template": (contents("import {{ name }}\n{% for x in y %}\nasync def {{ x }}(): pass\n{% endfor %}\n"), "invalid-syntax"),
    "template that starts well": (contents(BLOCKING + "{% if a %}\nx = 1\n{% endif %}\n"), "invalid-syntax"),
    "python 2": (contents("print 'a'\nexec 'b'\nraise E, 'c'\n"), "invalid-syntax"),
    "bad indentation": (contents("def f():\n  a\n   b\n c\n"), "invalid-syntax"),
    "mixed tabs": (contents("if a:\n\tb\n        c\n"), "invalid-syntax"),
    "deep brackets": (contents(INSIDE.format("(" * 5_000 + ")" * 5_000)), "any"),
    "deep lists": (contents(INSIDE.format("[" * 190 + "]" * 190)), "ADB101"),
    "open brackets": (contents("(" * 100_000), "any"),
    "open braces": (contents("{" * 100_000), "any"),
    "deep calls": (contents(INSIDE.format("f(" * 195 + ")" * 195)), "any"),
    "deep formatted strings": (contents(INSIDE.format("f'{" + "(" * 1_500 + "1" + ")" * 1_500 + "}'")), "any"),
    "deep blocks": (contents(_blocks("if a:", 99)), "any"),
    "deeper blocks": (contents(_blocks("if a:", 500)), "any"),
    "deep functions": (contents(_blocks("async def f():", 95)), "any"),
    "deep classes": (contents(_blocks("class A:", 95)), "any"),
    "deep loops": (contents(_blocks("for a in b:", 95)), "any"),
    "long chain of calls": (contents(INSIDE.format("a" + ".b()" * 900)), "ADB101"),
    "longer chain of calls": (contents(INSIDE.format("a" + ".b()" * 50_000)), "any"),
    "long sum": (contents(INSIDE.format("1" + " + 1" * 990)), "ADB101"),
    "longer sum": (contents(INSIDE.format("1" + " + 1" * 100_000)), "any"),
    "long union": (contents("x: " + " | ".join(f"A{n}" for n in range(900)) + "\n" + BLOCKING), "ADB101"),
    "many elif": (contents("if a: pass\n" + "elif a: pass\n" * 20_000), "any"),
    "many strings": (contents("x = " + "'a' " * 50_000 + "\n"), "any"),
    "many lambdas": (contents(INSIDE.format("lambda: " * 3_000 + "1")), "any"),
    "many nots": (contents("x = " + "not " * 30_000 + "1\n"), "any"),
    "many decorators": (contents("@d\n" * 2_000 + "async def f(): pass\n" + BLOCKING), "any"),
    "many parameters": (contents(f"async def f({', '.join(f'a{n}=None' for n in range(3_000))}): pass\n" + BLOCKING), "ADB101"),
    "many bases": (contents("".join(f"class A{n}(A{n - 1}): pass\n" for n in range(1, 700)) + BLOCKING + "async def h(a: A699): a.b()\n"), "ADB101"),
    "own base": (contents("class A(A): pass\nclass B(C): pass\nclass C(B): pass\nasync def h(a: A, b: B): a.x(); b.y()\n" + BLOCKING), "ADB101"),
    "calls in a circle": (contents("def a(x): return b([x])\ndef b(x): return a((x, x))\nasync def h(): a(1).q(); b(a)(b)\n" + BLOCKING), "ADB101"),
    "long call chain": (
        contents("import sqlite3\n" + "".join(f"def f{n}(): f{n + 1}()\n" for n in range(1_500)) + "def f1500(): sqlite3.connect('x')\nasync def g(): f0()\n"),
        "ADB104",
    ),
    "growing type": (contents("def a(x): return a([x]) if x else a({1: x})\nasync def h():\n    v = a(a)\n    while v: v = [v]\n" + BLOCKING), "ADB101"),
    "star import of itself": (lambda path: _put(path, f"from {path.stem} import *\n" + BLOCKING), "ADB101"),
    "import beyond the top": (contents("from ......... import a\nfrom . import *\n" + BLOCKING), "ADB101"),
    "long line": (contents("x = '" + "a" * 1_500_000 + "'\n" + BLOCKING), "ADB101"),
    "huge": (contents(BLOCKING + "# " + "x" * 79 + "\n" + "x = 1  # y\n" * 250_000), "ADB902"),
    "huge name": (contents("a" * 100_000 + " = 1\n" + BLOCKING), "ADB101"),
    "many names": (contents("".join(f"name_{n} = {n}\n" for n in range(12_000)) + BLOCKING), "ADB101"),
    "huge number": (contents("x = " + "9" * 10_000 + "\n" + BLOCKING), "any"),
    "malformed comments": (contents("# noqa: : ,\n# greenlint: ignore[\n# greenlint: ignore[,,]\n" + BLOCKING), "ADB101"),
    "walrus everywhere": (contents("async def h():\n    [y := x for x in [z := 1]]\n    f'{(q := 1)!r:{q}}'\n" + BLOCKING), "ADB101"),
    "unicode names": (contents("import sqlite3 as ℌ\nasync def ﬁ():\n    H.connect('x')\n"), "ADB101"),
    "directory": (lambda path: path.mkdir(), None),
    "nested directories": (_nested_directories, None),
    "directory loop": (_directory_loop, None),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "any"),
    "link to itself": (_loop, "any"),
    "pipe": (_fifo, "any"),
    "unreadable": (_unreadable, "any"),
}
BY_NAME = {"dangling link": "E902", "link to itself": "E902", "pipe": "E902"}


def check(*arguments: str, cwd: Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and findings of a run that may find anything but must not fail; its error stream is looked at, too."""
    done = greenlint("check", "--isolated", "--select", "ALL", "--output-format", "json", *arguments, cwd=cwd)
    assert "Traceback" not in done.stderr and "internal-error" not in done.stdout, (arguments, done.stderr[-2_000:], done.stdout[-2_000:])
    assert done.returncode in (0, 1), (arguments, done.returncode, done.stderr[-2_000:])
    found = json.loads(done.stdout)
    assert done.returncode == (1 if found else 0)
    return done.returncode, found


def codes(found: list[dict[str, Any]], name: str) -> set[str]:
    """The codes of the findings in a file."""
    return {item["code"] for item in found if Path(item["filename"]).name == name}


@pytest.mark.parametrize("kind", FILES)
def test_a_hostile_file_by_name(kind: str, tmp_path: Path) -> None:
    make, expected = FILES[kind]
    make(tmp_path / "x.py")
    write(tmp_path, {"good.py": BLOCKING})
    _, found = check("x.py", "good.py", cwd=tmp_path)
    assert codes(found, "good.py") == {"ADB101"}
    expected = BY_NAME.get(kind, expected)
    if expected is None:
        assert codes(found, "x.py") == set()
    elif expected != "any":
        assert expected in codes(found, "x.py"), found


@pytest.mark.parametrize("part", range(4))
def test_hostile_files_together(part: int, tmp_path: Path) -> None:
    expected: dict[str, str | None] = {}
    for number, (make, code) in enumerate(list(FILES.values())[part::4]):
        make(tmp_path / f"x{number}.py")
        expected[f"x{number}.py"] = code
    write(tmp_path, {"good.py": BLOCKING, "user.py": "import good, x1, x2, x3\nfrom x4 import *\nasync def g():\n    good.f()\n"})
    write(tmp_path, {"package/helper.py": "import sqlite3\ndef load(): sqlite3.connect('x')\n"})
    write(tmp_path, {"package/view.py": "from package.helper import load\nasync def view(): load()\n"})
    _, found = check(".", cwd=tmp_path)
    assert codes(found, "good.py") == {"ADB101"}
    assert codes(found, "view.py") == {"ADB104"}
    for name, code in expected.items():
        if code is None:
            assert codes(found, name) == set()
        elif code != "any":
            assert code in codes(found, name), name


@pytest.mark.parametrize("kind", ["pipe", "null bytes", "utf-16", "deep brackets", "directory loop", "huge"])
def test_standard_input_and_imports_of_hostile_files(kind: str, tmp_path: Path) -> None:
    FILES[kind][0](tmp_path / "x.py")
    text = "from x import *\nimport sqlite3, x.y\nasync def f(a: x.A):\n    sqlite3.connect(x.b)\n"
    done = greenlint("check", "--isolated", "--output-format", "concise", "-", cwd=tmp_path, stdin=text)
    assert done.returncode == 1 and " ADB101 " in done.stdout, done.stderr


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\0", b"x = '\xe9'", b"# coding: klingon\n"])
def test_standard_input_that_is_no_text(data: bytes, tmp_path: Path) -> None:
    done = greenlint("check", "--isolated", "-", cwd=tmp_path, stdin=data)
    assert done.returncode == 1 and "E902" in done.stdout and "Traceback" not in done.stderr


CONFIGURATIONS: dict[str, bytes] = {
    "not TOML": b"[tool.greenlint\n",
    "not text": b"[tool.greenlint]\nsrc = ['\xff']\n",
    "null byte": b"select = ['A\0']\n",
    "unknown key": b"selekt = []\n",
    "wrong type": b"select = 'ADB'\n",
    "wrong element": b"select = [1]\n",
    "unknown rule": b"select = ['ADB999']\n",
    "malformed glob": b"exclude = ['[z-a]']\n",
    "malformed glob per file": b"per-file-ignores = { '[z-a]' = ['ADB101'] }\n",
    "deep": b"src = " + b"[" * 5_000 + b"]" * 5_000 + b"\n",
    "table": b"[[select]]\n",
    "number": b"src = 1\n",
    "utf-16": "select = []\n".encode("utf-16"),
}


@pytest.mark.parametrize("kind", CONFIGURATIONS)
def test_broken_configuration(kind: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    (tmp_path / "greenlint.toml").write_bytes(CONFIGURATIONS[kind])
    done = greenlint("check", cwd=tmp_path)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr and "error:" in done.stderr
    assert "failed:" not in done.stderr, done.stderr


@pytest.mark.parametrize("name", ["greenlint.toml", "pyproject.toml"])
@pytest.mark.parametrize("make", [_fifo, _loop, lambda path: path.mkdir(), lambda path: path.symlink_to("nowhere")], ids=["pipe", "loop", "directory", "dangling"])
def test_configuration_that_is_no_file(name: str, make: Maker, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BLOCKING})
    make(tmp_path / name)
    done = greenlint("check", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr and "failed:" not in done.stderr, done.stderr
    assert done.returncode == 2 or " ADB101 " in done.stdout


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """The data with some bytes changed, cut out, repeated or moved."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found) or 1)
        end = min(len(found), at + chance.choice((1, 1, 3, 30, 400)))
        way = chance.randrange(6)
        if way == 0:
            found[at : at + 1] = bytes([chance.randrange(256)])
        elif way == 1:
            del found[at:end]
        elif way == 2:
            found[at:at] = found[at:end] * chance.choice((1, 2, 50))
        elif way == 3:
            found[at:at] = chance.choice((b"(", b"[", b"{", b")", b"'''", b'f"{', b"\\\n", b"\r", b"\t", b"#", b":", b"async ", b"\0", b"\x0c", b"\xef\xbb\xbf"))
        elif way == 4:
            place = chance.randrange(len(found) or 1)
            found[place:place] = found[at:end]
        else:
            found = found[:end] if chance.random() < 0.3 else found
    return bytes(found)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    sound = sorted((SHOP / "src").rglob("*.py")) + sorted(FIXTURES.parent.glob("src/greenlint/world/*.py"))
    for path in chance.sample(sound, 25):
        target = tmp_path / "tree" / path.relative_to(FIXTURES.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_damaged(path.read_bytes(), chance))
    write(tmp_path, {"good.py": BLOCKING})
    _, found = check(".", cwd=tmp_path)
    assert codes(found, "good.py") == {"ADB101"}
    assert {item["code"] for item in found} - {"E902", "invalid-syntax"} >= {"ADB101"}


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    directory = os.fsencode(tmp_path)
    for name in (b"\xff.py", b"a\nb.py", b"-x.py", b"a b'c\".py", b"\x1b[31m.py"):
        with open(os.path.join(directory, name), "wb") as file:
            file.write(BLOCKING.encode())
    write(tmp_path, {"good.py": BLOCKING})
    for form in ("json", "concise", "full"):
        done = greenlint("check", "--isolated", "--output-format", form, cwd=tmp_path)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        assert done.stdout.count("ADB101") >= 5, done.stdout
