"""Real editors without a screen, set up as docs/editors.md says. What is not installed is skipped, and the reason says so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import environment, write

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DOCS = Path(__file__).resolve().parents[1] / "docs" / "editors.md"
TEXT = """\
from sqlalchemy.ext.asyncio import AsyncSession


async def remove(session: AsyncSession, user: object) -> None:
    "\U0001f600"; session.delete(user)
"""
FIXED = TEXT.replace("session.delete", "await session.delete")
SUPPRESSED = TEXT.replace("(user)\n", "(user)  # noqa: ADB201\n")

NVIM = """
local function said(count)
  vim.wait(30000, function() return #vim.diagnostic.get(0) == count end, 20)
  local found = {}
  for _, item in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { row = item.lnum, column = item.col, code = item.code or (item.user_data or {}).lsp.code })
  end
  return found
end
local first = said(1)
vim.api.nvim_win_set_cursor(0, { 5, first[1].column })
local client = (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
params.context = { diagnostics = {} }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 30000)
local titles = {}
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result) do
    table.insert(titles, action.title)
    if action.title:find(os.getenv("WANTED")) then vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding) end
  end
end
local last = said(0)
vim.cmd("write")
local out = io.open(os.getenv("REPORT"), "w")
out:write(vim.fn.json_encode({ first = first, titles = titles, last = #last, servers = #(vim.lsp.get_clients or vim.lsp.get_active_clients)() }))
out:close()
vim.cmd("qall!")
"""

EMACS = """
(setq eglot-sync-connect t eglot-autoshutdown t make-backup-files nil)
(find-file "a.py")
; Eglot connects once the command that opens the file is over.
(run-hooks 'post-command-hook)
(let ((deadline (+ (float-time) 30)) (found nil))
  (while (and (not found) (< (float-time) deadline))
    (accept-process-output nil 0.1)
    (when (bound-and-true-p flymake-mode) (flymake-start))
    (setq found (flymake-diagnostics)))
  (with-temp-file (getenv "REPORT")
    (insert (mapconcat (lambda (item) (format "%s %d\\n" (flymake-diagnostic-text item) (flymake-diagnostic-beg item))) found "")))
  (eglot-shutdown-all))
"""


def snippet(heading: str, language: str, number: int = 0) -> str:
    """A code block of a section of the documentation."""
    section = re.split(r"^## ", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(f"{heading}\n")]
    return str(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[number])


def editor(name: str) -> str:
    """An editor's program; without it the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no program `{name}` in PATH")
    return found


def surroundings(directory: Path, **changes: str) -> dict[str, str]:
    """An environment in which `greenlint` runs this greenlint and the user has no settings."""
    program = directory / "bin" / "greenlint"
    write(directory, {"bin/greenlint": f'#!/bin/sh\nexec "{sys.executable}" -m greenlint "$@"\n'})
    program.chmod(0o755)
    homes = {name: str(directory / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    return environment(PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}", **homes, **changes)


@pytest.mark.parametrize(("wanted", "after"), [("await", FIXED), ("Suppress", SUPPRESSED)])
def test_neovim(tmp_path: Path, wanted: str, after: str) -> None:
    nvim = editor("nvim")
    version = subprocess.run([nvim, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    modern = [int(part) for part in version.lstrip("v").split(".")[:2]] >= [0, 11]
    write(tmp_path, {"code/a.py": TEXT, "setup.lua": snippet("Neovim", "lua", 0 if modern else 1), "steps.lua": NVIM})
    env = surroundings(tmp_path, REPORT=str(tmp_path / "report"), WANTED=wanted)
    command = [nvim, "--headless", "--clean", "-c", "luafile ../setup.lua", "-c", "edit a.py", "-c", "luafile ../steps.lua", "-c", "cquit!"]
    done = subprocess.run(command, cwd=tmp_path / "code", env=env, capture_output=True, text=True, timeout=100, check=False)
    assert (tmp_path / "report").exists(), done.stderr
    report: dict[str, Any] = json.loads((tmp_path / "report").read_text())
    assert report["first"] == [{"row": 4, "column": len('    "\U0001f600"; '.encode()), "code": "ADB201"}]
    assert (report["last"], report["servers"]) == (0, 1)
    assert (tmp_path / "code" / "a.py").read_text(encoding="utf-8") == after


def test_emacs(tmp_path: Path) -> None:
    emacs = editor("emacs")
    has_eglot = subprocess.run([emacs, "--batch", "--eval", "(require 'eglot)"], capture_output=True, check=False).returncode == 0
    if not has_eglot:
        pytest.skip("this Emacs cannot load Eglot, which is a part of it from version 29 on")
    write(tmp_path, {"code/a.py": TEXT, "code/.git/HEAD": "", "setup.el": snippet("Emacs", "elisp"), "steps.el": EMACS})
    env = surroundings(tmp_path, REPORT=str(tmp_path / "report"), LC_ALL="C.UTF-8")
    command = [emacs, "--batch", "-l", "../setup.el", "-l", "../steps.el"]
    done = subprocess.run(command, cwd=tmp_path / "code", env=env, capture_output=True, text=True, timeout=100, check=False)
    assert (tmp_path / "report").exists(), done.stderr
    (line,) = (tmp_path / "report").read_text(encoding="utf-8").splitlines()
    assert "ADB201" in line
    assert int(line.split()[-1]) == TEXT.index("session.delete") + 1


def test_helix_settings() -> None:
    settings = tomllib.loads(snippet("Helix", "toml"))
    server = settings["language-server"]["greenlint"]
    assert [server["command"], *server["args"]] == ["greenlint", "server"]
    (language,) = settings["language"]
    assert language["name"] == "python" and "greenlint" in language["language-servers"]


def test_vs_code_settings() -> None:
    settings = json.loads(snippet("VS Code", "json"))
    assert [settings["glspc.server.command"], *settings["glspc.server.commandArguments"]] == ["greenlint", "server"]
    assert settings["glspc.server.languageId"] == ["python"]
