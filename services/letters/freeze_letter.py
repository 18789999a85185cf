"""Freezes a letter: it gets its number and day, and stands from then on as it is.

The number is taken in the transaction that keeps the letter, so that none is missing and none given twice; the page is laid
out after the commit, and laid out again from what was kept where the process ended before that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.letter_series import take_letter_number
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.errors import InvalidInput
from models.ground.letter_codes import LetterReaders
from models.office.centre import Centre
from services.access.case_writers import require_may_write
from services.actor import Actor, staff_id_of
from services.beside.sheets.settle_leaving import Decided
from services.casefile.get_case import get_complaint
from services.casefile.post_list import put_where_wished
from services.casefile.standing import is_bounded
from services.dispatch.mailed_document import mail_frozen
from services.dispatch.plan_notice import plan_notice
from services.letters.draft import Draft, LetterOf, Stamp, compose, get_kind, require_words, write_draft
from services.letters.kept_letter import keep
from services.letters.letter_kind import LetterKind
from services.letters.record_rights import require_may_see
from services.letters.sent_letters import goes_by_itself
from services.letters.store_page import store_page
from services.letters.word_letter import WordLetter, take_words
from services.unit_of_work import Unit, UnitOfWork


class NeedsApproval(InvalidInput):
    """Another person has to approve letters of this kind; what was typed is not lost."""

    def __init__(self) -> None:
        """At the field that tells what is shown."""
        super().__init__({"version": "NEEDS_APPROVAL"})


@dataclass(frozen=True, slots=True)
class FreezeLetter:
    """The words as the page sent them with its version, None for the letter as it is worded now.

    `address`: where the pages are, for the picture on the letter. `decided`: as where it is worded.
    """

    complaint_id: str
    kind: str
    subject: str
    words: Mapping[str, str]
    version: int | None
    address: str
    decided: Decided | None = None


def freeze_letter(command: FreezeLetter, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the letter; refused as `word_letter` refuses, by block without words, and NeedsApproval."""
    with unit_of_work as unit:
        letter_id = freeze_in(command, unit, actor)
    store_page(letter_id, unit_of_work, actor)
    return letter_id


def freeze_in(command: FreezeLetter, unit: Unit, actor: Actor) -> str:
    """The same in the caller's unit; he has the page laid out after the commit."""
    kind = get_kind(command.kind)
    complaint = get_complaint(command.complaint_id, unit)
    require_may_write(complaint, unit, actor)
    shown = write_draft(complaint, LetterOf(kind, command.subject), unit)
    version = shown.version if command.version is None else command.version
    worded = WordLetter(complaint.id, command.kind, command.subject, command.words, version, command.decided)
    row = take_words(require_may_see(shown, complaint, unit, actor), worded, unit, actor)
    if shown.needs_approval:
        raise NeedsApproval
    draft = write_draft(complaint, LetterOf(kind, command.subject), unit) if command.words else shown
    return freeze_draft(Freezing(complaint, require_words(draft), row, command.address), unit, actor)


@dataclass(frozen=True, slots=True)
class Freezing:
    """A draft and its row, of which case, and where the pages are."""

    complaint: Complaint
    draft: Draft
    row: CaseLetter
    address: str


def freeze_draft(freezing: Freezing, unit: Unit, actor: Actor) -> str:
    """Number, day and the letter whole; the id. The case is locked, and whoever calls has asked whether this person may."""
    complaint, draft, row = freezing.complaint, freezing.draft, freezing.row
    now = unit.clock.now()
    dated = beijing_date(now)
    row.number = _take_number(draft.kind, complaint, dated.year, unit)
    stamp = Stamp(row.number or complaint.number, complaint.number, freezing.address)
    row.content = keep(compose(draft, stamp, unit))
    row.dated, row.frozen_at, row.frozen_by = dated, now, staff_id_of(actor)
    payload: dict[str, object] = {"letter": row.kind, "subject": row.subject, "number": stamp.number}
    if row.approved_by is not None:
        payload |= {"worded_by": row.writers, "submitted_by": row.submitted_by}
        payload["approved_by"] = row.approved_by
    unit.trail.add(complaint.id, "letter.frozen", payload, actor)
    _tell_of_it(row, complaint, unit)
    return row.id


def _tell_of_it(row: CaseLetter, complaint: Complaint, unit: Unit) -> None:
    """Of what stands at the query code for this complainant; by mail or on paper for who wished that."""
    if not row.readers.is_at_query_code or mail_frozen(row, complaint, unit):
        return
    is_hidden = row.readers is LetterReaders.CONCERNED and is_bounded(complaint.id, unit)
    if not is_hidden:
        plan_notice(DispatchPurpose.LETTER, row.id, complaint, unit)
        if goes_by_itself(row):
            put_where_wished(DeliveryPurpose.LETTER, row.id, complaint.id, unit)


def _take_number(kind: LetterKind, complaint: Complaint, year: int, unit: Unit) -> str | None:
    """Such as 云政服受告〔2026〕1号; None for what carries the complaint's own number, which a record runs on in its file."""
    if kind.readers is LetterReaders.RECORD:
        return f"{complaint.number}-{_count_records(complaint, unit) + 1}"
    if kind.mark is None:
        return None
    centre = unit.session.scalars(select(Centre)).one()
    office = str(centre.contact.get("letter_code") or centre.code)
    return f"{office}{kind.mark}〔{year}〕{take_letter_number(unit.session, kind.name, year)}号"


def _count_records(complaint: Complaint, unit: Unit) -> int:
    """Those of the file that stand; the case is locked, so whoever freezes another waits for this transaction."""
    standing = select(func.count()).where(
        CaseLetter.complaint_id == complaint.id,
        CaseLetter.readers == LetterReaders.RECORD,
        CaseLetter.frozen_at.is_not(None),
    )
    return unit.session.scalars(standing).one()
