"""What the lowering makes of each construct: traces with their quotes left out, to read them."""

from __future__ import annotations

import ast

import libcst as cst
import pytest

from greenlint.model.trace import dump, load
from greenlint.read import strings
from greenlint.read.lower import Lowering, expression_tree, lower, lower_expression
from greenlint.read.parse import SyntaxProblem, parse
from greenlint.read.pieces import read_expression, read_piece

CASES = {
    "chains and slices": (
        "a.b(c, *d, k=e, **f)[g, 1:2:3, *h, ...]",
        "[expr,0,[sub,1,[call,2,[attr,3,[name,4,a],b],[[,[name,5,c]],[*,[name,6,d]],[k,[name,7,e]],[**,[name,8,f]]]],[[name,9,g],[slice,"
        "[const,10,int,1],[const,11,int,2],[const,12,int,3]],[star,[name,13,h]],[const,14,ellipsis,null]]]]",
    ),
    "binary operators": (
        "a + b * c - d ** e ** f",
        "[expr,0,[bin,1,[name,2,a],[[+,[bin,3,[name,4,b],[[*,[name,5,c]]]]],[-,[bin,6,[name,7,d],[[**,[bin,8,[name,9,e],[[**,[name,10,f]]]]]]]]]]]",
    ),
    "boolean operators": (
        "a and b and (c or d) and e",
        "[expr,0,[bool,1,and,[[name,2,a],[name,3,b],[bool,4,or,[[name,5,c],[name,6,d]]],[name,7,e]]]]",
    ),
    "comparison": (
        "a < b not in c is not d != e",
        "[expr,0,[cmp,1,[name,2,a],[[<,[name,3,b]],[not in,[name,4,c]],[is not,[name,5,d]],[!=,[name,6,e]]]]]",
    ),
    "unary": (
        "not -x",
        "[expr,0,[unary,1,not,[unary,2,-,[name,3,x]]]]",
    ),
    "conditional": (
        "x if y else z",
        "[expr,0,[ifexp,1,[name,2,y],[name,3,x],[name,4,z]]]",
    ),
    "lambda": (
        "lambda a, /, b=1, *c, d, e=2, **f: (yield)",
        "[expr,0,[lambda,1,[[pos,a,null,null,2],[arg,b,null,[const,4,int,1],3],[*,c,null,null,5],[kwonly,d,null,null,6],[kwonly,e,null,"
        "[const,8,int,2],7],[**,f,null,null,9]],[yield,10,null]]]",
    ),
    "async comprehension": (
        "[i async for i, *j in k if l if m for n in o]",
        "[expr,0,[comp,1,list,[name,2,i],[[1,[tuple,3,[[name,4,i],[star,[name,5,j]]]],[name,6,k],[[name,7,l],[name,8,m]]],[0,[name,9,n],"
        "[name,10,o],[]]]]]",
    ),
    "dict": (
        "{a: b, **c}",
        "[expr,0,[dict,1,[[[name,2,a],[name,3,b]],[null,[name,4,c]]]]]",
    ),
    "set": (
        "{a, *b}",
        "[expr,0,[set,1,[[name,2,a],[star,[name,3,b]]]]]",
    ),
    "dict comprehension": (
        "{a: b for a in c}",
        "[expr,0,[comp,1,dict,[pair,[name,2,a],[name,3,b]],[[0,[name,4,a],[name,5,c],[]]]]]",
    ),
    "set comprehension": (
        "{a for a in c}",
        "[expr,0,[comp,1,set,[name,2,a],[[0,[name,3,a],[name,4,c],[]]]]]",
    ),
    "generator": (
        "f(a for a in b)",
        "[expr,0,[call,1,[name,2,f],[[,[comp,3,gen,[name,4,a],[[0,[name,5,a],[name,6,b],[]]]]]]]]",
    ),
    "walrus": (
        "(x := 1)",
        "[expr,0,[walrus,1,[name,2,x],[const,3,int,1]]]",
    ),
    "await": (
        "await a\n",
        "[expr,0,[await,1,[name,2,a]]]",
    ),
    "yield": (
        "yield",
        "[expr,0,[yield,1,null]]",
    ),
    "yield from": (
        "x = yield from a",
        "[assign,0,[[name,1,x]],[yieldfrom,2,[name,3,a]]]",
    ),
    "formatted strings, nested and adjacent": (
        'f"{a!r:>{b}}" "c{d}" f\'{e=}\'',
        "[expr,0,[fstring,1,[[name,2,a],[name,3,b],[name,4,e]],[0,2]]]",
    ),
    "template": (
        't"{a}"',
        "[expr,0,[tstring,1,[[name,2,a]]]]",
    ),
    "adjacent strings": (
        "\"a\" 'b\\n'",
        "[expr,0,[const,1,str,ab\\n]]",
    ),
    "bytes": (
        'b"a"',
        "[expr,0,[const,1,bytes,null]]",
    ),
    "constants": (
        "1; 0x1f; 1_0; 1.5; 2j; True; None; ...",
        "[expr,0,[const,1,int,1]],[expr,2,[const,3,int,31]],[expr,4,[const,5,int,10]],[expr,6,[const,7,float,null]],[expr,8,[const,9,"
        "complex,null]],[expr,10,[const,11,bool,true]],[expr,12,[const,13,none,null]],[expr,14,[const,15,ellipsis,null]]",
    ),
    "quoted annotation": (
        'x: "User" = 1',
        "[annassign,0,[name,1,x],[quoted,2,[name,2,User]],[const,3,int,1]]",
    ),
    "quoted inside annotations": (
        'x: Optional["a.B"] | "C"',
        "[annassign,0,[name,1,x],[bin,2,[sub,3,[name,4,Optional],[[quoted,5,[attr,5,[name,5,a],B]]]],[[|,[quoted,6,[name,6,C]]]]],null]",
    ),
    "no annotations inside": (
        'x: Literal["a"]; y: t.Annotated["X", "doc"]; z: Callable[["A"], "B"]; w: "not an expression"; v: "List[\'A\']"',
        "[annassign,0,[name,1,x],[sub,2,[name,3,Literal],[[const,4,str,a]]],null],[annassign,5,[name,6,y],[sub,7,[attr,8,[name,9,t],"
        "Annotated],[[quoted,10,[name,10,X]],[const,11,str,doc]]],null],[annassign,12,[name,13,z],[sub,14,[name,15,Callable],[[list,16,"
        "[[quoted,17,[name,17,A]]]],[quoted,18,[name,18,B]]]],null],[annassign,19,[name,20,w],[const,21,str,not an expression],null],"
        "[annassign,22,[name,23,v],[quoted,24,[sub,24,[name,24,List],[[quoted,24,[name,24,A]]]]],null]",
    ),
    "chained assignment": (
        "a = b, *c = d",
        "[assign,0,[[name,1,a],[tuple,2,[[name,3,b],[star,[name,4,c]]]]],[name,5,d]]",
    ),
    "augmented": (
        "a += 1; a **= 2; a @= 3",
        "[augassign,0,[name,1,a],+,[const,2,int,1]],[augassign,3,[name,4,a],**,[const,5,int,2]],[augassign,6,[name,7,a],@,[const,8,int,3]]",
    ),
    "del": (
        "del a, b[0]; del (c, d)",
        "[del,0,[[name,1,a],[sub,2,[name,3,b],[[const,4,int,0]]]]],[del,5,[[tuple,6,[[name,7,c],[name,8,d]]]]]",
    ),
    "raise and assert": (
        "raise; raise A from B; assert a, b",
        "[raise,0,null,null],[raise,1,[name,2,A],[name,3,B]],[assert,4,[name,5,a],[name,6,b]]",
    ),
    "import": (
        "import a.b as c, d",
        "[import,0,[[a.b,c],[d,null]]]",
    ),
    "from import": (
        "from . import (a, b as c); from ..d.e import *; from f import g",
        "[from,0,1,null,[[a,null],[b,c]]],[from,1,2,d.e,[[*,null]]],[from,2,0,f,[[g,null]]]",
    ),
    "global": (
        "global a, b",
        "[global,a,b]",
    ),
    "elif": (
        "if a: b\nelif c: d\nelse: e",
        "[if,0,[name,1,a],[[expr,2,[name,3,b]]],[[if,4,[name,5,c],[[expr,6,[name,7,d]]],[[expr,8,[name,9,e]]]]]]",
    ),
    "while": (
        "while a: b\nelse: c",
        "[while,0,[name,1,a],[[expr,2,[name,3,b]]],[[expr,4,[name,5,c]]]]",
    ),
    "async statements": (
        "async def f():\n  async for a in b: c\n  async with d as (e, f), g: pass\n  return await h",
        "[def,0,1,f,[],null,[],[[for,1,1,[name,2,a],[name,3,b],[[expr,4,[name,5,c]]],[]],[with,6,1,[[[name,7,d],[tuple,8,[[name,9,e],"
        "[name,10,f]]]],[[name,11,g],null]],[[pass]]],[return,12,[await,13,[name,14,h]]]],[],0]",
    ),
    "try": (
        "try: a\nexcept B: c\nexcept (D, E) as f: g\nexcept: h\nelse: i\nfinally: j",
        "[try,0,[[expr,1,[name,2,a]]],[[except,3,[name,4,B],null,[[expr,5,[name,6,c]]]],[except,7,[tuple,8,[[name,9,D],[name,10,E]]],f,"
        "[[expr,11,[name,12,g]]]],[except,13,null,null,[[expr,14,[name,15,h]]]]],[[expr,16,[name,17,i]]],[[expr,18,[name,19,j]]],0]",
    ),
    "try star": (
        "try: a\nexcept* B as c: d",
        "[try,0,[[expr,1,[name,2,a]]],[[except,3,[name,4,B],c,[[expr,5,[name,6,d]]]]],[],[],1]",
    ),
    "except without parentheses": (
        "try: a\nexcept B, C: d",
        "[try,0,[[expr,1,[name,2,a]]],[[except,3,[tuple,4,[[name,5,B],[name,6,C]]],null,[[expr,7,[name,8,d]]]]],[],[],0]",
    ),
    "function": (
        '@a.b\n@c(1)\ndef f(x: int, /, y: "Y" = 1, *args: *Ts, z, **kw) -> "list[Z]":\n  yield 1',
        "[def,0,0,f,[[pos,x,[name,2,int],null,1],[arg,y,[quoted,4,[name,4,Y]],[const,5,int,1],3],[*,args,[star,[name,7,Ts]],null,6],"
        "[kwonly,z,null,null,8],[**,kw,null,null,9]],[quoted,10,[sub,10,[name,10,list],[[name,10,Z]]]],[[attr,11,[name,12,a],b],[call,13,"
        "[name,14,c],[[,[const,15,int,1]]]]],[[expr,16,[yield,17,[const,18,int,1]]]],[],1]",
    ),
    "generator flag": (
        "def f():\n  def g(): yield\n  lambda: (yield)",
        "[def,0,0,f,[],null,[],[[def,1,0,g,[],null,[],[[expr,2,[yield,3,null]]],[],1],[expr,4,[lambda,5,[],[yield,6,null]]]],[],0]",
    ),
    "class": (
        '@d\nclass A[T: int = str, *Ts = *tuple[int], **P](B["C"], metaclass=M, **k):\n  x: "T"',
        "[class,0,A,[[,[sub,1,[name,2,B],[[const,3,str,C]]]],[metaclass,[name,4,M]],[**,[name,5,k]]],[[name,6,d]],[[annassign,7,[name,8,"
        "x],[quoted,9,[name,9,T]],null]],[[,T,[name,10,int],[name,11,str]],[*,Ts,null,[star,[sub,12,[name,13,tuple],[[name,14,int]]]]],"
        "[**,P,null,null]]]",
    ),
    "type alias": (
        "type A[T] = list[T]",
        "[typealias,0,A,[[,T,null,null]],[sub,1,[name,2,list],[[name,3,T]]]]",
    ),
    "patterns": (
        'match a, b:\n  case None | True: pass\n  case -1 | 1+2j | "a" "b" | c.d: pass\n  case [x, *_, *y] if z: pass\n'
        '  case (q,): pass\n  case {"k": v, **rest}: pass\n  case A(1, b=C()) as w: pass\n  case _: pass',
        "[match,0,[tuple,1,[[name,2,a],[name,3,b]]],[[[por,[pvalue,[const,4,none,null]],[pvalue,[const,5,bool,true]]],null,[[pass]]],"
        "[[por,[pvalue,[unary,6,-,[const,7,int,1]]],[pvalue,[bin,8,[const,9,int,1],[[+,[const,10,complex,null]]]]],[pvalue,[const,11,str,"
        "ab]],[pvalue,[attr,12,[name,13,c],d]]],null,[[pass]]],[[pseq,[pas,null,x],[pstar,null],[pstar,y]],[name,14,z],[[pass]]],[[pseq,"
        "[pas,null,q]],null,[[pass]]],[[pmap,[[[const,15,str,k],[pas,null,v]]],rest],null,[[pass]]],[[pas,[pclass,16,[name,17,A],"
        "[[pvalue,[const,18,int,1]]],[[b,[pclass,19,[name,20,C],[],[]]]]],w],null,[[pass]]],[[pas,null,null],null,[[pass]]]]]",
    ),
    "pass": (
        "pass",
        "[pass]",
    ),
    "for": (
        "for a in b: break\nelse: continue",
        "[for,0,0,[name,1,a],[name,2,b],[[break]],[[continue]]]",
    ),
    "arguments": (
        'print(*a, sep="")',
        "[expr,0,[call,1,[name,2,print],[[*,[name,3,a]],[sep,[const,4,str,]]]]]",
    ),
    "normalised names": (
        "ﬁ.ﬁ",
        "[expr,0,[attr,1,[name,2,fi],fi]]",
    ),
}


