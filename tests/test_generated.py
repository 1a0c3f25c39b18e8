"""Random programs against real execution: what each construct's author expects of a row is what happens, in a seeded sample."""

from __future__ import annotations

import os

from generated.generate import TAGS, generate
from generated.minimise import shrink
from generated.pool import verdicts
from generated.report import Totals

SEED = 1
SAMPLE = 60


def test_a_program_is_a_function_of_seed_and_index() -> None:
    assert generate(SEED, 3) == generate(SEED, 3)
    assert generate(SEED, 3) != generate(SEED + 1, 3)


def test_execution_agrees_with_what_each_construct_expects() -> None:
    totals = Totals()
    totals.add(verdicts(SEED, range(SAMPLE), min(2, os.cpu_count() or 1), linted=False))
    assert totals.surprises == []
    assert len(totals.died) <= SAMPLE // 20, totals.died
    assert totals.raising.total() > SAMPLE
    assert set(totals.raising) | set(totals.calm) <= set(TAGS)
    assert len(totals.raising) > len(TAGS) - 4, sorted(set(TAGS) - set(totals.raising))


def test_programs_shrink_to_what_matters() -> None:
    program = generate(SEED, 0)
    row = program.files["main.py"].splitlines()[-1]
    small = shrink(program, lambda item: row in item.files["main.py"])
    assert len("".join(small.files.values()).split("\n")) < 12
    assert row in small.files["main.py"]
