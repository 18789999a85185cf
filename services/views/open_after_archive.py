"""How much of archived cases is still worked on: what outlives the archive, counted by kind of request."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage
from services.requests.kinds import KINDS
from services.unit_of_work import Unit


def count_open(complaints: Iterable[Complaint], unit: Unit) -> Counter[str]:
    """By the id of archived cases; one query a kind however many cases there are, none where none is archived."""
    archived = [complaint.id for complaint in complaints if complaint.stage is Stage.ARCHIVED]
    found: Counter[str] = Counter()
    for kind in KINDS.values() if archived else ():
        if not kind.outlives_case:
            continue
        table = kind.table
        rows = unit.session.execute(
            select(table.complaint_id, func.count())
            .where(table.complaint_id.in_(archived), table.state == RequestState.OPEN)
            .group_by(table.complaint_id)
        )
        for complaint_id, number in rows:
            found[complaint_id] += number
    return found
