"""Sendings of answers, interim answers and decisions of reviews: the day that each tells, and when it was put on record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date
from models.ledger.trail_event import TrailEvent
from services.answer.sending_trail import DOCUMENTS
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Sent:
    """`what` is `answer`, `interim` or `review`; `is_shown`: the list of the post or a proof of delivery shows the day."""

    complaint_id: str
    id: str
    what: str
    person: str
    told: datetime
    recorded: datetime
    ways: Collection[str]
    is_shown: bool


def list_sent(ids: Sequence[str], unit: Unit) -> list[Sent]:
    """Those of these cases of which the trail says when they were put on record."""
    recorded, listed = _map_recorded(ids, unit), _map_listed(ids, unit)
    found: list[Sent] = []
    for table, (what, subject) in DOCUMENTS.items():
        rows = unit.session.execute(
            select(
                table.id,
                table.complaint_id,
                getattr(table, subject),
                table.attempt,
                table.sent_by,
                table.sent_at,
                table.ways,
                table.delivered_on,
            ).where(table.complaint_id.in_(ids))
        )
        for one, case, document, attempt, person, told, ways, delivered_on in rows:
            at = recorded.get((case, what, document, attempt))
            # Whoever types the number of a letter puts it on the list by that: it must have stood there on the day.
            is_shown = delivered_on is not None or listed.get(one, date.max) <= beijing_date(told)
            if at is not None:
                found.append(Sent(case, one, what, person, told, at, ways, is_shown))
    return found


def _map_recorded(ids: Sequence[str], unit: Unit) -> dict[tuple[str | None, str, object, object], datetime]:
    """By case, what it is, the document and the attempt."""
    subjects = {f"{what}.sent": (what, subject) for what, subject in DOCUMENTS.values()}
    rows = unit.session.execute(
        select(TrailEvent.complaint_id, TrailEvent.kind, TrailEvent.payload, TrailEvent.at).where(
            TrailEvent.complaint_id.in_(ids), TrailEvent.kind.in_(subjects)
        )
    )
    found: dict[tuple[str | None, str, object, object], datetime] = {}
    for case, kind, payload, at in rows:
        what, subject = subjects[kind]
        found[case, what, payload.get(subject), payload.get("attempt")] = at
    return found


def _map_listed(ids: Sequence[str], unit: Unit) -> dict[str, date]:
    """On which day the letter of a sending was put on the list of the post."""
    rows = unit.session.execute(
        select(LetterDelivery.sending_id, LetterDelivery.made_at).where(
            LetterDelivery.complaint_id.in_(ids), LetterDelivery.sending_id.is_not(None)
        )
    )
    return {sending: beijing_date(made_at) for sending, made_at in rows if sending is not None}
