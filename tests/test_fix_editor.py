"""Every operation of the editor, on real text. Code stands in an `async def` unless a case says otherwise; None is an operation that cannot be done."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from editing import Bench, Find
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlint.base.edit import Edit, Fix, Safety
from greenlint.fix.apply import Batch, applied
from greenlint.fix.editor import Editor

ROOT = Path(__file__).parent / "no-such-directory"


def edited(code: str, operate: Callable[[Editor, Find], bool], around: str = "async def f(a):\n    ") -> str | None:
    """The code after an operation; what stands around it must not have changed, and it must still be Python."""
    after = Bench(ROOT, f"{around}{code}\n").edited(operate)
    if after is None:
        return None
    ast.parse(after)
    assert after.startswith(around)
    assert after.endswith("\n")
    return after[len(around) : -1]


@pytest.mark.parametrize(
    ("code", "node", "expected"),
    [
        ("s.commit()", "s.commit()", "await s.commit()"),
        ("x = s.get()", "s.get()", "x = await s.get()"),
        ("x = s.get().all()", "s.get()", "x = (await s.get()).all()"),
        ("x = s.get()['a']", "s.get()", "x = (await s.get())['a']"),
        ("x = s.get()()", "s.get()", "x = (await s.get())()"),
        ("x = (s.get()).all()", "s.get()", "x = (await s.get()).all()"),
        ("x = (\n        s.get()  # why\n    )", "s.get()", "x = (\n        await s.get()  # why\n    )"),
        ("x = (s\n         .get())", "s\n         .get()", "x = (await s\n         .get())"),
        ("x = s.get(\n        1,\n    ).b", "s.get(\n        1,\n    )", "x = (await s.get(\n        1,\n    )).b"),
        ("x = s.get\\\n        ()", "s.get\\\n        ()", "x = await s.get\\\n        ()"),
        ("return(s or a).b", "s or a", "return(await (s or a)).b"),
        ("return(s or a)", "s or a", "return await (s or a)"),
        ("x = s or a", "s or a", "x = await (s or a)"),
        ("x = s + a.b()", "a.b()", "x = s + await a.b()"),
        ("x = s.get() ** a.b()", "s.get()", "x = await s.get() ** a.b()"),
        ("x = not s.get()", "s.get()", "x = not await s.get()"),
        ("x = await s.get()", "s.get()", "x = await (await s.get())"),
        ("g(*s.get(), **a)", "s.get()", "g(*await s.get(), **a)"),
        ("g(k=s.get())", "s.get()", "g(k=await s.get())"),
        ("for x in s.get(): pass", "s.get()", "for x in await s.get(): pass"),
        ("with s.get() as x, a: pass", "s.get()", "with await s.get() as x, a: pass"),
        ("f'{s.get()!r} {a}'", "s.get()", "f'{await s.get()!r} {a}'"),
        ("x = [s.get(i) for i in a]", "s.get(i)", "x = [await s.get(i) for i in a]"),
        ("x = {i: 1 for i in a if s.get(i)}", "s.get(i)", "x = {i: 1 for i in a if await s.get(i)}"),
        ("x = (i for i in s.get())", "s.get()", "x = (i for i in await s.get())"),
        ("x = (s.get(i) for i in a)", "s.get(i)", None),
        ("x = [[s.get(i) for i in a] for b in a]", "s.get(i)", None),
        ("x = lambda: s.get()", "s.get()", None),
        ("def g(b=s.get()): pass", "s.get()", None),
        ("@s.get()\n    def g(): pass", "s.get()", None),
        ("def g(): s.get()", "s.get()", None),
        ("class C: x = s.get()", "s.get()", None),
        ("s.get()[0] = a", "s.get()", "(await s.get())[0] = a"),
        ("s.get().b.c += a", "s.get()", "(await s.get()).b.c += a"),
        ("a[s.get()], b = a", "s.get()", "a[await s.get()], b = a"),
        ("del s.get().b", "s.get()", "del (await s.get()).b"),
        ("s.get().b: a", "s.get()", "(await s.get()).b: a"),
        ("a = [i for s.get().b in a]", "s.get()", None),
        ("s.b = a", "s.b", None),
        ("match a:\n        case s.b: pass", "s.b", None),
        ("del s.b", "s.b", None),
        ("x: s.get() = a", "s.get()", None),
        ("async def g(): s.get()", "s.get()", "async def g(): await s.get()"),
        ("match s.get():\n        case a.b: pass", "s.get()", "match await s.get():\n        case a.b: pass"),
    ],
)
def test_insert_await(code: str, node: str, expected: str | None) -> None:
    assert edited(code, lambda editor, find: editor.insert_await(find(node))) == expected


@pytest.mark.parametrize("around", ["def f(a):\n    ", "if a:\n    ", "class C:\n    "])
def test_await_needs_an_async_function(around: str) -> None:
    assert edited("s.get()", lambda editor, find: editor.insert_await(find("s.get()")), around) is None
    assert edited("with s: pass", lambda editor, find: editor.add_async(find("with s: pass")), around) is None
    assert edited("s.get()", lambda editor, find: editor.wrap(find("s.get()"), "await g(", ")"), around) is None


@pytest.mark.parametrize(
    ("code", "node", "expected"),
    [
        ("await s.add(x)", "await s.add(x)", "s.add(x)"),
        ("x = (await s.add(x)).b", "await s.add(x)", "x = s.add(x).b"),
        ("return(await s.add(x)).b", "await s.add(x)", "return(s.add(x)).b"),
        ("x = (await s.add(x))", "await s.add(x)", "x = (s.add(x))"),
        ("x = (await s.add(\n        x)).b", "await s.add(\n        x)", "x = (s.add(\n        x)).b"),
        ("x = (await  # why\n    s.add(x))", "await  # why\n    s.add(x)", "x = (  # why\n    s.add(x))"),
        ("x = (await\n    s.add(x))", "await\n    s.add(x)", "x = (s.add(x))"),
        ("return await(x)", "await(x)", "return (x)"),
        ("await \\\n        x", "await \\\n        x", "x"),
    ],
)
def test_remove_await(code: str, node: str, expected: str) -> None:
    assert edited(code, lambda editor, find: editor.remove_await(find(node))) == expected


@pytest.mark.parametrize(
    ("code", "node", "call", "expected"),
    [
        ("x = await s.get(q).b().c()", "await s.get(q).b().c()", "s.get(q)", "x = (await s.get(q)).b().c()"),
        ("x = (await s.get(q).b)", "await s.get(q).b", "s.get(q)", "x = ((await s.get(q)).b)"),
        ("x = await s.get(q)[0]", "await s.get(q)[0]", "s.get(q)", "x = (await s.get(q))[0]"),
        ("await (s.get(q)).b()", "await (s.get(q)).b()", "s.get(q)", "(await (s.get(q))).b()"),
        (
            "x = await (\n        s.get(q)  # one\n        .b()\n    )",
            "await (\n        s.get(q)  # one\n        .b()\n    )",
            "s.get(q)",
            "x = (\n        (await s.get(q))  # one\n        .b()\n    )",
        ),
        ("await s.b(s.get(q))", "await s.b(s.get(q))", "s.get(q)", None),
        ("await s.get(q)", "await s.get(q)", "s.get(q)", None),
    ],
)
def test_move_await(code: str, node: str, call: str, expected: str | None) -> None:
    assert edited(code, lambda editor, find: editor.move_await(find(node), find(call))) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("with s.b() as t:\n        pass", "async with s.b() as t:\n        pass"),
        ("with (\n        s.b() as t,  # one\n    ):\n        pass", "async with (\n        s.b() as t,  # one\n    ):\n        pass"),
        ("for x in s:\n        pass\n    else: pass", "async for x in s:\n        pass\n    else: pass"),
        ("while s: pass", None),
    ],
)
def test_async_statements(code: str, expected: str | None) -> None:
    assert edited(code, lambda editor, find: editor.add_async(find(code))) == expected
    if expected is not None:
        assert edited(expected, lambda editor, find: editor.remove_async(find(expected))) == code
        assert edited(expected, lambda editor, find: editor.add_async(find(expected))) is None
        assert edited(code, lambda editor, find: editor.remove_async(find(code))) is None


@pytest.mark.parametrize(
    ("code", "index", "expected"),
    [
        ("[x for x in s if x for y in x.b]", 1, "[x for x in s if x async for y in x.b]"),
        ("[x for x in s if x for y in x.b]", 0, "[x async for x in s if x for y in x.b]"),
        ("{x: (y)  # for\n        for x in s}", 0, "{x: (y)  # for\n        async for x in s}"),
        ("[x for x in s]", 1, None),
        ("(x for x in s)", 0, None),
    ],
)
def test_async_clauses(code: str, index: int, expected: str | None) -> None:
    def node(text: str) -> str:
        return text[1:-1] if text.startswith("(") else text

    assert edited(f"v = {code}", lambda editor, find: editor.add_async((find(node(code)), index))) == (expected and f"v = {expected}")
    if expected is not None:
        assert edited(f"v = {expected}", lambda editor, find: editor.remove_async((find(expected), index))) == f"v = {code}"


@pytest.mark.parametrize(
    ("code", "node", "expected"),
    [
        ("with Session as s: pass", "Session", "with Session() as s: pass"),
        ("with (\n        a.Session\n    ) as s: pass", "a.Session", "with (\n        a.Session()\n    ) as s: pass"),
        ("x = a or b", "a or b", "x = (a or b)()"),
        ("x = (a or b)", "a or b", "x = (a or b)()"),
        ("x = await b", "await b", "x = (await b)()"),
    ],
)
def test_append_call(code: str, node: str, expected: str) -> None:
    assert edited(code, lambda editor, find: editor.append_call(find(node))) == expected


@pytest.mark.parametrize(
    ("code", "node", "before", "after", "expected"),
    [
        ("s.b('x')", "'x'", "text(", ")", "s.b(text('x'))"),
        ("s.b('x', y)  # text", "'x'", "text(", ")", "s.b(text('x'), y)  # text"),
        ("s.b(\n        'x'  # one\n        'y',\n    )", "'x'  # one\n        'y'", "t(", ")", "s.b(\n        t('x'  # one\n        'y'),\n    )"),
        ("s.b(('x'\n        'y'))", "'x'\n        'y'", "text(", ")", "s.b(text('x'\n        'y'))"),
        ("return'x'", "'x'", "text(", ")", "return text('x')"),
        ("return 1, 2", "1, 2", "text(", ")", "return text((1, 2))"),
        ("g(x for x in y)", "x for x in y", "text(", ")", "g(text((x for x in y)))"),
        ("g((x for x in y))", "x for x in y", "text(", ")", "g(text((x for x in y)))"),
        ("g(a or b)", "a or b", "text(", ")", "g(text(a or b))"),
        ("x = s.get().b", "s.get()", "await to_thread(", ")", "x = (await to_thread(s.get())).b"),
        ("x = await s.get()", "await s.get()", "", ".unique()", "x = (await s.get()).unique()"),
        ("x = (await s.get())", "await s.get()", "", ".unique()", "x = (await s.get()).unique()"),
        ("x = s.get()", "s.get()", "", ".unique()", "x = s.get().unique()"),
        ("x = f'{s}'", "s", "t(", ")", "x = f'{t(s)}'"),
        ("x = f'{s}'", "s", "t('", "')", None),
        ("s = a", "s", "t(", ")", None),
        ("for a, (*s, b) in a: pass", "s", "t(", ")", None),
    ],
)
def test_wrap(code: str, node: str, before: str, after: str, expected: str | None) -> None:
    assert edited(code, lambda editor, find: editor.wrap(find(node), before, after)) == expected


@pytest.mark.parametrize(
    ("code", "node", "text", "expected"),
    [
        ("x = g(a)", "a", "b.c", "x = g(b.c)"),
        ("x = a.b", "a", "c or d", "x = (c or d).b"),
        ("x = (a).b", "a", "c or d", "x = (c or d).b"),
        ("x = -a", "a", "c or d", "x = -(c or d)"),
        ("x = g(a)", "a", "c, d", "x = g((c, d))"),
        ("x = g(a)", "a", "c or d", "x = g(c or d)"),
        ("x = g(a  # one\n        .b)", "a  # one\n        .b", "c", None),
        ("x = g(a)", "a", "c d", None),
        ("a.b = g", "a.b", "c.d", "c.d = g"),
        ("a.b = g", "a.b", "c()", None),
        ("x = f'{a}'", "a", "d['c']", None),
    ],
)
def test_replace(code: str, node: str, text: str, expected: str | None) -> None:
    assert edited(code, lambda editor, find: editor.replace(find(node), text)) == expected


@pytest.mark.parametrize(
    ("code", "node", "expected"),
    [
        ("a.b.c()", "a.b", "a.new.c()"),
        ("a.b.c()", "a.b.c", "a.b.new()"),
        ("(a  # one\n        . b).c", "a  # one\n        . b", "(a  # one\n        . new).c"),
        ("a", "a", None),
    ],
)
def test_rename_attribute(code: str, node: str, expected: str | None) -> None:
    assert edited(code, lambda editor, find: editor.rename_attribute(find(node), "new")) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("m()", "m(k=1)"),
        ("m(  # one\n    )", "m(  # one\n    k=1)"),
        ("m(a)", "m(a, k=1)"),
        ("m(a,)", "m(a, k=1,)"),
        ("m(a, *b, **c)", "m(a, *b, **c, k=1)"),
        ("m(x for x in y)", "m((x for x in y), k=1)"),
        ("m((x) for x in y)", "m(((x) for x in y), k=1)"),
        ("m((x for x in y))", "m((x for x in y), k=1)"),
        ("m(k=2)", "m(k=1)"),
        ("m(a, k=(2), c=3)", "m(a, k=(1), c=3)"),
        ("m(k=[  # one\n    ])", None),
        ("m(\n        a,\n        b,  # two\n    )", "m(\n        a,\n        b,  # two\n        k=1,\n    )"),
        ("m(\n        a,\n        b  # two\n    )", "m(\n        a,\n        b,  # two\n        k=1\n    )"),
        ("m(\n        a,\n        b)", "m(\n        a,\n        b,\n        k=1)"),
        ("m(\n        a, b\n    )", "m(\n        a, b, k=1\n    )"),
        ("m(\n        a,\n        # two\n    )", "m(\n        a,\n        k=1,\n        # two\n    )"),
        ("m([\n        1,\n    ])", "m([\n        1,\n    ], k=1)"),
        ("m(\n\t\ta,\n\t)", "m(\n\t\ta,\n\t\tk=1,\n\t)"),
    ],
)
def test_set_keyword(code: str, expected: str | None) -> None:
    done = edited(f"x = {code}", lambda editor, find: editor.set_keyword(find(code), "k", "1"))
    assert done == (expected and f"x = {expected}")


@pytest.mark.parametrize(
    ("code", "argument", "expected"),
    [
        ("m(a)", 0, "m()"),
        ("m(a,)", 0, "m()"),
        ("m(  # one\n        a)", 0, "m(  # one\n        )"),
        ("m(\n        a,\n    )", 0, "m()"),
        ("m(a, b=1)", "b", "m(a)"),
        ("m(a, b=1,)", "b", "m(a,)"),
        ("m(a, b=1)", 0, "m(b=1)"),
        ("m(*a, b)", 0, "m(b)"),
        ("m(\n        a,\n        b=2,  # two\n    )", "b", "m(\n        a,\n        # two\n    )"),
        ("m(\n        a,  # one\n        b=2,\n    )", "b", "m(\n        a,  # one\n    )"),
        ("m(\n        a,  # one\n        b=2,\n    )", 0, "m(\n        # one\n        b=2,\n    )"),
        ("m(\n        a,\n        b=2,\n    )", 0, "m(\n        b=2,\n    )"),
        ("m(a, b=[  # two\n    ])", "b", None),
        ("m(a)", "c", None),
        ("m(a)", 1, None),
    ],
)
def test_remove_argument(code: str, argument: int | str, expected: str | None) -> None:
    done = edited(f"x = {code}", lambda editor, find: editor.remove_argument(find(code), argument))
    assert done == (expected and f"x = {expected}")




def test_a_function_becomes_plain() -> None:
    whole = "async def f(a):\n    await a\n    async with a: pass\n    x = [i async for i in a]\n    def g(): pass"

    def plain(editor: Editor, find: Find) -> bool:
        return (
            editor.remove_await(find("await a"))
            and editor.remove_async(find("async with a: pass"))
            and editor.remove_async((find("[i async for i in a]"), 0))
            and editor.make_sync(find(whole))
        )

    assert Bench(ROOT, whole).edited(plain) == "def f(a):\n    a\n    with a: pass\n    x = [i for i in a]\n    def g(): pass"
    assert Bench(ROOT, whole).edited(lambda editor, find: editor.make_sync(find(whole))) is None


def test_operations_on_nodes_that_begin_or_end_together() -> None:
    def both(editor: Editor, find: Find) -> bool:
        return editor.wrap(find("s.get(q)"), "outer(", ")") and editor.wrap(find("s.get"), "inner(", ")") and editor.insert_await(find("s.get(q)"))

    assert edited("x = s.get(q)", both) == "x = await outer(inner(s.get)(q))"


def test_overlapping_operations_make_no_fix() -> None:
    assert edited("x = s.get(q)", lambda editor, find: editor.replace(find("s.get(q)"), "a") and editor.replace(find("q"), "b")) is None


def test_what_changes_nothing_is_no_fix() -> None:
    assert edited("x = 1", lambda editor, find: True) is None


# Applying


def test_fixes_that_touch_are_not_made_together() -> None:
    def fix(*edits: Edit) -> Fix:
        return Fix("", Safety.SAFE, edits)

    batch = Batch()
    shared = Edit(0, 0, "import a\n", True)
    assert batch.add(fix(shared, Edit(5, 7, "x")))
    assert not batch.add(fix(Edit(7, 8, "y")))
    assert not batch.add(fix(Edit(10, 11, "y"), Edit(5, 5, "y")))
    assert not batch.add(fix(Edit(0, 0, "import b\n", True)))
    assert batch.add(fix(shared, Edit(8, 9, "z")))
    assert applied("0123456789", batch.edits) == "import a\n01234x7z9"


def test_a_fix_keeps_what_another_relies_on() -> None:
    bench = Bench(ROOT, "async def f(a):\n    g(a)\n    [h(b) for b in a]\n    async def k(): g(a)\n")

    def fix(operate: Callable[[Editor, Find], bool]) -> Fix:
        made = bench.fix(0, operate)
        assert made is not None
        return made

    whole = bench.text.rstrip()
    plain = fix(lambda editor, find: editor.make_sync(find(whole)))
    offloaded = fix(lambda editor, find: editor.offload(find("h(b)")))
    inner = fix(lambda editor, find: editor.insert_await(find("g(a)")))
    for first, second in ((plain, offloaded), (offloaded, plain)):
        batch = Batch()
        assert batch.add(first)
        assert not batch.add(second)
        assert batch.edits == list(first.edits)
        assert batch.add(inner)


@given(st.text("ab\n", max_size=20), st.data())
@settings(max_examples=200, deadline=None)
def test_a_batch_changes_nothing_outside_its_edits(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    batch = Batch()
    for start, end in data.draw(st.lists(st.tuples(place, place).map(sorted), max_size=6)):
        batch.add(Fix("", Safety.SAFE, (Edit(start, end, "#"),)))
    kept = [index for index in range(len(text)) if not any(edit.start <= index < edit.end for edit in batch.edits)]
    assert applied(text, batch.edits).replace("#", "") == "".join(text[index] for index in kept)
    assert applied(text, batch.edits).count("#") == len(batch.edits)
