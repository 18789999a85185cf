"""The type of a matter that the findings correct or clear, and the number that was told of the earlier one."""

from __future__ import annotations

from models.case.matter import Matter
from models.ground.codes import Category
from services.tasks.problem_rows import FOUND, PROBLEM, TOLD, keep_found_problem, keep_told_problem

ASKED = frozenset({PROBLEM})


def test_a_number_told_of_one_type_is_never_counted_of_another() -> None:
    matter = Matter()
    keep_told_problem(matter, {PROBLEM: "buck_passing", TOLD: 5}, ASKED)
    keep_found_problem(matter, {PROBLEM: "buck_passing", FOUND: 3}, ASKED)
    assert (matter.category, matter.times_told, matter.times_found) == (Category.BUCK_PASSING, 5, 3)
    keep_found_problem(matter, {PROBLEM: "repeated_materials", FOUND: 2}, ASKED)
    assert (matter.category, matter.times_told, matter.times_found) == (Category.REPEATED_MATERIALS, None, 2)
    keep_told_problem(matter, {PROBLEM: "buck_passing", TOLD: 4}, ASKED)
    assert (matter.times_told, matter.times_found) == (4, None)
    keep_found_problem(matter, {}, ASKED)
    assert (matter.category, matter.times_told, matter.times_found) == (None, None, None)
