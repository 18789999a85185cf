"""A form that opens a case opens one, however often it is sent: a repeat is told what the first one was."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.case.number_series import lock_series
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.base import JsonObject
from models.office.centre import Centre
from services.actor import Actor
from services.evidence.incoming_file import IncomingFile
from services.evidence.resent_files import name_again, places_of
from services.filing.new_case import FiledComplaint, NewCase, open_case, receipt_of
from services.once.once_per_submission import Sending, find_answer, keep_answer
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form on its way in; `said` is all it says with the digests of its files, as JSON knows it."""

    submission_id: str
    said: object
    files: Sequence[IncomingFile]


def find_filed(form: SentForm, unit: Unit) -> FiledComplaint | None:
    """The receipt of this form again, or None when it is new.

    InvalidInput on `submission_id` (SENT_BEFORE) when a form with other words came under the same id: those are on
    file, these are not.
    """
    complaint = unit.session.scalars(
        select(Complaint).where(Complaint.submission_id == form.submission_id)
    ).one_or_none()
    if complaint is None:
        return None
    clock = unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint.id, Clock.kind == ClockKind.ACCEPTANCE)
        .order_by(Clock.round)
        .limit(1)
    ).one()
    # A complaint filed with an earlier release has no such row: its receipt alone is known.
    answer = find_answer(_sending(form, complaint.id), unit) or {"refused_files": []}
    return receipt_of(complaint, clock, name_again(answer["refused_files"], form.files))


def open_once(form: SentForm, case: NewCase, unit: Unit, actor: Actor) -> FiledComplaint:
    """Open the case of this form in this unit, or give the receipt of a form that was faster; errors as `find_filed`."""
    centre = unit.session.scalars(select(Centre)).one()
    # Whoever opens a case waits here for the others: of two equal forms at once the second finds the first one's case.
    lock_series(unit.session, centre.code, to_beijing(case.received_at).year)
    if filed := find_filed(form, unit):
        return filed
    filed = open_case(case, unit, actor)
    answer: JsonObject = {"refused_files": places_of(filed.refused_files)}
    keep_answer(_sending(form, filed.complaint_id), answer, unit)
    return filed


def _sending(form: SentForm, complaint_id: str) -> Sending:
    return Sending(form.submission_id, "filing", complaint_id, form.said)
