"""The whole file of a case for its office: matters, respondents, evidence, clocks, tasks, decisions, entries, timeline.

Every date of every round and run stands here; what was asked beside the way is in side_work.py.

The complainant's identity is masked; the clear one needs a purpose (services/identity).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.disposal import MatterDisposal
from models.case.file_entry import FileEntry
from models.case.interim_answer import InterimAnswer
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.suggestion import Suggestion
from models.ground.errors import NotFound
from models.ledger.trail_event import TrailEvent
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.casefile.first_answerable import FirstAnswerable, find_first_answerable
from services.casefile.interim_lines import list_interim_answers
from services.casefile.matter_disposals import list_disposals
from services.casefile.open_split import is_split_open
from services.casefile.standing import NOT_ASKED, ReadStanding, read_standing
from services.casefile.wished_way import WishedWay, find_wished_way
from services.evidence.withheld_words import WithheldWords, find_withheld_words
from services.identity.masked_identity import find_masked_identity
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.rights.part_of_file import PartyLine, list_party_lines
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_clocks import ClockLine, list_clock_lines
from services.views.case_group import NOBODY_ELSE, Answering, read_answering
from services.views.case_split import SplitLine, list_split_lines
from services.views.case_summary import CaseSummary, summarise
from services.views.closing_part import ClosingPart, read_closing
from services.views.evidence_part import EvidenceLine, read_evidence_lines
from services.views.filed_forms import FiledForm, list_element_names, list_filed_forms
from services.views.joint_part import JointLine, list_joint_lines
from services.views.my_tasks import TaskRow, list_tasks_of_case
from services.views.open_after_archive import count_open
from services.views.respondents import RespondentsPart, read_respondents
from services.views.restriction import Restriction, find_shown_restriction
from services.views.side_work import SideWork, read_side_work
from services.views.told_dates import ToldDates, find_told_dates
from services.worklist.identity_permission import may_know_identity

# What the engine does about a case; it is seen in the monitor, and the forms and tasks stand in the file themselves.
_OF_THE_ENGINE = ("run.started", "task.created", "task.submitted")

# The tables that hold rows of one case.
Row = TypeVar(
    "Row",
    Matter,
    Claim,
    Receipt,
    Decision,
    FileEntry,
    Answer,
    AnswerSending,
    CaseRun,
)


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of the trail; `kind` is what the message catalogue names it by."""

    at: datetime
    actor: str
    kind: str
    payload: dict[str, object]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Rows are the database's own, detached and for reading only. `names` are of staff by login,
    `element_names` what the diagrams call the tasks."""

    summary: CaseSummary
    matter: str
    wanted: str | None
    occurred_text: str | None
    place: str | None
    effective_received: date
    accepted_at: datetime | None
    first_contact_staff: str | None
    first_answerable: FirstAnswerable
    matters: tuple[Matter, ...]
    disposals: tuple[MatterDisposal, ...]
    claims: tuple[Claim, ...]
    respondents: RespondentsPart
    evidence: tuple[EvidenceLine, ...]
    receipts: tuple[Receipt, ...]
    clocks: tuple[ClockLine, ...]
    tasks: tuple[TaskRow, ...]
    forms: tuple[FiledForm, ...]
    element_names: Mapping[str, str]
    decisions: tuple[Decision, ...]
    entries: tuple[FileEntry, ...]
    answers: tuple[Answer, ...]
    sendings: tuple[AnswerSending, ...]
    interim_answers: tuple[InterimAnswer, ...]
    wished_way: WishedWay | None
    told_dates: ToldDates
    closing: ClosingPart
    runs: tuple[CaseRun, ...]
    timeline: tuple[TimelineEvent, ...]
    side: SideWork
    suggestion: Suggestion | None
    names: Mapping[str, str]
    unit_names: Mapping[str, str]
    identity_masked: dict[str, str] | None
    may_know_identity: bool
    can_correct_matters: bool
    restriction: Restriction | None = None
    answering: Answering = NOBODY_ELSE
    standing: ReadStanding = NOT_ASKED
    splits: tuple[SplitLine, ...] = ()
    joint: tuple[JointLine, ...] = ()
    parties: tuple[PartyLine, ...] = ()


def get_case_file(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> CaseFile:
    """The file; NotFound for an unknown case and for whom it is not (complained about, recused, other offices)."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        file = _read(complaint, login, find_withheld_words(complaint, login, unit), unit)
        splits = list_split_lines(complaint, unit, actor)
        parties, standing = list_party_lines(complaint, unit), read_standing(complaint.id, unit)
        answering = read_answering(complaint, unit, actor)
        joint = tuple(list_joint_lines(complaint, unit))
        file = replace(file, answering=answering, splits=splits, joint=joint)
        restriction = find_shown_restriction(complaint.id, unit)
        return replace(file, parties=parties, standing=standing, restriction=restriction)


