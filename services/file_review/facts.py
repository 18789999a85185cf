"""What a file holds, as the rules of the score sheet look at it: as many statements for a thousand files as for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import load_only

from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.file_volume import FileVolume
from models.case.improvement_verdict import ImprovementVerdict
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import DecisionKind, FileEntryKind, Outcome, Stage
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.clock.calendar_days import CalendarYearMissing, WorkCalendar
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.codes import MatterDecision
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.matter_codes import MatterKind
from services.casefile.answer_sendings import answer_subject
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit

Row = TypeVar("Row")
_ORDER = list(Stage)
# Letters by which a complainant is told what was decided of his matters; of other letters it is asked nothing here.
TELLS_ACCEPTANCE = (
    "acceptance_notice",
    "group_notice",
    "merger_notice",
    "referral_notice",
    "refusal_notice",
)
_CUSTODY, _RECEIPT, _VOLUME = "custody", "receipt", "volume"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Rows of one file. Words of people are read where a rule asks whether they are there, and leave in no result."""

    complaint: Complaint
    now: datetime
    # Working days from the day that counts as receipt to the day of registration; None where the calendar does not reach.
    workdays_to_register: int | None
    matters: Sequence[Matter]
    respondents: Sequence[Respondent]
    decisions: Sequence[Decision]
    acts: Sequence[InvestigationAct]
    items: Sequence[EvidenceItem]
    in_custody: frozenset[str]
    clocks: Sequence[Clock]
    extensions: Sequence[Extension]
    recusals: Sequence[Recusal]
    requests: Sequence[RespondentRequest]
    orders: Sequence[Rectification]
    referrals: Sequence[Referral]
    contacts: Sequence[FileEntry]
    letters: Sequence[LetterDelivery]
    answers: Sequence[Answer]
    sendings: Sequence[AnswerSending]
    visits: Sequence[ReturnVisit]
    verdicts: Sequence[ImprovementVerdict]
    has_receipt: bool
    is_bound: bool

    def has_passed(self, stage: Stage) -> bool:
        """Whether the case has left a stage behind, or will not come to it any more."""
        return self.is_closed or _ORDER.index(self.complaint.stage) > _ORDER.index(stage)

    @property
    def is_closed(self) -> bool:
        """Whether its run has ended with the archive."""
        return self.complaint.stage is Stage.ARCHIVED

    def goes(self, *outcomes: Outcome) -> bool:
        """Whether it goes one of these ways, or has not been decided to go another."""
        return self.complaint.outcome is None or self.complaint.outcome in outcomes

    @property
    def accepted(self) -> list[Matter]:
        """The matters of a complaint that were accepted; what is only suggested is studied, not found true."""
        return [
            row
            for row in self.matters
            if row.decision is MatterDecision.ACCEPT and row.kind is MatterKind.COMPLAINT
        ]

    def decided(self, kind: DecisionKind) -> list[Decision]:
        """The decisions of a kind, the first round first."""
        return [row for row in self.decisions if row.kind is kind]

    def of_round(self, rows: Sequence[Row]) -> list[Row]:
        """Those of the round that the case is in."""
        return [row for row in rows if getattr(row, "round", None) == self.complaint.round]

    @property
    def is_letter_due(self) -> bool:
        """Whether the letter of the answer of this round still waits to be posted."""
        subject = answer_subject(self.complaint.round)
        return any(
            row.subject == subject and row.sending_id is None and row.taken_off_at is None
            for row in self.letters
        )


def read_facts(ids: Sequence[str], unit: Unit) -> dict[str, FileFacts]:
    """By id, those that there are. Who may read them is the caller's to ask; nothing is written."""
    complaints = _list_complaints(ids, unit)
    calendar, now = load_calendar(unit.session), unit.clock.now()
    pieces = _list_pieces(ids, unit)
    tables = {name: _list_rows(read, ids, unit) for name, read in _READ.items()}
    return {
        row.id: FileFacts(
            complaint=row,
            now=now,
            workdays_to_register=_count_workdays(row, calendar),
            in_custody=frozenset(pieces.get((row.id, _CUSTODY), ())),
            has_receipt=(row.id, _RECEIPT) in pieces,
            is_bound=(row.id, _VOLUME) in pieces,
            **{name: found.get(row.id, ()) for name, found in tables.items()},
        )
        for row in complaints
    }


@dataclass(frozen=True, slots=True)
class _Read:
    """A table, its order, and the columns that rules look at: what people wrote stays sealed but for these."""

    # Any: tables and columns as SQLAlchemy has them; FileFacts says of each what it is.
    table: Any
    order: Any
    columns: Sequence[Any]
    condition: Any = None


