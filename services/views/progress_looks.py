"""Who looked at the identity of a complainant and who got it, as he reads it after one more proof: offices, never people (N6)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.ground.codes import IdentityKind
from models.vault.identity_reveal import IdentityReveal
from services.identity.cut_identity import CUT
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit
from services.views.progress_holder import list_people
from services.views.progress_identity import list_identity_lines
from services.views.progress_trail import PASSED_ON_READ, TOLD, list_told_events

# A family name alone stands in half of all sentences.
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class IdentityLook:
    """A look: of which office, when, and for what; no `purpose` for the organ that his case was passed on to whole."""

    office: str | None
    at: datetime
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit that something of the case was sent to; `got_name` whether his name was in it."""

    unit_name: str | None
    at: datetime
    got_name: bool


def list_identity_looks(complaint: Complaint, unit: Unit) -> tuple[IdentityLook, ...]:
    """Every look at his name and numbers in the clear, the earliest first."""
    rows = unit.session.scalars(
        select(IdentityReveal).where(IdentityReveal.complaint_id == complaint.id)
    ).all()
    offices = {person.login: office for person, office in list_people(unit)}
    purposes = _cut_names([reveal.purpose for reveal in rows], unit)
    looks = [
        IdentityLook(offices.get(reveal.viewer), reveal.at, purpose)
        for reveal, purpose in zip(rows, purposes, strict=True)
    ]
    looks += _list_looks_of_superior(complaint, unit)
    return tuple(sorted(looks, key=lambda look: look.at))


def list_recipients(complaint: Complaint, unit: Unit) -> tuple[Recipient, ...]:
    """The authorities that matters were handed to, and everybody whom his name was told to, the earliest first."""
    told_events = list_told_events(complaint.id, {TOLD}, unit)
    named = {event.payload.get("request_id") for event in told_events}
    referrals = unit.session.scalars(
        select(Referral).where(Referral.complaint_id == complaint.id).order_by(Referral.no)
    )
    handed = [
        Recipient(find_unit_name(row.unit_code, unit) or row.unit_code, row.requested_at, got_name=False)
        for row in referrals
        if row.is_shown_to_complainant and row.id not in named
    ]
    told = [
        Recipient(line.unit_name, line.at, got_name=True)
        for line in list_identity_lines(complaint, unit)
        if line.is_told
    ]
    return tuple(sorted((*handed, *told), key=lambda line: line.at))


def _list_looks_of_superior(complaint: Complaint, unit: Unit) -> list[IdentityLook]:
    if complaint.identity_kind is not IdentityKind.REAL_NAME:
        return []
    events = list_told_events(complaint.id, {PASSED_ON_READ}, unit)
    return [
        IdentityLook(find_unit_name(str(event.payload["unit_code"]), unit), event.at, None)
        for event in events
    ]


def _cut_names(texts: list[str], unit: Unit) -> list[str]:
    """The words of those who looked, without any name of staff; whose they are is nobody's concern but the office's."""
    if not texts:
        return []
    names = [person.name for person, _ in list_people(unit) if len(person.name) >= SHORTEST_NAME]
    for name in sorted(names, key=len, reverse=True):
        texts = [text.replace(name, CUT) for text in texts]
    return texts