def shown(source: str) -> str:
    trace = read_piece(source)
    assert trace[0] == "piece", trace
    return dump(trace[1:])[1:-1].replace('"', "")


@pytest.mark.parametrize("name", CASES)
def test_construct(name: str) -> None:
    source, expected = CASES[name]
    assert shown(source) == expected


@pytest.mark.parametrize("name", CASES)
def test_round_trip(name: str) -> None:
    trace = read_piece(CASES[name][0])
    assert load(dump(trace)) == trace


def test_every_statement_and_expression_of_libcst_is_lowered() -> None:
    kinds = [
        kind
        for kind in vars(cst).values()
        if isinstance(kind, type)
        and issubclass(kind, (cst.BaseExpression, cst.BaseSmallStatement, cst.BaseCompoundStatement, cst.MatchPattern))
        and not kind.__name__.startswith("Base")
        and kind not in (cst.MatchPattern, cst.MatchSequence)
    ]
    assert len(kinds) > 60
    assert [kind.__name__ for kind in kinds if kind not in Lowering.methods] == []


def test_lazy_imports_are_imports() -> None:
    if not hasattr(cst, "LazyImport"):
        assert read_piece("lazy import a")[0] == "unread"
        return
    assert shown("lazy import a; lazy from b import c") == "[import,0,[[a,null]]],[from,1,0,b,[[c,null]]]"