_READ: Mapping[str, _Read] = {
    "matters": _Read(
        Matter,
        Matter.no,
        (
            *(Matter.no, Matter.kind, Matter.decision, Matter.nonaccept_ground, Matter.basis, Matter.finding),
            *(Matter.reason, Matter.opinion_basis, Matter.cited_evidence, Matter.uncited_reason),
            *(Matter.facts, Matter.responsibility, Matter.decided_at, Matter.decided_by),
        ),
    ),
    "respondents": _Read(
        Respondent, Respondent.no, (Respondent.unit, Respondent.staff_id), Respondent.in_force()
    ),
    "decisions": _Read(Decision, Decision.at, (Decision.kind, Decision.round, Decision.by, Decision.at)),
    "acts": _Read(
        InvestigationAct,
        InvestigationAct.done_at,
        (
            *(InvestigationAct.round, InvestigationAct.method, InvestigationAct.details),
            *(InvestigationAct.recorded_at, InvestigationAct.done_at, InvestigationAct.by),
        ),
    ),
    "items": _Read(
        EvidenceItem,
        EvidenceItem.no,
        (
            *(EvidenceItem.no, EvidenceItem.kind, EvidenceItem.file_id, EvidenceItem.act_id),
            *(EvidenceItem.registered_at, EvidenceItem.judged_at, EvidenceItem.legality),
            *(EvidenceItem.relevance, EvidenceItem.authenticity),
            *(EvidenceItem.excluded_at, EvidenceItem.withdrawn_at),
        ),
    ),
    "clocks": _Read(
        Clock,
        Clock.opened_at,
        (Clock.kind, Clock.round, Clock.opened_at, Clock.due_at, Clock.stopped_at, Clock.rung),
    ),
    "extensions": _Read(
        Extension, Extension.no, (Extension.is_approved, Extension.is_effective, Extension.state)
    ),
    "recusals": _Read(
        Recusal,
        Recusal.no,
        (Recusal.who_kind, Recusal.who, Recusal.outcome, Recusal.decided_at, Recusal.state),
    ),
    "requests": _Read(
        RespondentRequest,
        RespondentRequest.no,
        (
            *(RespondentRequest.round, RespondentRequest.replied_at, RespondentRequest.window_ends_at),
            *(RespondentRequest.review_id, RespondentRequest.matter_nos),
        ),
    ),
    "orders": _Read(Rectification, Rectification.no, (Rectification.state, Rectification.verified_at)),
    "referrals": _Read(
        Referral, Referral.no, (Referral.signed_at, Referral.result_at, Referral.requested_at)
    ),
    "contacts": _Read(
        FileEntry,
        FileEntry.at,
        (FileEntry.at, FileEntry.ways, FileEntry.happened_at, FileEntry.outcome),
        FileEntry.kind == FileEntryKind.FIRST_CONTACT,
    ),
    "letters": _Read(
        LetterDelivery,
        LetterDelivery.made_at,
        (
            *(LetterDelivery.subject, LetterDelivery.purpose, LetterDelivery.sending_id),
            *(LetterDelivery.sent_at, LetterDelivery.taken_off_at),
        ),
        LetterDelivery.to_name.is_(None)
        & (
            (LetterDelivery.purpose != DeliveryPurpose.LETTER)
            | LetterDelivery.subject.in_(select(CaseLetter.id).where(CaseLetter.kind.in_(TELLS_ACCEPTANCE)))
        ),
    ),
    "answers": _Read(Answer, Answer.round, (Answer.round, Answer.published_at, Answer.given_by)),
    "sendings": _Read(
        AnswerSending,
        AnswerSending.attempt,
        (
            *(AnswerSending.round, AnswerSending.ways, AnswerSending.sent_at),
            *(AnswerSending.returned_on, AnswerSending.delivered_on, AnswerSending.mail_no),
        ),
    ),
    "visits": _Read(ReturnVisit, ReturnVisit.round, (ReturnVisit.round, ReturnVisit.reached)),
    "verdicts": _Read(ImprovementVerdict, ImprovementVerdict.round, (ImprovementVerdict.round,)),
}


def _list_rows(read: _Read, ids: Sequence[str], unit: Unit) -> dict[str, list[Any]]:
    case = read.table.complaint_id
    query = select(read.table).options(load_only(case, *read.columns)).where(case.in_(ids))
    if read.condition is not None:
        query = query.where(read.condition)
    found: dict[str, list[Any]] = {}
    for row in unit.session.scalars(query.order_by(case, read.order)):
        found.setdefault(row.complaint_id, []).append(row)
    return found


def _list_complaints(ids: Sequence[str], unit: Unit) -> Sequence[Complaint]:
    """One that a page has read already is not asked for again."""
    if len(ids) == 1:
        return [row for row in (unit.session.get(Complaint, ids[0]),) if row is not None]
    return unit.session.scalars(select(Complaint).where(Complaint.id.in_(ids))).all()


def _list_pieces(ids: Sequence[str], unit: Unit) -> dict[tuple[str, str], list[str]]:
    """Of each case the items in custody, what came in, and sealed volumes; one statement for all three."""
    queries = (
        select(literal(_CUSTODY), EvidenceCustody.complaint_id, EvidenceCustody.item_id).where(
            EvidenceCustody.complaint_id.in_(ids)
        ),
        select(literal(_RECEIPT), Receipt.complaint_id, Receipt.id).where(Receipt.complaint_id.in_(ids)),
        select(literal(_VOLUME), FileVolume.complaint_id, FileVolume.id).where(
            FileVolume.complaint_id.in_(ids), FileVolume.sealed_at.is_not(None)
        ),
    )
    found: dict[tuple[str, str], list[str]] = {}
    for kind, case, piece in unit.session.execute(union_all(*queries)):
        found.setdefault((case, kind), []).append(piece)
    return found


def _count_workdays(complaint: Complaint, calendar: WorkCalendar) -> int | None:
    """From the day that counts as that of receipt to the day of registration; 0 on the same day or before."""
    counts_from, registered = complaint.effective_received, beijing_date(complaint.registered_at)
    if registered <= counts_from:
        return 0
    try:
        return calendar.count_workdays(counts_from, registered)
    except CalendarYearMissing:
        return None
