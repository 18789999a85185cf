"""The files that may be of a mass complaint: the newest of the last days that are open and for nobody's eyes alone."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from services.access.restricted import is_restricted
from services.groups.alike_files import MOST_COMPARED, FileMark
from services.unit_of_work import Unit

# A letter or a box is registered days after it came: the hours of the policy are counted between the files.
LOOK_BACK = timedelta(days=3)


def list_recent(unit: Unit) -> list[FileMark]:
    """At most so many as are compared, the newest first. A restricted or merged file is never one of them."""
    rows = unit.session.execute(
        select(
            Complaint.id,
            Complaint.received_at,
            Complaint.occurred_on,
            Complaint.effective_received,
            Complaint.category,
        )
        .where(
            Complaint.received_at >= unit.clock.now() - LOOK_BACK,
            # No list of stages: their index would be taken in place of that of the moment.
            Complaint.stage != Stage.ARCHIVED,
            Complaint.merged_into.is_(None),
            ~is_restricted(),
        )
        .order_by(Complaint.received_at.desc())
        .limit(MOST_COMPARED)
    ).all()
    units, items = _read_respondents([row.id for row in rows], unit)
    return [
        FileMark(
            complaint_id=row.id,
            received_at=row.received_at,
            occurred_on=row.occurred_on or row.effective_received,
            category=row.category,
            units=frozenset(units.get(row.id, ())),
            items=frozenset(items.get(row.id, ())),
        )
        for row in rows
    ]


def _read_respondents(
    complaint_ids: Sequence[str], unit: Unit
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    units: dict[str, set[str]] = {}
    items: dict[str, set[str]] = {}
    query = select(Respondent.complaint_id, Respondent.unit, Respondent.item).where(
        Respondent.complaint_id.in_(complaint_ids), Respondent.in_force()
    )
    for complaint_id, code, item in unit.session.execute(query):
        if code is not None:
            units.setdefault(complaint_id, set()).add(code)
        if item is not None:
            items.setdefault(complaint_id, set()).add(item)
    return units, items