def test_unpacking_in_a_dict_comprehension_has_no_key() -> None:
    if not hasattr(cst, "StarredDictComp"):
        assert read_piece("{**a for a in b}")[0] == "unread"
        return
    assert shown("{**a for a in b}") == "[expr,0,[comp,1,dict,[pair,null,[name,2,a]],[[0,[name,3,a],[name,4,b],[]]]]]"


def test_ordinals_index_the_nodes() -> None:
    nodes: list[cst.CSTNode] = []
    trace = lower(parse("def f(a=b.c): return 'x' 'y', -1"), nodes)
    assert shown("def f(a=b.c): return 'x' 'y', -1") == dump(trace[1:])[1:-1].replace('"', "")
    kinds = ["FunctionDef", "Param", "Attribute", "Name", "Return", "Tuple", "ConcatenatedString", "UnaryOperation", "Integer"]
    assert [type(node).__name__ for node in nodes] == kinds


def test_ordinal_of_a_quoted_annotation_is_the_string() -> None:
    nodes: list[cst.CSTNode] = []
    lower(parse("x: 'A[B]' = y"), nodes)
    assert [type(node).__name__ for node in nodes] == ["AnnAssign", "Name", "SimpleString", "Name"]


def test_yields_of_a_quoted_annotation_make_no_generator() -> None:
    assert shown("def f():\n  x: '(yield)'").endswith(",0]")


