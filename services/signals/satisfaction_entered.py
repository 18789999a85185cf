"""Satisfaction that a member of staff entered who worked on the case himself, or of somebody who was not reached.

Lawful: what the complainant says at the query code himself, and what somebody else heard at a visit that reached him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.return_visit import ReturnVisit
from models.ground.signal_codes import SignalCode
from models.ground.ways import VisitResult
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

_WORK = (DecisionKind.FINDINGS, DecisionKind.OPINION, DecisionKind.SETTLEMENT)
_HEARD = (None, VisitResult.RATED)


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Each rating on record of a visit."""
    handled: defaultdict[str, set[str]] = defaultdict(set)
    for case, login in unit.session.execute(
        select(Complaint.id, Complaint.handler_id).where(Complaint.id.in_(ids))
    ):
        handled[case] |= {login} if login else set()
    for case, login in unit.session.execute(
        select(Decision.complaint_id, Decision.by).where(
            Decision.complaint_id.in_(ids), Decision.kind.in_(_WORK)
        )
    ):
        handled[case].add(login)
    rated = select(ReturnVisit).where(
        ReturnVisit.complaint_id.in_(ids), ReturnVisit.satisfaction.is_not(None)
    )
    for row in unit.session.scalars(rated):
        found = []
        if row.visited_by in handled[row.complaint_id]:
            found.append(Evidence("by_handler", row.visited_at))
        if not row.reached or row.result not in _HEARD:
            found.append(Evidence("not_reached", row.visited_at))
        yield Looked(
            row.complaint_id, f"v{row.round}.{row.attempt}", row.visited_by, row.visited_at, tuple(found)
        )


RULE = SignalRule(SignalCode.SATISFACTION_ENTERED, judge)
