"""Which cases go by what came past the office's door, for as long as nobody has decided about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from sqlalchemy import select

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

    While everything is reviewed the engine is asked nothing. A page without a new case ends the search of a version.
    """
    with make_unit().reading() as unit:
        late = unit.clock.now() - STILL_ENTERS
        just_put_back = DeployedVersion.replaced_by.is_not(None) & (DeployedVersion.reviewed_at > late)
        asked = select(DeployedVersion).where(waits_for_review() | just_put_back)
        watched = list(unit.session.scalars(asked))
        known = {row.key: _known(row.key, unit) for row in watched}
        in_forms = {row.key: _cases_of_form(row, unit) for row in watched if row.kind is ResourceKind.FORM}
    noted = 0
    for row in watched:
        pages = iter([in_forms[row.key]]) if row.key in in_forms else _pages(row, engine)
        for cases in pages:
            new = set(cases) - known[row.key]
            if not new:
                break
            known[row.key] |= new
            noted += _note(row.key, new, make_unit)
    return noted


def _pages(row: DeployedVersion, engine: Deployments) -> Iterator[set[str]]:
    """Cases of the instances of a process, or of those that had a table decide, the newest first."""
    start = 0
    while True:
        keys = engine.list_instance_keys(row.key, is_table=row.kind is ResourceKind.DECISION, start=start)
        yield {str(value) for value in engine.map_values(CASE, sorted(set(keys))).values()} if keys else set()
        if len(keys) < AT_ONCE:
            return
        start += AT_ONCE


def _cases_of_form(row: DeployedVersion, unit: Unit) -> set[str]:
    tasks = select(Task.complaint_id).where(Task.form_id == row.resource_id, Task.form_version == row.version)
    return set(unit.session.scalars(tasks.distinct()))


def _known(key: str, unit: Unit) -> set[str]:
    return set(
        unit.session.scalars(select(EnteredVersion.complaint_id).where(EnteredVersion.version_key == key))
    )


def _note(key: str, cases: Collection[str], make_unit: UnitFactory) -> int:
    """Only cases of this office; another process of the workers may have noted some."""
    with make_unit() as unit:
        ours = set(unit.session.scalars(select(Complaint.id).where(Complaint.id.in_(sorted(cases)))))
        new = ours - _known(key, unit)
        unit.session.add_all(
            EnteredVersion(version_key=key, complaint_id=case, seen_at=unit.clock.now())
            for case in sorted(new)
        )
        return len(new)
