"""What keeps a person from tasks: a rule answers for many at once, with a code for each that it keeps him from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, wraps

from services.access.task_facts import TaskFacts
from services.unit_of_work import Unit

FindBar = Callable[[TaskFacts, str, Unit], str | None]
FindBars = Callable[[Collection[TaskFacts], str, Unit], dict[TaskFacts, str]]


@cache
def one_by_one(find: FindBar) -> FindBars:
    """A rule that knows one task asked of each; the same rule gives the same function."""

    @wraps(find)
    def find_each(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
        codes = {facts: find(facts, login, unit) for facts in tasks}
        return {facts: code for facts, code in codes.items() if code is not None}

    return find_each
