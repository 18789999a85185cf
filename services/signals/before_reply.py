"""Findings that were recorded before whom they are about had answered, while his time to answer still ran.

Lawful: findings after the reply, after the time for it, or after the request was withdrawn or lapsed; findings of a round whose
findings were recorded anew after the reply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from models.beside.respondent_request import WRONG_UNIT, RespondentRequest
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.ground.signal_codes import SignalCode
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Each request of an investigation with findings of its round after it, of who recorded the findings."""
    rows = unit.session.execute(
        select(RespondentRequest, Decision.by, Decision.at, Decision.id)
        .join(
            Decision,
            (Decision.complaint_id == RespondentRequest.complaint_id)
            & (Decision.round == RespondentRequest.round),
        )
        .where(
            RespondentRequest.complaint_id.in_(ids),
            RespondentRequest.review_id.is_(None),
            Decision.kind == DecisionKind.FINDINGS,
            Decision.at > RespondentRequest.requested_at,
        )
    )
    for row, person, at, decision in rows:
        if row.end_reason == WRONG_UNIT:
            continue
        ends = [one for one in (row.replied_at, row.window_ends_at, row.ended_at) if one is not None]
        found: tuple[Evidence, ...] = ()
        if at < min(ends):
            found = (
                Evidence("asked", row.requested_at, row.id),
                Evidence("findings_recorded", at, decision),
                Evidence("replied", row.replied_at)
                if row.replied_at
                else Evidence("window_ends", row.window_ends_at),
            )
        yield Looked(row.complaint_id, f"q{row.id}", person, at, found)


RULE = SignalRule(SignalCode.BEFORE_REPLY, judge)
