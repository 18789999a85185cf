"""What a list of cases is narrowed by, as conditions of the database; whose the cases are is not asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

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
        return (Complaint.next_due_at.is_(None), Complaint.next_due_at, Complaint.number)
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
        conditions.append(Complaint.id.in_(_select_with_words(asked.words)))
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


def _select_with_words(words: str) -> Select[str]:
    """Cases in which all pairs of the words occur; none where the words have no pair."""
    keyring = get_keyring()
    digests = {digest_pair(pair, keyring) for pair in pairs_of(words)[:MOST_PAIRS]}
    found = (
        select(CasePair.no)
        .where(CasePair.pair.in_(digests))
        .group_by(CasePair.no)
        .having(func.count() == len(digests))
    )
    return select(CaseText.complaint_id).where(CaseText.no.in_(found))


def _is_about(named: str) -> ColumnElement[bool]:
    units = select(OrganisationUnit.code).where(OrganisationUnit.name.contains(named, autoescape=True))
    people = select(Staff.login).where(Staff.name.contains(named, autoescape=True))
    return exists().where(
        Respondent.complaint_id == Complaint.id,
        Respondent.in_force(),
        or_(Respondent.window == named.upper(), Respondent.unit.in_(units), Respondent.staff_id.in_(people)),
    )
