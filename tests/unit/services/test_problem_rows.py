"""The type of a matter as it is told, and as the findings confirm, correct, clear or add it."""

from __future__ import annotations

from models.case.matter import Matter
from models.ground.codes import Category, Finding
from services.tasks.problem_rows import (
    FOUND,
    PROBLEM,
    TOLD,
    keep_found_problem,
    keep_told_problem,
    show_found_problem,
)

ASKED = frozenset({PROBLEM})


def test_what_was_told_stays_told_whatever_the_findings_say() -> None:
    matter = Matter()
    keep_told_problem(matter, {PROBLEM: "buck_passing", TOLD: 5}, ASKED)
    assert show_found_problem(matter) == {PROBLEM: "buck_passing", TOLD: 5}
    matter.finding = Finding.SUBSTANTIATED
    for row, found in (
        ({PROBLEM: "buck_passing", FOUND: 3}, (Category.BUCK_PASSING, 3)),
        ({PROBLEM: "repeated_materials", FOUND: 2}, (Category.REPEATED_MATERIALS, 2)),
        ({}, (None, None)),
    ):
        keep_found_problem(matter, row, ASKED)
        assert (matter.category, matter.times_told) == (Category.BUCK_PASSING, 5)
        assert (matter.category_found, matter.times_found) == found
        assert show_found_problem(matter) == row


def test_a_form_that_asks_for_no_type_changes_none() -> None:
    matter = Matter(category=Category.BUCK_PASSING, times_told=2)
    keep_told_problem(matter, {}, frozenset())
    keep_found_problem(matter, {}, frozenset())
    assert (matter.category, matter.category_found) == (Category.BUCK_PASSING, Category.BUCK_PASSING)
    matter.category_found = Category.REPEATED_MATERIALS
    keep_found_problem(matter, {}, frozenset())
    assert matter.category_found is Category.REPEATED_MATERIALS
