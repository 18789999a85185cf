"""Who may work on a task: its role or the person designated for the case, and never those the rules exclude.

Used by the pages, the submission and the engine's listeners alike, so that no door is wider than another.
"""

from collections.abc import Collection, Sequence
from functools import cache

from models.case.complaint import Complaint
from models.ground.errors import NotFound, NotPermitted
from models.office.staff import Staff
from services.access.accused_unit import find_nearness, list_suggestions
from services.access.find_designation import is_named_for, list_designations_by_case, stand_for
from services.access.find_exclusion import find_exclusions
from services.access.readable_cases import may_read_case
from services.access.task_bars import FindBars
from services.access.task_facts import TaskFacts
from services.access.unsettled_relations import find_unsettled
from services.actor import Actor, staff_id_of
from services.beside.withdrawal.respondents_line import find_line_bar
from services.casefile.get_case import map_complaints
from services.office.active_staff import list_active_staff
from services.office.deputies import is_at_work, list_acting_roles
from services.tasks.registry import TASKS, elements_where
from services.unit_of_work import Unit

NOT_ACTIVE_STAFF = "NOT_ACTIVE_STAFF"
ON_LEAVE = "ON_LEAVE"
ROLE_MISSING = "ROLE_MISSING"


def list_handlers_tasks() -> frozenset[str]:
    """Elements whose tasks are those of the person designated for the case by a recorded decision, whatever his role."""
    return elements_where(lambda task: task.is_handlers)


@cache
def list_respondents_tasks() -> frozenset[str]:
    """Elements whose tasks the unit complained about does itself."""
    return elements_where(lambda task: task.is_respondents)


def require_may_work(facts: TaskFacts, unit: Unit, actor: Actor) -> str:
    """The login of the actor; NotFound for whom the case is not, NotPermitted with the code of the rule otherwise."""
    login = staff_id_of(actor)
    code = find_bar(facts, login, unit)
    if code is not None:
        _require_may_read(facts, unit, actor)
        raise NotPermitted(code=code)
    return login


def require_may_know(facts: TaskFacts, unit: Unit, actor: Actor) -> None:
    """NotFound for whoever may neither work on the task nor read its case: he is told nothing of it."""
    if find_bar(facts, staff_id_of(actor), unit) is not None:
        _require_may_read(facts, unit, actor)


def _require_may_read(facts: TaskFacts, unit: Unit, actor: Actor) -> None:
    if not may_read_case(unit.session.get_one(Complaint, facts.complaint_id), unit, actor):
        raise NotFound


def find_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """The code of the first rule that keeps this person from the task, None when nothing does."""
    return find_bars([facts], login, unit).get(facts)


def find_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """The same of many tasks; only those that some rule keeps the person from.

    As many queries for a thousand as for one, but for bars that are asked one by one; the bars of single tasks come last.
    """
    if not tasks:
        return {}
    staff = unit.session.get(Staff, login)
    if staff is None or not staff.active:
        return dict.fromkeys(tasks, NOT_ACTIVE_STAFF)
    if not is_at_work(staff):
        return dict.fromkeys(tasks, ON_LEAVE)
    return _find_first(
        (_find_without_role, _find_excluded, _find_too_near, _find_task_bars), tasks, login, unit
    )


def find_bars_but_exclusion(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """The same of tasks of somebody at work, whose cases were read under the condition that he need not keep away."""
    return _find_first((_find_without_role, _find_too_near, _find_task_bars), tasks, login, unit)


def _find_first(
    rules: Sequence[FindBars], tasks: Collection[TaskFacts], login: str, unit: Unit
) -> dict[TaskFacts, str]:
    bars: dict[TaskFacts, str] = {}
    for find in rules:
        bars |= find([facts for facts in tasks if facts not in bars], login, unit)
    return bars


def find_bar_of_named(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """The code of the rule that would keep this person from the task if a supervisor named him for it.

    A name stands for the role and lifts nothing else: whom the case is about, who was recused or declared a relation,
    who took part where others must, and the rules of the task itself.
    """
    staff = unit.session.get(Staff, login)
    if staff is None or not staff.active:
        return NOT_ACTIVE_STAFF
    if not is_at_work(staff):
        return ON_LEAVE
    for find in (_find_excluded, _find_too_near, _find_task_bars):
        if (code := find([facts], login, unit).get(facts)) is not None:
            return code
    return find_line_bar(facts, login, unit)


def _find_without_role(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """ROLE_MISSING unless it is the person's by role, as the handler of the case, or by a designation for case or task.

    Whoever has it only because he was named for it must stand outside the respondent's line.
    """
    staff = unit.session.get_one(Staff, login)
    complaint_ids = {facts.complaint_id for facts in tasks}
    handlers = {case: row.handler_id for case, row in map_complaints(complaint_ids, unit).items()}
    designations = list_designations_by_case(complaint_ids, login, unit)
    handlers_tasks, roles = list_handlers_tasks(), list_acting_roles(staff, unit.session)
    bars: dict[TaskFacts, str] = {}
    for facts in tasks:
        designated = designations.get(facts.complaint_id, ())
        if (
            (handlers[facts.complaint_id] == login and facts.element_id in handlers_tasks)
            or roles.intersection(facts.candidate_groups)
            or stand_for(designated, facts.candidate_groups)
        ):
            continue
        code = find_line_bar(facts, login, unit) if is_named_for(designated, facts) else ROLE_MISSING
        if code is not None:
            bars[facts] = code
    return bars


def _find_excluded(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    codes = find_exclusions({facts.complaint_id for facts in tasks}, login, unit)
    return {facts: codes[facts.complaint_id] for facts in tasks if facts.complaint_id in codes}


def _find_too_near(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """Who is near keeps from all but what the respondent's own unit has to do; of a suggestion its unit is the handler."""
    asked = [facts for facts in tasks if facts.element_id not in list_respondents_tasks()]
    cases = {facts.complaint_id for facts in asked}
    waiting, near = find_unsettled(cases, login, unit), find_nearness(cases, login, unit)
    suggested = list_suggestions(near, unit)
    bars = {facts: waiting[facts.complaint_id] for facts in asked if facts.complaint_id in waiting}
    for facts in asked:
        is_its_units = facts.complaint_id in suggested and facts.element_id in list_handlers_tasks()
        if facts.complaint_id in near and not is_its_units:
            bars[facts] = near[facts.complaint_id]
    return bars


def _find_task_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """What the bars of the single tasks say: whose referral it is, who took part, who is too near."""
    under: dict[FindBars, list[TaskFacts]] = {}
    for facts in tasks:
        task = TASKS.get(facts.element_id)
        if task is not None and task.find_bars is not None:
            under.setdefault(task.find_bars, []).append(facts)
    if len(under) > 1:
        # The rules of a list ask for people by name, in the order of its tasks: a session that reads knows them all then.
        list_active_staff(unit)
    return {facts: code for bar, barred in under.items() for facts, code in bar(barred, login, unit).items()}
