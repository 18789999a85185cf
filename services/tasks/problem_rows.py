"""反复提交材料, 口径不一, 推诿扯皮 as problem types of their own: of a matter, with how often it happened to the person."""

from collections.abc import Collection

from models.case.matter import COUNTED_PROBLEMS, Matter
from models.ground.codes import Category
from services.forms.task_case import Answers, text_of

PROBLEM, TOLD, FOUND = "problem", "times_told", "times_found"


def show_problem(matter: Matter) -> Answers:
    """What is on record of it; nothing where the matter is of none of these types."""
    if matter.category not in COUNTED_PROBLEMS:
        return {}
    times = {TOLD: matter.times_told, FOUND: matter.times_found}
    return {PROBLEM: matter.category.value, **{name: number for name, number in times.items() if number}}


def find_problem_fault(row: Answers) -> dict[str, str]:
    """By field: a number without the type that it is of."""
    is_alone = (row.get(TOLD) or row.get(FOUND)) and not text_of(row, PROBLEM)
    return {PROBLEM: "REQUIRED"} if is_alone else {}


def keep_told_problem(matter: Matter, row: Answers, asked: Collection[str]) -> None:
    """The type and how often, as the complainant tells it; a form of an earlier version asks for neither."""
    if PROBLEM in asked:
        if _keep_type(matter, row):
            matter.times_found = None
        matter.times_told = _times_of(matter, row, TOLD)


def keep_found_problem(matter: Matter, row: Answers, asked: Collection[str]) -> None:
    """The type as the investigation confirms, corrects or clears it, and how often it was found to have happened.

    A matter has one type: a number that was told of another one is no number of this; the decision on the acceptance keeps it.
    """
    if PROBLEM in asked:
        if _keep_type(matter, row):
            matter.times_told = None
        matter.times_found = _times_of(matter, row, FOUND)


def _keep_type(matter: Matter, row: Answers) -> bool:
    """Whether it is another one than before."""
    before, told = matter.category, text_of(row, PROBLEM)
    matter.category = Category(told) if told else None
    return matter.category is not before


def _times_of(matter: Matter, row: Answers, name: str) -> int | None:
    number = row.get(name)
    return number if matter.category is not None and isinstance(number, int) else None