def test_long_values_are_dropped() -> None:
    assert read_piece(f"x = '{'a' * 4096}'")[1][3][3] == "a" * 4096
    assert read_piece(f"x = '{'a' * 4096}' 'b'")[1][3] == ["const", 2, "str", None]
    assert read_piece(f"x = 1{'0' * 5000}")[1][3] == ["const", 2, "int", None]


def test_a_lone_surrogate_has_no_value() -> None:
    trace = read_piece(r"x = '\ud800'")
    assert trace[1][3] == ["const", 2, "str", None]
    dump(trace).encode()


@pytest.mark.parametrize(
    "literal",
    [
        '""',
        "'a'",
        '"""a"b\n"""',
        "''''a'''",
        r"'\n\t\\\'\"\a\b\f\r\v'",
        r"'\x41\u0042\U00000043\N{LATIN SMALL LETTER D}\101\7\0'",
        r"r'\n\x'",
        r"R'\''",
        r"u'\u00e4'",
        "'a\\\nb'",
        '"""a\\\r\nb\rc\r\nd"""',
        r"'\\x41'",
        r"'\377'",
        "'ä\U0001f600'",
    ],
)
def test_string_values_are_those_of_python(literal: str) -> None:
    # Python's tokenizer sees `\n` only.
    assert strings.value([literal]) == ast.literal_eval(literal.replace("\r\n", "\n").replace("\r", "\n"))


