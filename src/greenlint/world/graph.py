"""The graph of pieces as numbers: who leads to what, and therefore to a database. Plain data, so that a later run can start from it.

Deliberately absent: names, and what an edge means.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Place = tuple[str, int]


@dataclass
class Graph:
    """Pieces by number.

    `links` holds the pieces that each may name; `bases` those that the argument lists of its classes may name; `loose` are the pieces that are no
    definitions, whose every word may make a base; `imports` those that only bring known names into their module; `seeds` do something themselves;
    `taking` have parameters that only callers know; `abstract` declare methods that other classes implement.
    `looked` are the files of which pieces of others have looked for names. `owners` are the attributes by which the project's own are reached that it
    assigns; `keeps` has the pieces that assign such a one, each with the owner and the name.
    """

    places: list[Place] = field(default_factory=list)
    links: list[tuple[int, ...]] = field(default_factory=list)
    bases: dict[int, tuple[int, ...]] = field(default_factory=dict)
    loose: set[int] = field(default_factory=set)
    imports: set[int] = field(default_factory=set)
    seeds: set[int] = field(default_factory=set)
    taking: set[int] = field(default_factory=set)
    abstract: set[int] = field(default_factory=set)
    looked: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    keeps: set[tuple[str, str, int]] = field(default_factory=set)

    def copy(self) -> Graph:
        """An independent graph that says the same."""
        return Graph(
            list(self.places),
            list(self.links),
            dict(self.bases),
            set(self.loose),
            set(self.imports),
            set(self.seeds),
            set(self.taking),
            set(self.abstract),
            set(self.looked),
            set(self.owners),
            set(self.keeps),
        )

    def to_data(self) -> Any:
        """Plain data for `from_data`."""
        bases = [[number, *targets] for number, targets in self.bases.items()]
        sets = [sorted(numbers) for numbers in (self.loose, self.imports, self.seeds, self.taking, self.abstract)]
        return [self.places, self.links, bases, *sets, sorted(self.looked), sorted(self.owners), sorted(self.keeps)]

    @classmethod
    def from_data(cls, data: Any) -> Graph:
        """What `to_data` gave.

        Raises:
            ValueError: the data have another shape.
        """
        try:
            places, links, bases, loose, imports, seeds, taking, abstract, looked, owners, keeps = data
            graph = cls(
                [(path, piece) for path, piece in places],
                [tuple(targets) for targets in links],
                {item[0]: tuple(item[1:]) for item in bases},
                set(loose),
                set(imports),
                set(seeds),
                set(taking),
                set(abstract),
                set(looked),
                set(owners),
                {(owner, name, number) for owner, name, number in keeps},
            )
        except (TypeError, IndexError) as error:
            raise ValueError(f"no graph: {error}") from None
        return graph

    @cached_property
    def numbers(self) -> dict[Place, int]:
        """The number of each piece."""
        return {place: number for number, place in enumerate(self.places)}

    def number(self, place: Place) -> int:
        """The number of a piece, which gets one if it has none."""
        found = self.numbers.get(place)
        if found is None:
            found = self.numbers[place] = len(self.places)
            self.places.append(place)
        return found

    def linked(self, place: Place) -> Iterator[Place]:
        """The pieces that a piece may name, other than such as only bring known names into their module."""
        number = self.numbers.get(place)
        for target in self.links[number] if number is not None else ():
            if target not in self.imports:
                yield self.places[target]

    def is_host(self, place: Place) -> bool:
        """Whether a piece is a seed or reaches one, or is a base of a class that does, other than by an import of something known; or may be given
        by such a piece, for a parameter without annotation, what works on a database.
        """
        number = self.numbers.get(place)
        return number is None or (number in self._hosts and number not in self.imports)

    def hosts(self) -> Iterator[Place]:
        """The pieces of the graph that are hosts."""
        return (self.places[number] for number in self._hosts - self.imports)

    def behind(self, paths: Collection[str]) -> Iterator[Place]:
        """The hosts in some files and those that their names lead to, the nearest first."""
        pending = deque(number for number in sorted(self._hosts - self.imports) if self.places[number][0] in paths)
        reached = set(pending)
        while pending:
            number = pending.popleft()
            yield self.places[number]
            for target in self.links[number]:
                if target not in reached and target in self._hosts:
                    reached.add(target)
                    pending.append(target)

    @cached_property
    def _hosts(self) -> set[int]:
        found = set(self._leading)
        pending = list(found)
        while pending:
            for target in self.links[pending.pop()]:
                if target in self.taking and target not in found:
                    found.add(target)
                    pending.append(target)
        return found

    def near(self, place: Place, steps: int) -> set[Place]:
        """The pieces from which so many names, one after the other, may lead to a piece."""
        number = self.numbers.get(place)
        found = set() if number is None else {number}
        edge = set(found)
        for _ in range(steps):
            edge = {user for other in edge for user in self._users[other]} - found
            found |= edge
        return {self.places[other] for other in found}

    @cached_property
    def _users(self) -> list[list[int]]:
        """The pieces that name each piece."""
        users: list[list[int]] = [[] for _ in self.places]
        for number, targets in enumerate(self.links):
            for target in targets:
                users[target].append(number)
        return users

    @cached_property
    def _leading(self) -> set[int]:
        users = self._users
        found = self._with_bases(_reaching(self.seeds, users))
        while True:
            # Whoever is handed an abstract class's instance runs what its subclasses do.
            more = _reaching(found & self.abstract, users)
            if more <= found:
                return found
            found = self._with_bases(found | more)

    def _with_bases(self, leading: set[int]) -> set[int]:
        """Methods of a base run on what the class has, so bases lead where the class does. Whatever else a base's name is bound to may make one."""
        found = set(leading)
        pending = [(number, False) for number in leading]
        seen: set[int] = set()
        while pending:
            number, is_base = pending.pop()
            targets = self.links[number] if is_base and number in self.loose else self.bases.get(number, ())
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    found.add(target)
                    pending.append((target, True))
        return found


def _reaching(start: Iterable[int], users: list[list[int]]) -> set[int]:
    reached = set(start)
    pending = list(reached)
    while pending:
        for user in users[pending.pop()]:
            if user not in reached:
                reached.add(user)
                pending.append(user)
    return reached