def _read(complaint: Complaint, login: str, withheld: WithheldWords, unit: Unit) -> CaseFile:
    of_case = complaint.id
    return CaseFile(
        summary=summarise(complaint, count_open([complaint], unit)[complaint.id]),
        matter=complaint.matter,
        wanted=complaint.wanted,
        occurred_text=complaint.occurred_text,
        place=complaint.place,
        effective_received=complaint.effective_received,
        accepted_at=complaint.accepted_at,
        first_contact_staff=complaint.first_contact_staff,
        first_answerable=find_first_answerable(complaint, unit),
        matters=_rows(Matter, of_case, Matter.no, unit),
        disposals=tuple(list_disposals(of_case, unit)),
        claims=_rows(Claim, of_case, Claim.no, unit),
        respondents=read_respondents(complaint, unit),
        evidence=read_evidence_lines(complaint, login, unit),
        receipts=_rows(Receipt, of_case, Receipt.id, unit),
        clocks=tuple(list_clock_lines(of_case, unit)),
        tasks=tuple(list_tasks_of_case(of_case, login, unit)),
        forms=tuple(list_filed_forms(of_case, withheld, unit)),
        element_names=list_element_names(of_case, unit),
        decisions=_rows(Decision, of_case, Decision.at, unit),
        entries=_rows(FileEntry, of_case, FileEntry.at, unit),
        answers=_rows(Answer, of_case, Answer.round, unit),
        sendings=_rows(AnswerSending, of_case, AnswerSending.sent_at, unit),
        interim_answers=tuple(list_interim_answers(of_case, unit)),
        wished_way=find_wished_way(of_case, unit),
        told_dates=find_told_dates(complaint, unit),
        closing=read_closing(complaint, unit),
        runs=_rows(CaseRun, of_case, CaseRun.run_no, unit),
        timeline=tuple(_timeline(of_case, unit)),
        side=read_side_work(of_case, withheld, unit),
        suggestion=unit.session.get(Suggestion, of_case),
        names=map_people_names(unit),
        unit_names=map_unit_names(unit),
        identity_masked=find_masked_identity(of_case, unit),
        may_know_identity=may_know_identity(complaint, login, unit),
        can_correct_matters=is_split_open(complaint, unit),
    )


def _rows(
    table: type[Row], complaint_id: str, order: InstrumentedAttribute[Any], unit: Unit
) -> tuple[Row, ...]:
    """The rows of a table that belong to the case, in this order."""
    query = select(table).where(table.complaint_id == complaint_id).order_by(order)
    return tuple(unit.session.scalars(query))


def _timeline(complaint_id: str, unit: Unit) -> list[TimelineEvent]:
    events = unit.session.scalars(
        select(TrailEvent)
        .where(TrailEvent.complaint_id == complaint_id, TrailEvent.kind.not_in(_OF_THE_ENGINE))
        .order_by(TrailEvent.seq)
    )
    return [TimelineEvent(event.at, event.actor, event.kind, event.payload) for event in events]
