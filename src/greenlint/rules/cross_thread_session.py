"""A session used by several threads at once, or a connection used in another thread than its own

## What it does
Finds a synchronous `Session` that several calls of `asyncio.to_thread`, `run_in_executor`, `Executor.submit` or `Executor.map` use at the same
time, and a `sqlite3` connection that is made here (without `check_same_thread=False`) and used on another thread. Threads may use a session
in turn.

## Why is this bad?
A session is one conversation with one connection. Two threads in it raise `InvalidRequestError: This session is provisioning a new connection;
concurrent operations are not permitted`, or mix their results. sqlite3 raises
`ProgrammingError: SQLite objects created in a thread can only be used in that same thread`.

## Example
```py
import sqlite3
from threading import Thread


def count(connection: sqlite3.Connection) -> int:
    return connection.execute("SELECT count(*) FROM users").fetchone()[0]


def main() -> None:
    connection = sqlite3.connect("users.db")
    Thread(target=count, args=(connection,)).start()
```

## Use instead
```py
import sqlite3
from threading import Thread


def count(path: str) -> int:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT count(*) FROM users").fetchone()[0]


def main() -> None:
    Thread(target=count, args=("users.db",)).start()
```

One plain function that opens what it uses, given to the thread as a whole.

## Fix safety
No fix is offered: where the session or the connection is to be made is the author's to say.

## References
- SQLAlchemy documentation, "Is the Session thread-safe? Is AsyncSession safe to share in concurrent tasks?"
- Python documentation, `sqlite3.connect`, parameter `check_same_thread`
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlint.base.finding import Severity
from greenlint.rule import Context, Draft, rule
from greenlint.world.events import Called, Event
from greenlint.world.types import Coroutine, Literal

_ELSEWHERE = Literal("bool", True)


@rule(Called, code="ADB109", name="cross-thread-session", severity=Severity.ERROR)
def cross_thread_session(event: Event, context: Context) -> Iterator[Draft]:
    """A call starts work on a thread with what belongs to this one, or to another that is still at work."""
    assert isinstance(event, Called)
    if not event.targets:
        return
    if context.handed(event, "offloads") is not None:
        for name in sorted(context.handed_over(event)):
            if _is_bound_to_thread(name, context):
                message = f"`{name}` was made on this thread: using it on another raises sqlite3.ProgrammingError; open it where it is used"
                yield context.draft(event.at, message)
            elif context.is_confined(name) and _runs_several_times(event, name, context):
                yield context.draft(event.at, _message(name))
            else:
                continue
            return
    elif any(context.marked(target.function.id, "spawns") for target in event.targets):
        yield from _together(event, context)


def _message(name: str) -> str:
    return f"several threads use the session `{name}` at once, which it does not permit; give each its own, or let one function do all the work"


def _is_bound_to_thread(name: str, context: Context) -> bool:
    opened = context.opened_as(name)
    if opened is None or opened.open or not all(context.takes(target.function.id, "check_same_thread") for target in opened.targets):
        return False
    return context.given(opened, "check_same_thread") in (None, _ELSEWHERE)


def _runs_several_times(call: Called, name: str, context: Context) -> bool:
    """Whether a call starts several threads with one session: for each item, or in a loop that waits for none."""
    if isinstance(call.result, Coroutine) or context.is_callable(call.result):
        return False
    return context.gives_iterator(call) or (context.is_left(call.at) and context.is_repeated(call.at, name))


def _together(spawn: Called, context: Context) -> Iterator[Draft]:
    """The second use of a session among the coroutines that a call runs together, or that tasks run which nobody waited for before."""
    tasks = [spawn]
    if context.is_left(spawn.at):
        others = [event for event in context.events_of(Called) if isinstance(event, Called) and event.at < spawn.at and event.callee == spawn.callee]
        tasks = [*(event for event in others if context.is_left(event.at)), spawn]
    users: dict[str, int] = {}
    for task in tasks:
        for call in context.calls_within(task.at):
            if context.handed(call, "offloads") is None:
                continue
            for name in sorted(context.handed_over(call)):
                if not context.is_confined(name):
                    continue
                users[name] = users.get(name, 0) + 1
                top = -1 if context.is_left(task.at) else task.at
                if task is spawn and (users[name] == 2 or context.is_repeated(call.at, name, top)):
                    yield context.draft(call.at, _message(name))
                    return
