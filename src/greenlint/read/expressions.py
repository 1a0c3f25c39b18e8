# mypy: disable-error-code="override"
"""Lowers expressions. The table in docs/architecture.md defines what comes out.

Ordinals are handed out in the order in which the nodes appear in the trace, a node before its parts: so a call before its function before its
arguments, whatever the order in the text. Left spines (chains of attributes, calls and subscripts, binary and boolean operators) and
adjacent strings are walked with loops, because programs generate long ones.

Deliberately absent: any meaning of names, except that strings inside `Literal[...]` and after the first argument of `Annotated[...]` are no
annotations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from keyword import iskeyword
from typing import Any, ClassVar

import libcst as cst

from greenlint.model.trace import Node
from greenlint.read import strings
from greenlint.read.operators import OPERATORS

_CONSTANTS: dict[str, tuple[str, bool | None]] = {"None": ("none", None), "True": ("bool", True), "False": ("bool", False)}
_LONGEST_INTEGER = 100
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def name_of(node: cst.Name) -> str:
    """A name as Python binds it (normalised, PEP 3131)."""
    text = node.value
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


class Expressions(cst.CSTVisitor):
    """One method per kind of expression, each returning its trace. `methods` is filled by the class that has all methods."""

    methods: ClassVar[dict[type[cst.CSTNode], Callable[[Any, Any], Node]]]

    def __init__(self, nodes: list[cst.CSTNode] | None, quoted: Callable[[str], cst.BaseExpression | None], fixed: int | None = None) -> None:
        """`nodes` receives the node of each ordinal; `quoted` parses a string in annotation position, or returns None; `fixed` is an ordinal that
        every node gets instead of its own.
        """
        super().__init__()
        self.count = 0
        self.nodes = nodes
        self.fixed = fixed
        self.parse_quoted = quoted
        self.yields = False

    def at(self, node: cst.CSTNode) -> int:
        """The next ordinal, for this node."""
        if self.fixed is not None:
            return self.fixed
        ordinal = self.count
        self.count = ordinal + 1
        if self.nodes is not None:
            self.nodes.append(node)
        return ordinal

    def expression(self, node: cst.CSTNode) -> Node:
        """The trace of an expression."""
        return self.methods[type(node)](self, node)

    def optional(self, node: cst.CSTNode | None) -> Node | None:
        """The trace of an expression that may be missing."""
        return None if node is None else self.methods[type(node)](self, node)

    # Names, constants, strings

    def visit_Name(self, node: cst.Name) -> Node:
        constant = _CONSTANTS.get(node.value)
        if constant:
            return ["const", self.at(node), *constant]
        return ["name", self.at(node), name_of(node)]

    def visit_Integer(self, node: cst.Integer) -> Node:
        at, text = self.at(node), node.value
        return ["const", at, "int", int(text, 0) if len(text) <= _LONGEST_INTEGER else None]

    def visit_Float(self, node: cst.Float) -> Node:
        return ["const", self.at(node), "float", None]

    def visit_Imaginary(self, node: cst.Imaginary) -> Node:
        return ["const", self.at(node), "complex", None]

    def visit_Ellipsis(self, node: cst.Ellipsis) -> Node:
        return ["const", self.at(node), "ellipsis", None]

    def visit_SimpleString(self, node: cst.SimpleString) -> Node:
        return self._literal(self.at(node), [node.value])

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> Node:
        at = self.at(node)
        parts = _adjacent(node)
        literals = [part.value for part in parts if type(part) is cst.SimpleString]
        if len(literals) == len(parts):
            return self._literal(at, literals)
        tag = "tstring" if any(type(part) is cst.TemplatedString for part in parts) else "fstring"
        return self._formatted(tag, at, [inner for part in parts if type(part) is not cst.SimpleString for inner in part.parts])

    def visit_FormattedString(self, node: cst.FormattedString) -> Node:
        return self._formatted("fstring", self.at(node), node.parts)

    def visit_TemplatedString(self, node: cst.TemplatedString) -> Node:
        return self._formatted("tstring", self.at(node), node.parts)

    def _formatted(self, tag: str, at: int, parts: Iterable[Any]) -> Node:
        fields = self._fields(parts)
        shown = [index for index, (_, conversion) in enumerate(fields) if conversion in ("r", "a")]
        found = [expression for expression, _ in fields]
        return [tag, at, found, shown] if shown else [tag, at, found]

    def _literal(self, at: int, literals: list[str]) -> Node:
        if strings.is_bytes(literals[0]):
            return ["const", at, "bytes", None]
        return ["const", at, "str", strings.value(literals)]

    def _fields(self, parts: Iterable[Any]) -> list[tuple[Node, str]]:
        """The expressions in a formatted string, with the conversion of each; `=` implies one."""
        found: list[tuple[Node, str]] = []
        for part in parts:
            if type(part) is cst.FormattedStringExpression or type(part) is cst.TemplatedStringExpression:
                implied = "r" if part.equal is not None and part.format_spec is None else ""
                found.append((self.expression(part.expression), part.conversion or implied))
                found.extend(self._fields(part.format_spec or ()))
        return found

    # Chains

    def visit_Attribute(self, node: cst.Attribute) -> Node:
        return self._chain(node)

    def visit_Call(self, node: cst.Call) -> Node:
        return self._chain(node)

    def visit_Subscript(self, node: cst.Subscript) -> Node:
        return self._chain(node)

    def _chain(self, node: Any) -> Node:
        links: list[tuple[Any, int]] = []
        while True:
            kind = type(node)
            if kind is cst.Call:
                links.append((node, self.at(node)))
                node = node.func
            elif kind is cst.Attribute or kind is cst.Subscript:
                links.append((node, self.at(node)))
                node = node.value
            else:
                break
        value = self.methods[kind](self, node)
        for link, at in reversed(links):
            kind = type(link)
            if kind is cst.Attribute:
                value = ["attr", at, value, name_of(link.attr)]
            elif kind is cst.Call:
                value = ["call", at, value, self.arguments(link.args)]
            else:
                value = ["sub", at, value, [self._index(element.slice, self.expression) for element in link.slice]]
        return value

    def arguments(self, args: Iterable[cst.Arg]) -> list[Node]:
        """The arguments of a call or class: `[keyword, value]` each."""
        methods = self.methods
        return [[arg.star if arg.keyword is None else name_of(arg.keyword), methods[type(arg.value)](self, arg.value)] for arg in args]

    def _index(self, index: cst.BaseSlice, lowered: Callable[[cst.BaseExpression], Node]) -> Node:
        if isinstance(index, cst.Index):
            return ["star", lowered(index.value)] if index.star else lowered(index.value)
        assert isinstance(index, cst.Slice)
        return ["slice", self.optional(index.lower), self.optional(index.upper), self.optional(index.step)]

    # Operators

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> Node:
        return self._binary(node, self.expression)

    def _binary(self, node: cst.BinaryOperation, lowered: Callable[[cst.BaseExpression], Node]) -> Node:
        at = self.at(node)
        spine: list[cst.BinaryOperation] = [node]
        first = node.left
        while isinstance(first, cst.BinaryOperation):
            spine.append(first)
            first = first.left
        head = lowered(first)
        return ["bin", at, head, [[OPERATORS[type(part.operator)], lowered(part.right)] for part in reversed(spine)]]

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> Node:
        return ["unary", self.at(node), OPERATORS[type(node.operator)], self.expression(node.expression)]

    def visit_BooleanOperation(self, node: cst.BooleanOperation) -> Node:
        at = self.at(node)
        operator = type(node.operator)
        operands = [node.right]
        first = node.left
        while isinstance(first, cst.BooleanOperation) and type(first.operator) is operator:
            operands.append(first.right)
            first = first.left
        operands.append(first)
        return ["bool", at, OPERATORS[operator], [self.expression(operand) for operand in reversed(operands)]]

    def visit_Comparison(self, node: cst.Comparison) -> Node:
        at = self.at(node)
        left = self.expression(node.left)
        return ["cmp", at, left, [[OPERATORS[type(part.operator)], self.expression(part.comparator)] for part in node.comparisons]]

    def visit_IfExp(self, node: cst.IfExp) -> Node:
        return ["ifexp", self.at(node), self.expression(node.test), self.expression(node.body), self.expression(node.orelse)]

    def visit_NamedExpr(self, node: cst.NamedExpr) -> Node:
        return ["walrus", self.at(node), self.expression(node.target), self.expression(node.value)]

    def visit_Await(self, node: cst.Await) -> Node:
        return ["await", self.at(node), self.expression(node.expression)]

    def visit_Yield(self, node: cst.Yield) -> Node:
        self.yields = True
        at, value = self.at(node), node.value
        if isinstance(value, cst.From):
            return ["yieldfrom", at, self.expression(value.item)]
        return ["yield", at, self.optional(value)]

    # Displays and comprehensions

    def visit_List(self, node: cst.List) -> Node:
        return ["list", self.at(node), self._elements(node.elements)]

    def visit_Tuple(self, node: cst.Tuple) -> Node:
        return ["tuple", self.at(node), self._elements(node.elements)]

    def visit_Set(self, node: cst.Set) -> Node:
        return ["set", self.at(node), self._elements(node.elements)]

    def _elements(self, elements: Iterable[cst.BaseElement]) -> list[Node]:
        return [self.visit_StarredElement(part) if isinstance(part, cst.StarredElement) else self.expression(part.value) for part in elements]

    def visit_StarredElement(self, node: cst.StarredElement) -> Node:
        return ["star", self.expression(node.value)]

    def visit_Dict(self, node: cst.Dict) -> Node:
        at = self.at(node)
        entries: list[Node] = []
        for part in node.elements:
            key = self.expression(part.key) if isinstance(part, cst.DictElement) else None
            entries.append([key, self.expression(part.value)])
        return ["dict", at, entries]

    def visit_ListComp(self, node: cst.ListComp) -> Node:
        return ["comp", self.at(node), "list", self.expression(node.elt), self._clauses(node.for_in)]

    def visit_SetComp(self, node: cst.SetComp) -> Node:
        return ["comp", self.at(node), "set", self.expression(node.elt), self._clauses(node.for_in)]

    def visit_GeneratorExp(self, node: cst.GeneratorExp) -> Node:
        return ["comp", self.at(node), "gen", self.expression(node.elt), self._clauses(node.for_in)]

    def visit_DictComp(self, node: cst.DictComp) -> Node:
        return ["comp", self.at(node), "dict", ["pair", self.expression(node.key), self.expression(node.value)], self._clauses(node.for_in)]

    def visit_StarredDictComp(self, node: Any) -> Node:
        return ["comp", self.at(node), "dict", ["pair", None, self.expression(node.value)], self._clauses(node.for_in)]

    def _clauses(self, clause: cst.CompFor | None) -> list[Node]:
        found: list[Node] = []
        while clause is not None:
            asynchronous = int(clause.asynchronous is not None)
            target, iterable = self.expression(clause.target), self.expression(clause.iter)
            found.append([asynchronous, target, iterable, [self.expression(condition.test) for condition in clause.ifs]])
            clause = clause.inner_for_in
        return found

    # Parameters

    def visit_Lambda(self, node: cst.Lambda) -> Node:
        at = self.at(node)
        params = self.parameters(node.params)
        outer, self.yields = self.yields, False
        body = self.expression(node.body)
        self.yields = outer
        return ["lambda", at, params, body]

    def parameters(self, node: cst.Parameters) -> list[Node]:
        """The parameters of a function or lambda in their order; a bare `*` or `/` shows in the kinds only."""
        found: list[Node] = []
        self._parameters(found, "pos", node.posonly_params)
        self._parameters(found, "arg", node.params)
        if isinstance(node.star_arg, cst.Param):
            self._parameters(found, "*", [node.star_arg])
        self._parameters(found, "kwonly", node.kwonly_params)
        if node.star_kwarg is not None:
            self._parameters(found, "**", [node.star_kwarg])
        return found

    def _parameters(self, found: list[Node], kind: str, params: Sequence[cst.Param]) -> None:
        for param in params:
            at = self.at(param)
            annotation = self.annotation(param.annotation)
            found.append([kind, name_of(param.name), annotation, self.optional(param.default), at])

    # Annotations

    def annotation(self, node: cst.Annotation | None) -> Node | None:
        """The trace of an annotation, in which strings that parse are `quoted`."""
        return None if node is None else self.annotated(node.annotation)

    def annotated(self, node: cst.BaseExpression) -> Node:
        if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
            return self._quoted(node)
        if isinstance(node, cst.Subscript):
            return self._subscript(node)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
            return self._binary(node, self.annotated)
        if isinstance(node, cst.StarredElement):
            return ["star", self.annotated(node.value)]
        if isinstance(node, (cst.List, cst.Tuple)):
            tag = "list" if isinstance(node, cst.List) else "tuple"
            at = self.at(node)
            return [tag, at, [self.annotated(part if isinstance(part, cst.StarredElement) else part.value) for part in node.elements]]
        return self.expression(node)

    def _subscript(self, node: cst.Subscript) -> Node:
        at = self.at(node)
        value = self.expression(node.value)
        form = value[3] if value[0] == "attr" else value[2] if value[0] == "name" else ""
        indices: list[Node] = []
        for count, element in enumerate(node.slice):
            plain = form == "Literal" or (form == "Annotated" and count)
            indices.append(self._index(element.slice, self.expression if plain else self.annotated))
        return ["sub", at, value, indices]

    def _quoted(self, node: cst.SimpleString | cst.ConcatenatedString) -> Node:
        constant = self.expression(node)
        text = constant[3] if constant[0] == "const" and constant[2] == "str" else None
        if not text:
            return constant
        at: int = constant[1]
        if _IDENTIFIER.match(text) and not iskeyword(text):
            return ["quoted", at, ["name", at, text]]
        parsed = self.parse_quoted(text)
        if parsed is None:
            return constant
        fixed, yields = self.fixed, self.yields
        self.fixed = at
        inner = self.annotated(parsed)
        self.fixed, self.yields = fixed, yields
        return ["quoted", at, inner]


def _adjacent(node: cst.ConcatenatedString) -> list[Any]:
    parts: list[Any] = [node.left]
    rest: Any = node.right
    while type(rest) is cst.ConcatenatedString:
        parts.append(rest.left)
        rest = rest.right
    parts.append(rest)
    return parts
