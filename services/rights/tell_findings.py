"""Writes, once an opinion is approved or a review has changed it, the finding for each respondent; told it is when he has it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.codes import Finding
from models.ground.ids import new_id
from models.ground.left_words import UNDECIDED, Decisions, as_kept
from services.actor import Actor
from services.beside.sheets.singling_out import find_signs
from services.casefile.get_case import list_accepted_matters
from services.rights.finding_letter import Found, Notice, map_found, write_finding
from services.rights.party import Party, list_parties, party_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """A case whose findings were decided: by the approved opinion, or by a review that changed these matters.

    `decided`: what becomes of words about third persons in the notices.
    """

    complaint: Complaint
    review_id: str | None = None
    changed: Collection[int] | None = None
    decided: Decisions = UNDECIDED


def tell_findings(judged: Judged, unit: Unit, actor: Actor) -> list[ToldFinding]:
    """Write the notices in the caller's unit; earlier ones of the same respondents and notes that no longer hold are superseded.

    After a review only those respondents are told anew whom a changed matter is about.
    """
    complaint = judged.complaint
    matters = _list_found(complaint, unit)
    found = map_found(matters.values(), complaint, unit)
    _withdraw_notes(complaint, matters, unit, actor)
    made = []
    for party, numbers in list_parties(complaint, matters.values(), unit).items():
        if judged.changed is not None and not set(numbers) & set(judged.changed):
            continue
        _supersede(complaint, party, unit)
        notice = Notice(complaint, party, [found[no] for no in numbers], actor.name, judged.decided)
        made.append(_write(notice, judged.review_id, unit, actor))
    return made


def plan_notices(
    complaint: Complaint, unit: Unit, actor: Actor, *, changed: Mapping[int, Found] | None = None
) -> list[Notice]:
    """The notices that leave with a decision now, with every mark of a third person standing.

    `changed` are the matters as a review is about to find them: only those respondents whom one of them is about.
    """
    matters = _list_found(complaint, unit)
    planned = map_found(matters.values(), complaint, unit) | dict(changed or {})
    return [
        Notice(complaint, party, [planned[no] for no in numbers], actor.name, decided=None)
        for party, numbers in list_parties(complaint, matters.values(), unit).items()
        if changed is None or set(numbers) & set(changed)
    ]


def preview_notices(complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """What leaves with an approval now, and which reasons may tell who complained; empty where nobody would be told anything."""
    planned = plan_notices(complaint, unit, actor)
    notices = _write_all(planned, unit)
    told = {found.no: found for notice in planned for found in notice.matters}
    warnings = [
        f"请注意：第{no}项的理由中有{'、'.join(signs)}，可能认出投诉人；需要修改的，请退回。"
        for no in sorted(told)
        if (signs := find_signs(told[no].reason, complaint.id, unit))
    ]
    return "\n\n".join([*warnings, *notices])


def try_texts(complaint: Complaint, texts: Mapping[str, str], unit: Unit, actor: Actor) -> list[str]:
    """How the notices of a case would be written now with these texts by block."""
    return _write_all(plan_notices(complaint, unit, actor), unit, texts=texts)


def _write_all(planned: Iterable[Notice], unit: Unit, *, texts: Mapping[str, str] | None = None) -> list[str]:
    return [write_finding(replace(notice, decided=UNDECIDED), unit, texts=texts) for notice in planned]


def _list_found(complaint: Complaint, unit: Unit) -> dict[int, Matter]:
    return {
        matter.no: matter
        for matter in list_accepted_matters(complaint.id, unit)
        if matter.finding is not None
    }


def list_told_findings(complaint_id: str, unit: Unit) -> list[ToldFinding]:
    """All notices of a case, the earliest first."""
    rows = select(ToldFinding).where(ToldFinding.complaint_id == complaint_id).order_by(ToldFinding.no)
    return list(unit.session.scalars(rows))


def _write(notice: Notice, review_id: str | None, unit: Unit, actor: Actor) -> ToldFinding:
    complaint, party = notice.complaint, notice.party
    last = unit.session.scalar(
        select(func.max(ToldFinding.no)).where(ToldFinding.complaint_id == complaint.id)
    )
    row = ToldFinding(
        id=new_id(),
        complaint_id=complaint.id,
        no=(last or 0) + 1,
        round=complaint.round,
        unit_code=party.unit_code,
        staff_id=party.staff_id or None,
        matter_nos=[found.no for found in notice.matters],
        review_id=review_id,
        text=write_finding(notice, unit),
        left_standing=as_kept(notice.decided or UNDECIDED),
        made_by=actor.name,
        made_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    payload = {"told_finding_id": row.id, "unit_code": row.unit_code, "matter_nos": row.matter_nos}
    unit.trail.add(complaint.id, "finding.written_for_respondent", payload, actor)
    return row


def _supersede(complaint: Complaint, party: Party, unit: Unit) -> None:
    for row in list_told_findings(complaint.id, unit):
        if party_of(row) == party and row.superseded_at is None:
            row.superseded_at = unit.clock.now()


def _withdraw_notes(complaint: Complaint, found: dict[int, Matter], unit: Unit, actor: Actor) -> None:
    standing = select(SupportNote).where(
        SupportNote.complaint_id == complaint.id, SupportNote.superseded_at.is_(None)
    )
    for note in unit.session.scalars(standing):
        findings = {found[no].finding if no in found else None for no in note.matter_nos}
        if findings == {Finding.NOT_SUBSTANTIATED}:
            continue
        note.superseded_at = unit.clock.now()
        payload = {"support_note_id": note.id, "unit_code": note.unit_code}
        unit.trail.add(complaint.id, "support_note.superseded", payload, actor)