def test_unknown_escapes_stay() -> None:
    assert strings.value([r"'\d\8'"]) == r"\d\8"
    assert strings.value([r"'\N{no such name}'"]) is None
    assert strings.value([r"'\Uffffffff'"]) is None


@pytest.mark.parametrize("text", ["User", "a.b.c", "_", "match", "a.match", "None", "a.None", "class", "await", "ａ", "a.b.c.d.e.f.g.h.i.j.k", "x\n"])
def test_names_in_strings_are_read_as_libcst_reads_them(text: str) -> None:
    try:
        tree = expression_tree(text)
        expected = None if tree is None else lower_expression(tree, 5)
    except SyntaxProblem:
        expected = None
    assert read_expression(text, 5) == expected


def test_read_expression() -> None:
    assert read_expression("list[User]") == ["sub", 0, ["name", 0, "list"], [["name", 0, "User"]]]
    assert read_expression(" dict[str, 'B'] ", 7) == [
        "sub",
        7,
        ["name", 7, "dict"],
        [["name", 7, "str"], ["quoted", 7, ["name", 7, "B"]]],
    ]
    assert read_expression("not an expression") is None
    assert read_expression("") is None
    assert read_expression("x = 1") is None
    assert read_expression("(" * 201 + ")" * 201) is None
