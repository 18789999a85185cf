"""反复提交材料, 口径不一, 推诿扯皮 as problem types of their own: of a matter, with how often it happened to the person."""

from collections.abc import Collection

from models.case.matter import COUNTED_PROBLEMS, Matter
from models.ground.codes import Category
from services.forms.task_case import Answers, text_of

PROBLEM, TOLD, FOUND = "problem", "times_told", "times_found"


def show_problem(matter: Matter) -> Answers:
    """What is told of it; nothing where the matter is of none of these types."""
    if matter.category not in COUNTED_PROBLEMS:
        return {}
    return {PROBLEM: matter.category.value, **({TOLD: matter.times_told} if matter.times_told else {})}


def show_found_problem(matter: Matter) -> Answers:
    """What earlier findings say of it; before there are any, what is told."""
    if matter.finding is None:
        return show_problem(matter)
    if matter.category_found not in COUNTED_PROBLEMS:
        return {}
    return {
        PROBLEM: matter.category_found.value,
        **({FOUND: matter.times_found} if matter.times_found else {}),
    }


def find_problem_fault(row: Answers) -> dict[str, str]:
    """By field: a number without the type that it is of."""
    is_alone = (row.get(TOLD) or row.get(FOUND)) and not text_of(row, PROBLEM)
    return {PROBLEM: "REQUIRED"} if is_alone else {}


def keep_told_problem(matter: Matter, row: Answers, asked: Collection[str]) -> None:
    """The type and how often, as the complainant tells it; a form of an earlier version asks for neither."""
    if PROBLEM in asked:
        matter.category = _type_of(row)
        matter.times_told = _times_of(matter.category, row, TOLD)


def keep_found_problem(matter: Matter, row: Answers, asked: Collection[str]) -> None:
    """The type as the investigation confirms, corrects, adds or clears it, and how often it was found to have happened.

    What was told stays told. A form of an earlier version asks for no type: then it is the one that was told.
    """
    if PROBLEM in asked:
        matter.category_found = _type_of(row)
        matter.times_found = _times_of(matter.category_found, row, FOUND)
    elif matter.category_found is None:
        matter.category_found = matter.category


def _type_of(row: Answers) -> Category | None:
    told = text_of(row, PROBLEM)
    return Category(told) if told else None


def _times_of(category: Category | None, row: Answers, name: str) -> int | None:
    number = row.get(name)
    return number if category is not None and isinstance(number, int) else None
