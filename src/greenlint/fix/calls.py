"""Edits of calls: their arguments, the call in place of its argument, the function in place of its result."""

from __future__ import annotations

from greenlint.fix.expressions import Expressions
from greenlint.fix.tree import HEAD, PRIMARY


class Calls(Expressions):
    """Operations on calls."""

    # Arguments

    def set_keyword(self, at_call: int, name: str, value_text: str) -> bool:
        """Give a call a keyword argument, or the one that it has another value."""
        node = self._tree.nodes[at_call]
        if node[0] != "call":
            return False
        for keyword, value in node[3]:
            if keyword == name:
                return self.replace(value[1], value_text)
        if self._in_string(node, value_text):
            return False
        for _, value in node[3]:
            if value[0] == "comp" and value[2] == "gen" and not self._place(value).wrapped:
                self._around(*self._place(value)[:2], "(", ")")
        listing = self._arguments(node)
        self._marked(listing.insert(len(listing.items), [f"{name}={value_text}"]))
        return True

    def remove_argument(self, at_call: int, index_or_name: int | str) -> bool:
        """Take an argument of a call away, by its index or its keyword."""
        node = self._tree.nodes[at_call]
        if node[0] != "call":
            return False
        keywords = [keyword for keyword, _ in node[3]]
        if isinstance(index_or_name, str):
            index = keywords.index(index_or_name) if index_or_name in keywords else -1
        else:
            index = index_or_name
        if not 0 <= index < len(keywords):
            return False
        listing = self._arguments(node)
        if self._page.has_comment(*listing.items[index]):
            return False
        self._marked(listing.remove(index))
        return True

    # The call itself

    def rename_method(self, at_call: int, name: str) -> bool:
        """Call another method: `a.b(c)` becomes `a.name(c)`."""
        node = self._tree.nodes[at_call]
        return node[0] == "call" and self.rename_attribute(node[2][1], name)

    def drop_call(self, at_call: int) -> bool:
        """Take the call of a method away: `X.m(a)` becomes `X`."""
        node = self._tree.nodes[at_call]
        if node[0] != "call" or node[2][0] != "attr":
            return False
        start, stop = self._place(node[2][2]).end, self._place(node).stop
        if self._page.has_comment(start, stop):
            return False
        self._replace(start, stop, "")
        return True

    def offload(self, at_call: int) -> bool:
        """Run a call in a thread: `f(a)` becomes `await asyncio.to_thread(f, a)`. The import is the caller's to ensure."""
        node = self._tree.nodes[at_call]
        if node[0] != "call" or not self._may_await(node):
            return False
        start, stop = self._place(node[2]).end, self._arguments(node).start
        if self._page.has_comment(start, stop) or not self._put_around(node, "await asyncio.to_thread(", ""):
            return False
        separator = "" if not node[3] else "," if self._text[stop : stop + 1].isspace() else ", "
        self._replace(start, stop, separator)
        return True

    def replace_call(self, at_call: int, at_argument: int, before: str, after: str) -> bool:
        """Put text around an argument in place of the call that has it: `f(X)` becomes `before X after`."""
        node, argument = self._tree.nodes[at_call], self._tree.nodes[at_argument]
        outer, inner = self._place(node), self._place(argument)
        if argument[0] not in PRIMARY or (argument[0] == "comp" and argument[2] == "gen") or not self._is_closed(argument):
            return False
        if self._page.has_comment(outer.inner, inner.start) or self._page.has_comment(inner.end, outer.stop) or self._in_string(node, before + after):
            return False
        if "await " in before or "async " in before:
            if not self._may_await(node):
                return False
            if before == "await " and not outer.wrapped and (self._tree.role(node) == HEAD or self._tree.above(node)[0][0] == "await"):
                before, after = "(await ", ")"
        self._replace(outer.inner, inner.start, before)
        self._replace(inner.end, outer.stop, after)
        return True

    def pass_call(self, at_call: int, opener: str = "") -> bool:
        """Pass a function on instead of its result: the argument `f(a)` becomes `f, a`, or `opener f, a)` with an opener that ends in `(`."""
        node = self._tree.nodes[at_call]
        place, start = self._place(node), self._place(node[2]).end
        if node[0] != "call" or place.wrapped or any(value[0] == "comp" and not self._place(value).wrapped for _, value in node[3]):
            return False
        listing = self._arguments(node)
        behind = listing.items[-1][1] if listing.items else start
        if self._page.has_comment(start, listing.items[0][0] if listing.items else place.stop) or self._page.has_comment(behind, place.stop):
            return False
        if not listing.items:
            self._replace(start, place.stop, "")
            return True
        if opener:
            self._around(place.inner, place.inner, opener, "")
        self._replace(start, listing.items[0][0], ", ")
        self._replace(behind, place.stop, ")" if opener else "")
        return True

    def call_result(self, at_call: int, at_argument: int) -> bool:
        """Call what a call gives: `g(f(a))` and `g(f(a))()` become `g(f)(a)`."""
        node, argument = self._tree.nodes[at_call], self._tree.nodes[at_argument]
        above, role = self._tree.above(node)
        place, inner, start = self._place(node), self._place(argument), self._place(argument[2]).end
        stop = place.end
        if role == HEAD and above[0] == "call":
            if above[3]:
                return False
            stop = self._place(above).stop
        if inner.wrapped or self._page.has_comment(start, inner.stop) or self._page.has_comment(place.end, stop):
            return False
        self._replace(start, inner.stop, "")
        self._replace(place.end, stop, self._text[start : inner.stop])
        return True

    def call_argument(self, at_call: int, index: int) -> bool:
        """Call an argument with those behind it: `g(x, f, a)` becomes `f(a)` for the index of `f`; the ones before it must only be read."""
        node = self._tree.nodes[at_call]
        values = [value for _, value in node[3]]
        listing, place = self._arguments(node), self._place(node)
        start, end = listing.items[index]
        following = listing.items[index + 1][0] if index + 1 < len(values) else listing.end
        if values[index][0] not in ("name", "attr") or any(value[0] not in ("name", "attr", "const") for value in values[:index]):
            return False
        if not self._is_closed(values[index]) or self._page.has_comment(place.inner, start) or self._page.has_comment(end, following):
            return False
        self._replace(place.inner, start, "")
        self._replace(end, following, "(")
        return True
