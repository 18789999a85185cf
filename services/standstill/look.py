"""The workers' look at what stands where nobody can act: what it finds becomes rows, what is gone leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import delete, select

from models.office.standstill import Standstill, StandstillKind, StandstillLook
from services.access.find_designation import list_named_since
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.standstill.faulty_forms import find_faulty_forms
from services.standstill.faulty_versions import find_faulty_versions
from services.standstill.foreign_tasks import find_foreign_tasks
from services.standstill.found import Found
from services.standstill.looker import Look, Noticed
from services.standstill.lost_cases import keep_lost_cases
from services.standstill.open_incidents import find_open_incidents
from services.standstill.unanswered_jobs import find_unanswered_jobs
from services.standstill.unworkable_tasks import find_unworkable
from services.unit_of_work import Unit, UnitFactory
from services.views.case_runs import map_complaints_of_instances

# In one commit, so that nobody waits long for the database however much is found at once.
ROWS_AT_ONCE = 500


def look_step(make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor, noticed: Noticed) -> int:
    """One look at every kind; returns 0, since what is found is no work for the workers.

    While the engine is away what the office knows itself is looked at all the same; then OutsideUnavailable.
    """
    with make_unit().reading() as unit:
        moment = unit.ports.system_clock.now()
        look = Look(moment, unit.clock.now() - moment, noticed)
        known = unit.session.scalars(
            select(Standstill.key).where(Standstill.kind == StandstillKind.JOB)
        ).all()
        tasks, forms = find_unworkable(unit), find_faulty_forms(unit)
    _keep(StandstillKind.TASK, tasks, look, make_unit)
    _keep(StandstillKind.FORM, forms, look, make_unit)
    with make_unit() as unit:
        keep_lost_cases(unit)
        unit.session.merge(StandstillLook(kind=StandstillKind.LOST_CASE, looked_at=look.moment))
    asks: Mapping[StandstillKind, Callable[[], Sequence[Found]]] = {
        StandstillKind.JOB: lambda: find_unanswered_jobs(monitor, known, look),
        StandstillKind.INCIDENT: lambda: find_open_incidents(monitor),
        StandstillKind.FOREIGN_TASK: lambda: find_foreign_tasks(engine, make_unit, look),
        StandstillKind.VERSION: lambda: find_faulty_versions(monitor, make_unit, look),
    }
    for kind, ask in asks.items():
        _keep(kind, ask(), look, make_unit)
    noticed.looked_at = moment
    return 0


def _keep(kind: StandstillKind, found: Sequence[Found], look: Look, make_unit: UnitFactory) -> None:
    """Write what changed, in short commits: a row that stays keeps its `since`, and one that is as it was is not touched."""
    known = _read_facts(kind, make_unit)
    gone = sorted(known.keys() - {one.key for one in found})
    changed = [one for one in found if one.facts is not None and one.facts != known.get(one.key)]
    for start in range(0, len(gone), ROWS_AT_ONCE):
        part = gone[start : start + ROWS_AT_ONCE]
        with make_unit() as unit:
            unit.session.execute(delete(Standstill).where(Standstill.kind == kind, Standstill.key.in_(part)))
    for start in range(0, len(changed), ROWS_AT_ONCE):
        with make_unit() as unit:
            _write(kind, changed[start : start + ROWS_AT_ONCE], look, unit)
    with make_unit() as unit:
        unit.session.merge(StandstillLook(kind=kind, looked_at=look.moment))


def _read_facts(kind: StandstillKind, make_unit: UnitFactory) -> dict[str, object]:
    with make_unit().reading() as unit:
        rows = unit.session.execute(select(Standstill.key, Standstill.facts).where(Standstill.kind == kind))
        return {key: facts for key, facts in rows}


def _write(kind: StandstillKind, found: Sequence[Found], look: Look, unit: Unit) -> None:
    cases = map_complaints_of_instances({key for one in found for key in one.path}, unit)
    named = list_named_since(look.moment + look.shift, unit)
    for one in found:
        if kind is StandstillKind.TASK and one.key in named:
            # Decided while this look was under way: the next one sees it.
            continue
        row = unit.session.get(Standstill, (kind, one.key))
        if row is None:
            ids = [one.complaint_id, *(cases[place].id for place in one.path if place in cases)]
            case = next((known for known in ids if known), None)
            row = Standstill(kind=kind, key=one.key, since=one.since, complaint_id=case)
            unit.session.add(row)
        row.facts = dict(one.facts or {})
