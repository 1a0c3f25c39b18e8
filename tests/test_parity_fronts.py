"""One engine: the command line, flake8 with one worker and with several, and the language server find the same in the same project.

`GREENLINT_CORPUS` may name the directory of another project, to be compared as well. It is copied into a checkout: without a configuration or a
`.git`, each file's surroundings decide what is analysed with it, and so what is asked about: a directory, or (by flake8 and editors) a file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import check_json, python, write
from editor import capabilities, editing
from lsprotocol import types

SHOP = Path(__file__).resolve().parents[1] / "fixtures" / "projects" / "shop"
CORPUS = os.environ.get("GREENLINT_CORPUS", "")
LINE = re.compile(r"(.+):(\d+):(\d+): ([A-Z]+\d{3}) ")

# Two distributions with configurations of their own and a directory of scripts: packages that use each other, and texts that are hard to count in.
PACKAGES = {
    "service/pyproject.toml": '[project]\nname = "service"\nversion = "1"\ndependencies = ["sqlalchemy>=2"]\n[tool.greenlint]\nignore = ["ADB401"]\n',
    "service/src/service/__init__.py": "",
    "service/src/service/db/__init__.py": "from service.db.session import factory, get_session\n",
    "service/src/service/db/models.py": """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
""",
    "service/src/service/db/session.py": """\
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

factory = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))


async def get_session():
    async with factory() as session:
        yield session
""",
    "service/src/service/db/legacy.py": "import sqlite3\r\n\r\n\r\ndef connect():\r\n    return sqlite3.connect('x')\r\n",
    "service/src/service/api/__init__.py": "",
    "service/src/service/api/users.py": """\
from fastapi import APIRouter, Depends
from service.db import get_session
from service.db.legacy import connect
from service.db.models import User
from sqlalchemy.ext.asyncio import AsyncSession

router = APIRouter()


@router.post("/users")
async def create(session: AsyncSession = Depends(get_session)) -> None:
    "\U0001f600"; session.delete(User()); connect()
    session.flush()  # noqa: ADB201
    session.flush()  # noqa
    session.commit(); session.flush()  # noqa: ADB101, E501
""",
    "service/tests/test_users.py": "from service.db import factory\n\n\nasync def test():\n\tsession = factory()\n\tsession.commit()\n\tsession.close()\n",
    "worker/pyproject.toml": "[tool.greenlint]\n",
    "worker/worker/__init__.py": "",
    "worker/worker/jobs/poll.py": "\ufeffimport time\n\nfrom worker.store import load\n\n\nasync def poll():\n    time.sleep(1)\n    return load('\u00e9'), load(\n        'b')\n",
    "worker/worker/store.py": "import psycopg2\n\n\ndef load(name):\n    return psycopg2.connect(name).cursor().execute('SELECT 1')\n",
    "scripts/clean.py": "import sqlite3\nasync def main():\n    with sqlite3.connect('x') as connection:\n        connection.execute('SELECT 1')",
}

Place = tuple[str, int, int, str]


class Project(NamedTuple):
    """A directory in which everything runs, and the one below it that is looked at."""

    root: Path
    sources: Path


@pytest.fixture(scope="module", params=["shop", "packages", *(["corpus"] if CORPUS else [])])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    if request.param == "shop":
        return Project(SHOP, SHOP / "src")
    root = tmp_path_factory.mktemp("projects").resolve() / request.param
    if request.param == "packages":
        write(root, PACKAGES)
    else:
        shutil.copytree(CORPUS, root, symlinks=True)
        (root / ".git").mkdir(exist_ok=True)
    return Project(root, root)


@pytest.fixture(scope="module")
def of_command_line(project: Project) -> set[Place]:
    """Path, row, column and code of what `greenlint check` finds."""
    found = [item for item in check_json(str(project.sources), cwd=project.root) if item["code"].startswith("ADB")]
    places = {
        (Path(item["filename"]).relative_to(project.root).as_posix(), item["location"]["row"], item["location"]["column"], item["code"])
        for item in found
    }
    assert len(places) == len(found)
    return places


@pytest.mark.parametrize("project", ["shop", "packages"], indirect=True)
def test_there_is_something_to_compare(of_command_line: set[Place]) -> None:
    assert len({Path(path).parent for path, *_ in of_command_line}) >= 4
    assert len({code for *_, code in of_command_line}) > 1


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_flake8(project: Project, tmp_path: Path, of_command_line: set[Place], jobs: str) -> None:
    settings = tmp_path / "flake8.ini"
    settings.write_text("[flake8]\nselect = ADB,E9\n")
    done = python("-m", "flake8", "--config", str(settings), "-j", jobs, str(project.sources), cwd=project.root)
    lines = [LINE.match(line) for line in done.stdout.splitlines()]
    assert all(lines)
    assert done.returncode == bool(lines), done.stderr
    found = {(Path(line[1]).relative_to(project.root).as_posix(), int(line[2]), int(line[3]), line[4]) for line in lines if line}
    # What is no Python is shown to no plugin.
    refused = {path for path, _, _, code in found if code.startswith("E9")}
    assert {place for place in found if place[0] not in refused} == {place for place in of_command_line if place[0] not in refused}


@pytest.mark.asyncio
async def test_server(project: Project, of_command_line: set[Place]) -> None:
    found: set[Place] = set()
    async with editing(project.root, capabilities(pulls=True, encoding="utf-32")) as editor:
        names = sorted(path.relative_to(project.root).as_posix() for path in project.sources.rglob("*.py"))
        for name in names:
            editor.open(name)
        for name in names:
            found |= {_place(name, item) for item in await editor.shown(name)}
    assert {place for place in found if place[3].startswith("ADB")} == of_command_line


def _place(name: str, item: types.Diagnostic) -> Place:
    assert isinstance(item.code, str), json.dumps(item.message)
    return name, item.range.start.line + 1, item.range.start.character + 1, item.code
