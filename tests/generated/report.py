"""Totals over many programs, and the table that shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .compare import Disagreement, Verdict

OVERALL, EACH, ENOUGH = 0.9, 0.8, 10


@dataclass
class Totals:
    """Counts by construct (`B1/detached` counts as B1), and what is worth showing."""

    programs: int = 0
    runs: int = 0
    raising: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    sometimes: Counter[str] = field(default_factory=Counter)
    calm: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    died: list[str] = field(default_factory=list)

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Count the verdicts of some programs."""
        for verdict in verdicts:
            self.programs += 1
            self.runs += verdict.runs
            for tag, hit, sometimes in verdict.raising:
                self.raising[_construct(tag)] += 1
                self.found[_construct(tag)] += hit
                self.sometimes[_construct(tag)] += sometimes
            for tag in verdict.calm:
                self.calm[_construct(tag)] += 1
            for item in verdict.disagreements:
                self.alarms[_construct(item.tag)] += item.kind == "false alarm"
            self.disagreements += verdict.disagreements
            self.surprises += verdict.surprises
            self.died += [f"{verdict.program}: {text}" for text in verdict.died]

    def recall(self, tag: str = "") -> float:
        """The share of raising rows that were found, of a construct or of all."""
        raising, found = (self.raising[tag], self.found[tag]) if tag else (self.raising.total(), self.found.total())
        return found / raising if raising else 1.0

    def faults(self) -> list[str]:
        """What breaks a bar: false alarms, the recall of all raising rows, and that of each construct with enough of them."""
        alarms = [item for item in self.disagreements if item.kind == "false alarm"]
        found = [f"false alarm {item.program} {item.row[0]}:{item.row[1]} [{item.detail}] {item.text}" for item in alarms]
        if self.recall() < OVERALL:
            found.append(f"{self.recall():.1%} of all raising rows were found")
        for tag in sorted(self.raising):
            if self.raising[tag] >= ENOUGH and self.recall(tag) < EACH:
                found.append(f"{tag}: {self.recall(tag):.1%} of {self.raising[tag]} raising rows were found")
        return found


def table(totals: Totals) -> str:
    """A row for each construct: what raised, what of it was found, what did not raise, and the false alarms there."""
    tags = sorted(set(totals.raising) | set(totals.calm) | set(totals.alarms), key=lambda tag: (tag[0], int(tag[1:]) if tag[1:].isdigit() else 0, tag))
    rows = ["| construct | raising rows | on some paths only | found | recall | calm rows | false alarms |", "|---|---|---|---|---|---|---|"]
    for tag in tags:
        share = f"{totals.recall(tag):.1%}" if totals.raising[tag] else ""
        rows.append(f"| {tag} | {totals.raising[tag]} | {totals.sometimes[tag]} | {totals.found[tag]} | {share} | {totals.calm[tag]} | {totals.alarms[tag]} |")
    counts = (totals.raising, totals.sometimes, totals.found)
    rows.append(f"| all | {' | '.join(str(count.total()) for count in counts)} | {totals.recall():.1%} | {totals.calm.total()} | {totals.alarms.total()} |")
    rows.append(f"\n{totals.programs} programs, {totals.runs} runs; {len(totals.died)} ended early for other reasons; {len(totals.surprises)} rows surprised their author")
    return "\n".join(rows)


def _construct(tag: str) -> str:
    return tag.partition("/")[0]
