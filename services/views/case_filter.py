"""What a list of cases is narrowed by, as conditions of the database; whose the cases are is not asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.case.case_text import MOST_PAIRS, CasePair, CaseText, digest_pair, pairs_of
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.clock.legal_time import at_time
from models.ground.codes import Category, Channel
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.vault.keyring import get_keyring
from services.unit_of_work import Unit

# Up to so many cases of its rarest pair a search begins with these.
FEW_CASES = 5_000


class CaseOrder(StrEnum):
    """In which order cases are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """`number` is any part of one, `words` stand in the complaint, `respondent` is part of a unit's or person's name or a window.

    `case_ids` are those that a search by name or telephone found; None where there was none. Days are Beijing days.
    """

    number: str = ""
    stage: Stage | None = None
    handling_unit: str = ""
    handler_id: str = ""
    category: Category | None = None
    channel: Channel | None = None
    received_from: date | None = None
    received_until: date | None = None
    is_overdue: bool = False
    words: str = ""
    respondent: str = ""
    case_ids: tuple[str, ...] | None = None

    def by_codes(self) -> dict[str, object]:
        """What is asked for by number, code or date, as JSON; nothing that people wrote."""
        return {
            "number": self.number,
            "stage": self.stage,
            "handling_unit": self.handling_unit,
            "handler_id": self.handler_id,
            "category": self.category,
            "channel": self.channel,
            "received_from": self.received_from.isoformat() if self.received_from else None,
            "received_until": self.received_until.isoformat() if self.received_until else None,
            "is_overdue": self.is_overdue,
        }

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return self != CaseFilter()

    @property
    def is_for_no_address(self) -> bool:
        """Whether it holds what people wrote or who they are, which stands in no address and no log."""
        return bool(self.words or self.respondent or self.case_ids is not None)


def order_of(order: CaseOrder) -> tuple[Any, ...]:
    """What sorts the cases; the number is the last word, so that pages do not overlap."""
    if order is CaseOrder.DUE:
        return (Complaint.next_due_at.asc().nulls_last(), Complaint.number)
    if order is CaseOrder.OLDEST:
        return (Complaint.received_at, Complaint.number)
    return (Complaint.received_at.desc(), Complaint.number.desc())


def list_conditions(asked: CaseFilter, unit: Unit) -> list[ColumnElement[bool]]:
    """All of them hold for a case that is listed."""
    equal = {
        Complaint.stage: asked.stage,
        Complaint.handling_unit: asked.handling_unit,
        Complaint.handler_id: asked.handler_id,
        Complaint.category: asked.category,
        Complaint.channel: asked.channel,
    }
    conditions: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value]
    if number := asked.number.strip().upper():
        conditions.append(Complaint.number.contains(number, autoescape=True))
    if asked.received_from is not None:
        conditions.append(Complaint.received_at >= _beginning_of(asked.received_from))
    if asked.received_until is not None:
        conditions.append(Complaint.received_at < _beginning_of(asked.received_until + timedelta(days=1)))
    if asked.is_overdue:
        conditions.append(Complaint.next_due_at < unit.clock.now())
    if asked.words.strip():
        conditions.append(_has_words(asked.words, unit))
    if asked.respondent.strip():
        conditions.append(_is_about(asked.respondent.strip()))
    if asked.case_ids is not None:
        conditions.append(Complaint.id.in_(asked.case_ids))
    return conditions


def is_searchable(words: str) -> bool:
    """Whether there is anything to look for: two letters, digits or characters side by side."""
    return bool(pairs_of(words))


def _beginning_of(day: date) -> datetime:
    return at_time(day, "00:00").astimezone(UTC)


def _has_words(words: str, unit: Unit) -> ColumnElement[bool]:
    """All pairs of the words occur in the case; in none where the words have no pair.

    A rare pair is looked up and leads to its few cases. Where all are frequent the cases are walked in the list's own order,
    and the walk ends with the page: either way a search reads no more than it shows, whatever the office holds.
    """
    keyring = get_keyring()
    digests = {digest_pair(pair, keyring) for pair in pairs_of(words)[:MOST_PAIRS]}
    counted = select(CasePair.pair, func.count()).where(CasePair.pair.in_(digests)).group_by(CasePair.pair)
    often: dict[int, int] = {pair: number for pair, number in unit.session.execute(counted)}
    if not digests or len(often) < len(digests):
        return false()
    rarest, *others = sorted(digests, key=lambda pair: often[pair])
    lead, text = aliased(CasePair), aliased(CaseText)
    if often[rarest] <= FEW_CASES:
        found = select(text.complaint_id).join(lead, lead.no == text.no)
        return Complaint.id.in_(
            found.where(lead.pair == rarest, *(_occurs(pair, lead.no) for pair in others))
        )
    return exists().where(
        text.complaint_id == Complaint.id, *(_occurs(pair, text.no) for pair in (rarest, *others))
    )


def _occurs(pair: int, no: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    other = aliased(CasePair)
    return exists().where(other.pair == pair, other.no == no)


def _is_about(named: str) -> ColumnElement[bool]:
    units = select(OrganisationUnit.code).where(OrganisationUnit.name.contains(named, autoescape=True))
    people = select(Staff.login).where(Staff.name.contains(named, autoescape=True))
    return exists().where(
        Respondent.complaint_id == Complaint.id,
        Respondent.in_force(),
        or_(Respondent.window == named.upper(), Respondent.unit.in_(units), Respondent.staff_id.in_(people)),
    )
