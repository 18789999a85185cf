"""Withdrawals that came within minutes of an act of whoever handled the case, that he noted and verified himself, or that staff
noted within the last hour before the case would have been late.

Lawful: an act by which the complainant was told or asked something (answer, notice, contact, request for material): he
answers it; a wish at the query code at any other time; a wish that was not confirmed, since nothing ended by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.lifecycle import LEGAL_CLOCK_KINDS
from models.clock.clock import Clock
from models.ground.codes import RequestedSide
from models.ground.signal_codes import SignalCode
from models.ledger.trail_event import TrailEvent
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

NEAR, LAST = timedelta(minutes=15), timedelta(hours=1)
# By these the complainant learns something, and answers it; and the wish itself is no act beside it.
TELLS = frozenset(
    {
        "answer.interim",
        "answer.published",
        "answer.sent",
        "complainant.told",
        "entry.recorded",
        "extension.effective",
        "interim.sent",
        "supplement.reminded",
        "supplement.requested",
        "withdrawal.requested",
        "withdrawal.verified",
    }
)
# What is written by itself beside each act, or reads alone.
_NO_ACTS = frozenset({"act.taken", "evidence.opened", "identity.revealed", "file.printed", "task.claimed"})


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Each confirmed withdrawal, of who noted it, else of who handled the case."""
    rows = unit.session.execute(
        select(Withdrawal, Complaint.handler_id)
        .join(Complaint, Complaint.id == Withdrawal.complaint_id)
        .where(Withdrawal.complaint_id.in_(ids), Withdrawal.is_confirmed.is_(True))
    ).all()
    due = _map_due({row.complaint_id for row, _ in rows}, unit)
    for row, handler in rows:
        is_noted = row.requested_side is RequestedSide.STAFF
        person = row.requested_by if is_noted else handler
        if person is None:
            continue
        found: list[Evidence] = list(_find_acts(row, handler, unit))
        if is_noted and row.verified_by == row.requested_by:
            found.append(Evidence("verified_by_same", row.verified_at))
        before = [
            at
            for at, stopped_at in due[row.complaint_id]
            if timedelta(0) <= at - row.requested_at <= LAST
            and (stopped_at is None or stopped_at >= row.requested_at)
        ]
        if is_noted and before:
            found.append(Evidence("was_due", min(before)))
        if found:
            found.insert(0, Evidence("withdrawal_asked", row.requested_at, row.id))
        yield Looked(row.complaint_id, f"w{row.id}", person, row.requested_at, tuple(found))


def _find_acts(row: Withdrawal, handler: str | None, unit: Unit) -> Iterator[Evidence]:
    """Acts of the handler around it, none where one of them told the complainant something."""
    if handler is None:
        return
    near = unit.session.execute(
        select(TrailEvent.seq, TrailEvent.kind, TrailEvent.at)
        .where(
            TrailEvent.complaint_id == row.complaint_id,
            TrailEvent.actor == handler,
            TrailEvent.at >= row.requested_at - NEAR,
            TrailEvent.at <= row.requested_at + NEAR,
        )
        .order_by(TrailEvent.seq)
    ).all()
    kinds = {kind for _, kind, _ in near}
    own = {"withdrawal.requested", "withdrawal.verified"}
    if kinds & (TELLS - own):
        return
    acts = [one for one in near if one.kind not in TELLS | _NO_ACTS]
    for seq, _, at in acts[:3]:
        yield Evidence("act_of_handler", at, str(seq))


def _map_due(ids: set[str], unit: Unit) -> defaultdict[str, list[tuple[datetime, datetime | None]]]:
    """When each limit that the complainant is told of was due, and when it stopped, by case."""
    found: defaultdict[str, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    rows = unit.session.execute(
        select(Clock.complaint_id, Clock.due_at, Clock.stopped_at).where(
            Clock.complaint_id.in_(ids), Clock.kind.in_(LEGAL_CLOCK_KINDS)
        )
    )
    for case, due_at, stopped_at in rows:
        found[case].append((due_at, stopped_at))
    return found


RULE = SignalRule(SignalCode.WITHDRAWN_NEARBY, judge)
