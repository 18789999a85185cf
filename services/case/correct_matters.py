"""Corrects how a complaint was split into matters, and of what kind each is, at any time before the opinion.

The earlier split stays on the trail. After
the acceptance a new matter is a part of what was accepted, and only an accepted one may go into another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.matter import MAX_MATTER_LENGTH, MAX_MATTERS, Matter
from models.case.respondent import Respondent
from models.ground.codes import MatterDecision, Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.matter_codes import MatterKind
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role, staff_id_of
from services.case.correct_claims import TypedClaim, replace_claims
from services.casefile.get_case import get_complaint, list_accepted_matters, list_matters
from services.casefile.open_parts import list_held_parts
from services.casefile.open_split import is_split_open
from services.casefile.open_windows import list_open_windows
from services.suggestions.asked_again import ask_tables_again
from services.unit_of_work import Unit, UnitOfWork

CORRECTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class CorrectMatters:
    """The matters as they should be, in order, with their kinds where these are told; the claims too where they are."""

    complaint_id: str
    texts: tuple[str, ...]
    claims: tuple[TypedClaim, ...] | None = None
    kinds: tuple[MatterKind, ...] | None = None


def correct_matters(command: CorrectMatters, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Change the split.

    Conflict("OPINION_DRAFTED") once there is an opinion, Conflict("ALREADY_DECIDED") for a matter that was decided apart
    or has a finding, and for another kind of what was not accepted; InvalidInput for none, too many or empty ones, and
    for a question made of what was accepted; NotFound.
    """
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        if not may_read_case(complaint, unit, actor):
            raise NotFound
        if staff_id_of(actor) != complaint.handler_id:
            require_role(actor, *CORRECTING_ROLES)
        texts = _check(command.texts)
        if not is_split_open(complaint, unit):
            raise Conflict(code="OPINION_DRAFTED")
        matters = list_matters(complaint.id, unit)
        earlier = [(matter.text, matter.kind.value) for matter in matters]
        accepted = [matter.no for matter in list_accepted_matters(complaint.id, unit)]
        _change(matters, texts, unit)
        _widen_windows(complaint, accepted, unit)
        _hold_as(list_matters(complaint.id, unit), command.kinds or ())
        corrected = [(matter.text, matter.kind.value) for matter in list_matters(complaint.id, unit)]
        if earlier != corrected:
            told = {
                "earlier": [text for text, _kind in earlier],
                "earlier_kinds": [kind for _text, kind in earlier],
                "count": len(texts),
            }
            unit.trail.add(complaint.id, "matters.corrected", told, actor)
            ask_tables_again(complaint, unit)
        wanted = None if command.claims is None else replace_claims(complaint.id, command.claims, unit)
        if wanted is not None:
            unit.trail.add(complaint.id, "claims.corrected", {"earlier": wanted}, actor)


def _check(texts: tuple[str, ...]) -> list[str]:
    cleaned = [text.strip() for text in texts if text.strip()]
    if not cleaned:
        raise InvalidInput({"matter_text": "REQUIRED"})
    if len(cleaned) > MAX_MATTERS or any(len(text) > MAX_MATTER_LENGTH for text in cleaned):
        raise InvalidInput({"matter_text": "TOO_LONG"})
    return cleaned


def _change(matters: Sequence[Matter], texts: list[str], unit: Unit) -> None:
    """Word those that stay, take away those that go into another, add what is new."""
    accepted = [matter for matter in matters if matter.decision is MatterDecision.ACCEPT]
    is_begun = any(matter.decision is not None for matter in matters)
    gone = matters[len(texts) :]
    stays_accepted = [matter for matter in accepted if matter not in gone]
    if is_begun and any(matter not in accepted or matter.finding is not None for matter in gone):
        raise Conflict(code="ALREADY_DECIDED")
    if is_begun and len(texts) != len(matters) and not stays_accepted:
        raise Conflict(code="ALREADY_DECIDED")
    for matter, text in zip(matters, texts, strict=False):
        # Other words than those that somebody worded for a unit are not for a unit.
        matter.is_reworded = matter.is_reworded and matter.text == text
        matter.text = text
    for matter in gone:
        unit.session.delete(matter)
    if gone:
        _widen_respondents(gone[0].complaint_id, [matter.no for matter in gone], unit)
    unit.session.flush()
    # The numbers of what went into a file of its own are not given again.
    following = max(matter.no for matter in matters) + 1
    for number, text in enumerate(texts[len(matters) :], start=following):
        unit.session.add(_new_matter(matters[0].complaint_id, number, text, stays_accepted[:1]))


def _hold_as(matters: Sequence[Matter], kinds: Sequence[MatterKind]) -> None:
    """Give each the kind that the person chose; of a suggestion nothing is found true."""
    for matter, kind in zip(matters, kinds, strict=False):
        if matter.kind is kind:
            continue
        if matter.decision not in (None, MatterDecision.ACCEPT):
            raise Conflict(code="ALREADY_DECIDED")
        if matter.decision is not None and kind is MatterKind.CONSULTATION:
            raise InvalidInput({"matter_text": "QUESTION_ACCEPTED"})
        matter.kind = kind
        matter.finding = None if kind is MatterKind.SUGGESTION else matter.finding


def _widen_windows(complaint: Complaint, accepted: Collection[int], unit: Unit) -> None:
    """Who was asked about all that was accepted is asked about what a correction splits out of it: no right is lost by it."""
    new = [matter.no for matter in list_accepted_matters(complaint.id, unit) if matter.no not in accepted]
    waited = (*list_open_windows(complaint, unit), *list_held_parts(complaint, unit)) if new else ()
    for row in waited:
        if row.matter_nos is not None and set(row.matter_nos) >= set(accepted):
            row.matter_nos = sorted({*row.matter_nos, *new})


def _widen_respondents(complaint_id: str, numbers: Collection[int], unit: Unit) -> None:
    """Who belonged to a matter that is none any more belongs to the whole complaint; who named him, and why, stays."""
    rows = select(Respondent).where(
        Respondent.complaint_id == complaint_id, Respondent.matter_no.in_(numbers), Respondent.in_force()
    )
    for row in unit.session.scalars(rows):
        row.matter_no = None


def _new_matter(complaint_id: str, number: int, text: str, part_of: Sequence[Matter]) -> Matter:
    """A further matter; decided as that of which it is a part, where the acceptance is over."""
    matter = Matter(id=new_id(), complaint_id=complaint_id, no=number, text=text, disposals=[])
    for whole in part_of:
        matter.decision, matter.decided_by = whole.decision, whole.decided_by
        matter.decided_at, matter.kind = whole.decided_at, whole.kind
    return matter
