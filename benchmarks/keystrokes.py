"""How long an editor waits after a key: from the change of a document to the answered diagnostics, less the server's own pause.

The client is the least that the protocol asks for. It pulls diagnostics; the server's wish to be asked again is granted and otherwise ignored.
"""

from __future__ import annotations

import ast
import contextlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.corpora import Site
from benchmarks.environments import Environment
from benchmarks.measuring import FailedError, environment
from benchmarks.synthetic.foundation import REPORTS

_PAUSE = "SETTLE"
_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {"synchronization": {}, "publishDiagnostics": {}, "diagnostic": {"relatedDocumentSupport": True}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


@dataclass(frozen=True)
class Waits:
    """Seconds from opening the file to its first diagnostics, and from each edit to the next ones; bytes that the server held after each tenth."""

    opened: float
    edits: tuple[float, ...]
    memory: tuple[int, ...]


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 values do not exceed."""
    return sorted(values)[-(-len(values) * 95 // 100) - 1]


def pause(checkout: Path) -> float:
    """The seconds that the language server waits for more changes, as its source says.

    Raises:
        ValueError: the source does not say it.
    """
    for source in sorted((checkout / "src" / "greenlint" / "front" / "lsp").glob("*.py")):
        for node in ast.parse(source.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == _PAUSE for target in node.targets):
                return float(ast.literal_eval(node.value))
    raise ValueError(f"the language server has no {_PAUSE}")


def server(greenlint: Environment) -> list[str]:
    """The command line of the language server."""
    return [greenlint.program("greenlint"), "server"]


def hasty_server(greenlint: Environment) -> list[str]:
    """The same server without its pause, for as many edits as nobody would wait for."""
    lines = ["import sys", "from greenlint.__main__ import script", "from greenlint.front.lsp import session"]
    lines += [f"session.{_PAUSE} = 0", "sys.argv[1:] = ['server']", "script()"]
    return [greenlint.python, "-c", "\n".join(lines)]


def wait_for_keys(site: Site, command: Sequence[str], settled: float, edits: int, log: Path, timeout: float) -> Waits:
    """Type into the middle of the long file of the synthetic project.

    Raises:
        FailedError: the server does not answer.
    """
    path = site.tree / REPORTS
    uri, text = path.as_uri(), path.read_text(encoding="utf-8")
    row, indent = _body_row(text)
    site.forget()
    with _Client(command, site.tree, log, timeout) as client:
        client.ask("initialize", {"processId": None, "rootUri": site.tree.as_uri(), "capabilities": _CAPABILITIES})
        client.tell("initialized", {})
        began = time.perf_counter()
        client.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": text}})
        client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        opened = time.perf_counter() - began
        waits: list[float] = []
        memory: list[int] = []
        for number in range(edits + 1):
            # The first edit makes a row, the others type a number in it.
            column = 0 if number == 0 else len(indent) + len("typed = ")
            new = f"{indent}typed = 0\n" if number == 0 else str(number % 10)
            span = {"start": {"line": row, "character": column}, "end": {"line": row, "character": column + (number > 0)}}
            change = {"textDocument": {"uri": uri, "version": number + 2}, "contentChanges": [{"range": span, "text": new}]}
            began = time.perf_counter()
            client.tell("textDocument/didChange", change)
            client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            waits.append(time.perf_counter() - began - settled)
            if number * 10 // edits > len(memory):
                memory.append(client.memory())
        client.ask("shutdown", None)
        client.tell("exit", None)
    return Waits(opened, tuple(waits[1:]), tuple(memory))


def _body_row(text: str) -> tuple[int, str]:
    """The row (from 0) of the last statement of the function in the middle of a text, and its indentation."""
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    last = functions[len(functions) // 2].body[-1]
    return last.lineno - 1, " " * last.col_offset


class _Client:
    """A language client over the standard streams of a server."""

    def __init__(self, command: Sequence[str], directory: Path, log: Path, timeout: float) -> None:
        self._timeout = timeout
        with open(log, "wb") as complaints:
            self._server = subprocess.Popen(
                command, cwd=directory, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            )
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._writing = threading.Lock()
        self._asked = 0
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> _Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.wait(5 if error is None else 0)
        self._server.kill()
        self._server.wait()

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        """Send a request and wait for its result.

        Raises:
            FailedError: there is none.
        """
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        try:
            answer = self._answers.get(timeout=self._timeout)
        except queue.Empty:
            raise FailedError(f"over {self._timeout:g} s") from None
        if answer is None:
            raise FailedError("the server has left")
        if answer.get("id") != self._asked or "error" in answer:
            raise FailedError(f"no result for {method}")
        return answer.get("result")

    def memory(self) -> int:
        """The bytes of memory that the server holds."""
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(self._server.pid)], capture_output=True, text=True, check=False)
        return int(told.stdout.strip() or 0) * 1024

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._server.stdin
        assert stream is not None
        try:
            with self._writing:
                stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
                stream.flush()
        except OSError:
            raise FailedError("the server has left") from None

    def _read(self) -> None:
        stream = self._server.stdout
        assert stream is not None
        with contextlib.suppress(FailedError, OSError, ValueError):
            while head := stream.readline():
                length = 0
                while head.strip():
                    name, _, value = head.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                    head = stream.readline()
                message = json.loads(stream.read(length))
                if "method" not in message:
                    self._answers.put(message)
                elif "id" in message:
                    self._send({"id": message["id"], "result": None})
        self._answers.put(None)
