"""Which cases go by what came past the office's door, for as long as nobody has decided about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.task import Task
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.entered_version import EnteredVersion
from services.deployments.list_versions import waits_for_review
from services.ports.deployments import Deployments
from services.unit_of_work import Unit, UnitFactory

CASE = "complaint_id"
AT_ONCE = 500
# A case that entered at the last moment shows in the search a little later.
STILL_ENTERS = timedelta(hours=1)


def note_cases_step(make_unit: UnitFactory, engine: Deployments) -> int:
    """How many cases are new in such a version. OutsideUnavailable while the engine is away.

    While everything is reviewed the engine is asked nothing, but for an hour after a version was put back.
    """
    with make_unit().reading() as unit:
        late = unit.clock.now() - STILL_ENTERS
        just_put_back = DeployedVersion.replaced_by.is_not(None) & (DeployedVersion.reviewed_at > late)
        watched = unit.session.scalars(
            select(DeployedVersion).where(waits_for_review() | just_put_back)
        ).all()
    return sum(_note(row.key, _search(row, make_unit, engine), make_unit) for row in watched)


def _search(row: DeployedVersion, make_unit: UnitFactory, engine: Deployments) -> set[str]:
    """Its cases that are not on record. All are found before one is noted, for a page of known ones ends the next search."""
    found: set[str] = set()
    pages = _pages_of_form(row, make_unit) if row.kind is ResourceKind.FORM else _pages(row, engine)
    for cases in pages:
        with make_unit().reading() as unit:
            new = cases - _known(row.key, cases, unit)
        if cases and not new:
            break
        found |= new
    return found


def _pages(row: DeployedVersion, engine: Deployments) -> Iterator[set[str]]:
    """Cases of the instances of a process, or of those that had a table decide: the newest first, however many there are."""
    for keys in engine.read_instance_keys(row.key, is_table=row.kind is ResourceKind.DECISION):
        yield {str(value) for value in engine.map_values(CASE, sorted(set(keys))).values()}


def _pages_of_form(row: DeployedVersion, make_unit: UnitFactory) -> Iterator[set[str]]:
    """Cases of the tasks that show it and that are not on record.

    An engine that lost its store counts versions from 1 again: tasks of before that showed the former of this number.
    """
    noted = select(EnteredVersion.complaint_id).where(EnteredVersion.version_key == row.key)
    # Of the same length keys stand in the order of their numbers.
    others = select(func.max(DeployedVersion.seen_at)).where(
        DeployedVersion.kind == row.kind,
        DeployedVersion.resource_id == row.resource_id,
        func.length(DeployedVersion.key) == len(row.key),
        DeployedVersion.key < row.key,
        DeployedVersion.version >= row.version,
    )
    with make_unit().reading() as unit:
        before = unit.session.scalar(others)
        tasks = select(Task.complaint_id).where(
            Task.form_id == row.resource_id,
            Task.form_version == row.version,
            Task.complaint_id.not_in(noted),
        )
        if before is not None:
            tasks = tasks.where(Task.created_at > before)
        cases = unit.session.scalars(tasks.distinct()).all()
    yield from map(set, _parts(cases))


def _parts(cases: Collection[str]) -> Iterator[list[str]]:
    """As many as a statement takes."""
    waiting = iter(sorted(cases))
    while part := list(islice(waiting, AT_ONCE)):
        yield part


def _known(key: str, cases: Collection[str], unit: Unit) -> set[str]:
    query = select(EnteredVersion.complaint_id).where(
        EnteredVersion.version_key == key, EnteredVersion.complaint_id.in_(sorted(cases))
    )
    return set(unit.session.scalars(query))


def _note(key: str, cases: Collection[str], make_unit: UnitFactory) -> int:
    """Only cases of this office; another process of the workers may have noted some."""
    noted = 0
    with make_unit() as unit:
        for part in _parts(cases):
            ours = set(unit.session.scalars(select(Complaint.id).where(Complaint.id.in_(part))))
            new = sorted(ours - _known(key, ours, unit))
            unit.session.add_all(
                EnteredVersion(version_key=key, complaint_id=case, seen_at=unit.clock.now()) for case in new
            )
            noted += len(new)
    return noted
