"""Imports that fixes add: where they go, what they join, and when the name is taken."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from editing import Bench

from greenlint.fix.editor import Editor

ROOT = Path(__file__).parent / "no-such-directory"
USE = "async def f(s):\n    s.get()\n"
TEXT = ("sqlalchemy", "text")
Wanted = tuple[str, ...]


def with_imports(text: str, *wanted: Wanted, others: dict[str, str] | None = None) -> str | None:
    """The text after a fix in its last piece, an `async def`, that needs imports; None when one of them cannot be had."""

    def operate(editor: Editor, find: object) -> bool:
        return all(editor.ensure_import(*words) for words in wanted) and editor.make_sync(0)

    after = Bench(ROOT, text, others).edited(operate)
    if after is None:
        return None
    ast.parse(after)
    return after.replace("def f(s", "async def f(s")


@pytest.mark.parametrize(
    ("head", "wanted", "expected"),
    [
        ("", [TEXT], "from sqlalchemy import text\n\n\n"),
        ("", [TEXT, ("asyncio",)], "import asyncio\n\nfrom sqlalchemy import text\n\n\n"),
        ("", [TEXT, ("sqlalchemy", "select")], "from sqlalchemy import select, text\n\n\n"),
        ('"""Doc."""\n\n\n', [TEXT], '"""Doc."""\n\nfrom sqlalchemy import text\n\n\n'),
        ('"""Doc."""\n', [TEXT], '"""Doc."""\n\nfrom sqlalchemy import text\n\n'),
        ("#!/bin/python\n# head\n\n\n", [TEXT], "#!/bin/python\n# head\n\n\nfrom sqlalchemy import text\n\n\n"),
        ("# about f\n", [TEXT], "# about f\nfrom sqlalchemy import text\n\n\n"),
        ("from __future__ import annotations\n\n\n", [TEXT], "from __future__ import annotations\n\nfrom sqlalchemy import text\n\n\n"),
        ("import os\nimport sys\n\n\n", [("asyncio",), ("zlib",)], "import asyncio\nimport os\nimport sys\nimport zlib\n\n\n"),
        ("import os\nfrom json import loads\n\n\n", [("re",)], "import os\nimport re\nfrom json import loads\n\n\n"),
        ("import os\nfrom json import loads\n\n\n", [("abc", "ABC")], "import os\nfrom abc import ABC\nfrom json import loads\n\n\n"),
        ("from json import loads\nimport os\n\n\n", [("re",)], "from json import loads\nimport os\nimport re\n\n\n"),
        (
            "import os\n\nfrom fastapi import Depends\n\nfrom .a import b\n\n\n",
            [TEXT, ("asyncio",)],
            "import asyncio\nimport os\n\nfrom fastapi import Depends\nfrom sqlalchemy import text\n\nfrom .a import b\n\n\n",
        ),
        ("import os\nfrom .a import b\n\n\n", [TEXT], "import os\n\nfrom sqlalchemy import text\n\nfrom .a import b\n\n\n"),
        ("import os\n\n# own\nfrom .a import b\n\n\n", [TEXT], "import os\n\nfrom sqlalchemy import text\n\n# own\nfrom .a import b\n\n\n"),
        ("# licence\nfrom .a import b\n\n\n", [TEXT], "# licence\nfrom sqlalchemy import text\n\nfrom .a import b\n\n\n"),
        ("import fastapi  # one\nx = 1\n", [TEXT], "import fastapi  # one\nfrom sqlalchemy import text\nx = 1\n"),
        ("import fastapi; x = 1\n", [TEXT], "from sqlalchemy import text\n\nimport fastapi; x = 1\n"),
        ("x = 1\nimport os\n\n\n", [("re",)], "x = 1\nimport os\nimport re\n\n\n"),
        ("import os\r\n\r\n\r\n", [("re",)], "import os\r\nimport re\r\n\r\n\r\n"),
        ("import os as o\n", [("os",)], "import os as o\nimport os\n"),
        ("import os.path\n", [("os",)], "import os\nimport os.path\n"),
        ("import os\n", [("re", "sub", "replace")], "import os\nfrom re import sub as replace\n"),
    ],
)
def test_new_lines(head: str, wanted: list[Wanted], expected: str) -> None:
    assert with_imports(head + USE, *wanted) == expected + USE


@pytest.mark.parametrize(
    ("names", "wanted", "expected"),
    [
        ("select", ["text"], "select, text"),
        ("update", ["text"], "text, update"),
        ("select, update", ["text", "Select", "URL"], "URL, Select, select, text, update"),
        ("update, select", ["text"], "update, select, text"),
        ("(select, update)", ["text"], "(select, text, update)"),
        ("(select)  # one", ["text"], "(select, text)  # one"),
        ("(\n    select,  # one\n    update,\n)", ["text"], "(\n    select,  # one\n    text,\n    update,\n)"),
        ("(\n    select,\n    # two\n    update\n)", ["text", "values"], "(\n    select,\n    text,\n    # two\n    update,\n    values\n)"),
        ("(\n    update,\n)", ["text"], "(\n    text,\n    update,\n)"),
        ("(\n    select, update,\n)", ["values"], "(\n    select, update, values,\n)"),
        ("select as s, \\\n    update", ["text"], "select as s, text, \\\n    update"),
        (f"select, {'u' * 56}", ["text"], f"(\n    select,\n    text,\n    {'u' * 56},\n)"),
        (f"select, {'u' * 40}  # a comment at the end", ["text"], f"select, text, {'u' * 40}  # a comment at the end"),
    ],
)
def test_names_join_an_import(names: str, wanted: list[str], expected: str) -> None:
    after = with_imports(f"import os\nfrom sqlalchemy import {names}\n{USE}", *(("sqlalchemy", name) for name in wanted))
    assert after == f"import os\nfrom sqlalchemy import {expected}\n{USE}"


@pytest.mark.parametrize(
    "head",
    [
        "from sqlalchemy import text\n",
        "from sqlalchemy.sql import text\n",
        "try:\n    from sqlalchemy import text\nexcept ImportError:\n    raise\n",
        "try:\n    from sqlalchemy import text\nexcept ImportError:\n    text = None\n",
        "import os\nif os.name:\n    from sqlalchemy import text\n",
    ],
)
def test_what_is_there_is_not_imported_again(head: str) -> None:
    assert with_imports(head + USE, TEXT) == head + USE


@pytest.mark.parametrize(
    "text",
    [
        f"text = 1\n{USE}",
        f"def text(): pass\n{USE}",
        f"from other import text\n{USE}",
        f"import text\n{USE}",
        f"if a:\n    text = 1\n{USE}",
        f"if a:\n    from sqlalchemy import text\nelse:\n    from other import text\n{USE}",
        "async def f(s, text): pass\n",
        "async def f(s):\n    text = 1\n",
        "async def f(s):\n    return [text for text in s]\n",
        "async def f(s):\n    return [text for a, (text, *b) in s]\n",
        "async def f(s):\n    return lambda text: s\n",
    ],
)
def test_a_name_that_is_taken(text: str) -> None:
    assert with_imports(text, TEXT) is None
    assert with_imports(text, ("sqlalchemy", "text", "sql_text"))


def test_other_names_that_cannot_be_had() -> None:
    assert with_imports(USE, ("itertools", "filter")) is None
    assert with_imports(USE, ("main", "x")) is None
    assert with_imports(f"from .a import *\n{USE}", TEXT, others={"a.py": "text = 1\n"}) is None
    assert with_imports(f"from .a import *\n{USE}", TEXT, others={"a.py": "other = 1\n"})


def test_type_checking_does_not_count() -> None:
    head = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from sqlalchemy import select, text\n\n\n"
    expected = head.replace("\n\nif", "\n\nfrom sqlalchemy import text\n\nif")
    assert with_imports(head + USE, TEXT) == expected + USE
    head = "import typing\n\nif typing.TYPE_CHECKING:\n    pass\nelse:\n    from sqlalchemy import text\n\n\n"
    assert with_imports(head + USE, TEXT) == head + USE


def test_first_party_modules() -> None:
    others = {"app/__init__.py": "", "app/db.py": "text = 1\n", "app/models.py": ""}
    head = "import fastapi\n\nimport app.models\n\n\n"
    expected = "import fastapi\n\nimport app.models\nfrom app.db import engine\n\n\n"
    assert with_imports(head + USE, ("app.db", "engine"), others=others) == expected + USE
    head = "from app.db import text\n\n\n"
    assert with_imports(head + USE, TEXT, others=others) is None
    assert with_imports(head + USE, ("app.db", "engine"), others=others) == head.replace("text", "engine, text") + USE


def test_an_empty_end_of_file() -> None:
    assert Bench(ROOT, "import os").edited(lambda editor, find: editor.ensure_import("re")) == "import os\nimport re\n"


def test_import_edits_are_shared_and_others_are_not() -> None:
    edits = Bench(ROOT, USE).edits(0, lambda editor, find: editor.ensure_import(*TEXT) and editor.insert_await(find("s.get()")))
    assert edits is not None
    assert [edit.shared for edit in edits] == [True, False]
