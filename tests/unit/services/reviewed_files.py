"""Files of complaints as people leave them, for tests of the score sheet: whole ones, and such with one thing missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.evidence import Evidence
from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.file_volume import FileVolume
from models.case.improvement_verdict import ImprovementVerdict
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import (
    ClockKind,
    ClockStopReason,
    DecisionKind,
    FileEntryKind,
    Outcome,
    Stage,
)
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel, Finding, MatterDecision, Method, RespondentMatch
from models.ground.evidence_codes import EvidenceKind, Judgement, Responsibility
from models.ground.file_review_codes import LineStanding
from models.ground.ids import ComplaintId, new_id
from models.ground.ways import Way
from services.clocks.open_clock import OpenClock, open_clock
from services.file_review.facts import read_facts
from services.file_review.judge_file import Health, judge_file
from services.file_review.sheet import find_sheet
from services.unit_of_work import Unit
from tests.full_office import FullOffice

CLERK, INVESTIGATOR, SECOND, APPROVER = "ji.luqing", "cha.fenming", "xun.wenshi", "heng.gongyun"
RECEIVED, CLOSED = "2026-09-07T09:00", "2026-09-21T16:00"
ACCUSED_UNIT = "RS"


def add_whole_file(office: FullOffice, received: str = RECEIVED, closed: str | None = CLOSED) -> ComplaintId:
    """A complaint whose file keeps every line that a rule judges; archived at `closed`, or waiting for its answer."""
    case = office.add_complaint(received)
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        row.registered_at, row.effective_received = row.received_at, row.received_at.date()
        row.channel, row.handling_unit, row.handler_id = Channel.PORTAL, "YH-TS", INVESTIGATOR
        row.outcome, row.stage = Outcome.ACCEPTED, Stage.FEEDBACK
        if closed is not None:
            row.stage, row.closed_at = Stage.ARCHIVED, parse_moment(closed)
        _add_beginning(row, unit)
        _add_investigation(row, unit)
        _add_decisions(row, unit)
        if closed is not None:
            _add_end(row, unit)
    return case


def _add_beginning(row: Complaint, unit: Unit) -> None:
    hour = timedelta(hours=1)
    unit.session.add(
        Receipt(
            id=new_id(),
            complaint_id=row.id,
            channel=row.channel,
            raw_text="来信：窗口推诿。",
            raw_sha256="0" * 64,
        )
    )
    about = Respondent(id=new_id(), complaint_id=row.id, unit=ACCUSED_UNIT, match=RespondentMatch.EXACT)
    about.confirmed_at = row.received_at
    contact = FileEntry(
        id=new_id(), complaint_id=row.id, kind=FileEntryKind.FIRST_CONTACT, at=row.received_at + 5 * hour
    )
    contact.by, contact.text, contact.ways = CLERK, "电话告知已受理。", [Way.PHONE]
    unit.session.add_all([about, contact])
    for kind, reason, hours in (
        (ClockKind.FIRST_CONTACT, ClockStopReason.CONTACTED, 2),
        (ClockKind.ACCEPTANCE, ClockStopReason.DECIDED, 4),
    ):
        clock = open_clock(OpenClock(ComplaintId(row.id), kind, 1, row.received_at), unit)
        clock.stopped_at, clock.stop_reason = row.received_at + hours * hour, reason


def _add_investigation(row: Complaint, unit: Unit) -> None:
    day = timedelta(days=1)
    act = InvestigationAct(
        id=new_id(), complaint_id=row.id, round=1, method=Method.INTERVIEW, by=INVESTIGATOR
    )
    act.record_text, act.done_at, act.recorded_at = (
        "经询问，当事人承认。",
        row.received_at + day,
        row.received_at + day,
    )
    act.details = {"second_investigator": SECOND, "whom_kind": "respondent"}
    paper = Evidence(id=new_id(), complaint_id=row.id, name="笔录.pdf", kind="document", size=1)
    paper.media_type, paper.sha256, paper.storage_key = "application/pdf", "0" * 64, new_id()
    paper.added_by, paper.added_at, paper.source = INVESTIGATOR, row.received_at + day, "staff"
    unit.session.add_all([act, paper])
    unit.session.flush()
    item = EvidenceItem(id=new_id(), complaint_id=row.id, no=1, kind=EvidenceKind.PHYSICAL, title="排号单")
    item.file_id, item.act_id, item.registered_by = paper.id, act.id, INVESTIGATOR
    item.registered_at = row.received_at + day
    item.legality = item.relevance = item.authenticity = Judgement.YES
    unit.session.add(item)
    unit.session.flush()
    custody = EvidenceCustody(id=new_id(), complaint_id=row.id, item_id=item.id, no=1)
    custody.from_whom, custody.to_whom, custody.recorded_by = "窗口", "查分明", INVESTIGATOR
    custody.taken_over_at = custody.recorded_at = row.received_at + day
    matter = Matter(id=new_id(), complaint_id=row.id, no=1, text="窗口推诿，两次要求补交材料。")
    matter.decision, matter.decided_by = MatterDecision.ACCEPT, CLERK
    matter.finding, matter.facts, matter.cited_evidence = Finding.SUBSTANTIATED, "推诿属实。", [item.id]
    matter.responsibility, matter.reason = Responsibility.UNIT, "未一次告知。"
    matter.opinion_basis = "《优化营商环境条例》"
    unit.session.add_all([custody, matter])


def _add_decisions(row: Complaint, unit: Unit) -> None:
    for number, (kind, by) in enumerate(
        (
            (DecisionKind.ACCEPTANCE, CLERK),
            (DecisionKind.FINDINGS, INVESTIGATOR),
            (DecisionKind.OPINION, INVESTIGATOR),
            (DecisionKind.APPROVAL, APPROVER),
        )
    ):
        decision = Decision(id=new_id(), complaint_id=row.id, kind=kind, round=1, by=by, content={})
        decision.at = row.received_at + (timedelta(hours=4) if number == 0 else timedelta(days=1 + number))
        unit.session.add(decision)


def _add_end(row: Complaint, unit: Unit) -> None:
    answered = row.received_at + timedelta(days=7)
    answer = Answer(complaint_id=row.id, round=1, findings_text="推诿属实。", decision_text="责令改正。")
    answer.measures_text, answer.published_at, answer.given_by = "已改正。", answered, INVESTIGATOR
    sending = AnswerSending(id=new_id(), complaint_id=row.id, round=1, attempt=1, ways=[Way.PHONE])
    sending.sent_at, sending.sent_by = answered, INVESTIGATOR
    visit = ReturnVisit(complaint_id=row.id, round=1, attempt=1, reached=True, satisfaction=5)
    visit.visited_by, visit.visited_at = "fang.huiyin", answered + timedelta(days=2)
    verdict = ImprovementVerdict(id=new_id(), complaint_id=row.id, round=1, is_needed=False, by=APPROVER)
    verdict.none_reason, verdict.at = "已改正。", answered
    volume = FileVolume(id=new_id(), complaint_id=row.id, no=1, ordered_by="system")
    volume.ordered_at = volume.sealed_at = answered + timedelta(days=3)
    unit.session.add_all([answer, sending, visit, verdict, volume])


def change(office: FullOffice, case: str, spoil: Callable[[Unit, str], None]) -> None:
    """Something of the file as it should not be."""
    with office.unit_of_work() as unit:
        spoil(unit, case)


def health_of(office: FullOffice, case: str) -> Health:
    """By the sheet in force, now."""
    with office.unit_of_work().reading() as unit:
        return judge_file(find_sheet(unit).lines, read_facts([case], unit)[case])


def gaps_of(office: FullOffice, case: str) -> set[str]:
    """The codes of the lines that are not kept."""
    return {code for code, one in health_of(office, case).standings.items() if one is LineStanding.GAP}
