"""Rows of cases as somebody leaves them whose records go together, and as somebody leaves them whose records do not."""

from __future__ import annotations

from datetime import datetime

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.decision import Decision
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, FileEntryKind, Outcome, Stage
from models.case.matter import Matter
from models.case.number_series import take_number
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import beijing_date, parse_moment, to_beijing
from models.ground.codes import Channel, Complexity, Finding, IdentityKind
from models.ground.evidence_codes import EvidenceKind, Judgement
from models.ground.ids import ComplaintId, new_id
from models.ground.signal_codes import SignalCode
from models.ground.ways import ContactOutcome, VisitResult
from models.office.falsification_signal import FalsificationSignal, SignalExposure
from services.actor import SYSTEM
from services.clocks.open_clock import OpenClock, open_clock
from services.signals.signals_step import LookedAtSignals, signals_step
from services.unit_of_work import Unit
from tests.full_office import FullOffice

HANDLER, OTHER, VISITOR = "wen.rusheng", "fang.huiyin", "hui.fangyi"
SUPERVISOR, DIRECTOR = "jian.rujing", "zong.lanyun"
FACTS = (
    "经调取二〇二六年九月三日C03窗口的监控录像、叫号记录和办件登记，窗口工作人员要求申请人补交办事指南之外的证明材料，"
    "且未说明依据；询问当班人员，其承认当时凭以往习惯要求提供，未核对新版清单；另查同日同窗口其余二十一件办件，均未要求该项材料。"
    "综上，投诉人反映的多要材料、态度生硬的情况属实，应当予以纠正并向投诉人说明。"
)
QUEUE = (
    "经核查叫号机日志，当日该窗口因系统升级停办两小时，已张贴公告并引导群众到相邻窗口办理，"
    "所反映的无人叫号不属实。"
)
NOON = (
    "经询问当事人并核对值班表，窗口人员午间提前十分钟停止取号，违反了中心公布的办公时间，"
    "所反映的情况部分属实，已当场致歉。"
)


def case_of(office: FullOffice, received: str = "2026-09-01T09:00") -> ComplaintId:
    """A case that came in by itself, handled by HANDLER."""
    return cases_of(office, 1, received)[0]


def cases_of(office: FullOffice, many: int, received: str = "2026-09-01T09:00") -> list[ComplaintId]:
    """So many of them in one transaction; the next look asks about each."""
    with office.unit_of_work() as unit:
        rows = [
            new_case(take_number(unit.session, "YH", 2026), HANDLER, parse_moment(received))
            for _ in range(many)
        ]
        unit.session.add_all(rows)
        unit.session.flush()
        for row in rows:
            unit.trail.add(row.id, "task.submitted", {}, SYSTEM)
    return [ComplaintId(row.id) for row in rows]


def new_case(number: str, handler: str, received: datetime) -> Complaint:
    """A row of a case that nobody registered."""
    row = Complaint(id=new_id(), number=number, channel=Channel.PORTAL, matter="窗口无人")
    row.received_at = row.registered_at = received
    row.received_hour, row.effective_received = to_beijing(received).hour, beijing_date(received)
    row.identity_kind, row.submission_id = IdentityKind.REAL_NAME, new_id()
    row.query_code_hmac, row.privacy_notice_version = "0" * 64, "1"
    row.handler_id, row.handling_unit = handler, "RS"
    return row


def touch(office: FullOffice, case: str) -> None:
    """Something is put on record of it: the next look asks about it."""
    with office.unit_of_work() as unit:
        unit.trail.add(case, "task.submitted", {}, SYSTEM)


def look(office: FullOffice, at: str = "2026-12-01T09:00") -> int:
    """The next look, at a moment at which all has settled."""
    office.clock.set(at)
    return signals_step(office.unit_of_work, LookedAtSignals())


def fired(office: FullOffice, case: str) -> dict[SignalCode, FalsificationSignal]:
    """What fired of a case and still does."""
    return {row.code: row for row in office.rows(FalsificationSignal, complaint_id=case) if not row.ceased_at}


def asked(office: FullOffice, case: str) -> set[SignalCode]:
    """The rules that were asked about a record of it."""
    return {row.code for row in office.rows(SignalExposure, complaint_id=case)}


def contact(
    unit: Unit, case: str, at: str, told: str, *, ways: tuple[str, ...] = ("phone",), by: str = HANDLER
) -> None:
    """A contact put on record at a moment, telling of another."""
    row = FileEntry(id=new_id(), complaint_id=case, kind=FileEntryKind.FIRST_CONTACT, by=by, text="电话告知")
    row.at, row.happened_at = parse_moment(at), parse_moment(told)
    row.ways, row.outcome = list(ways), ContactOutcome.REACHED
    unit.session.add(row)


def sending(
    unit: Unit, case: str, at: str, *ways: str, mail_no: str | None = None, by: str = HANDLER
) -> None:
    """An answer on record as sent."""
    row = AnswerSending(id=new_id(), complaint_id=case, round=1, attempt=1, ways=list(ways), mail_no=mail_no)
    row.sent_at, row.sent_by = parse_moment(at), by
    unit.session.add(row)


def findings(
    unit: Unit,
    case: str,
    at: str,
    facts: str = FACTS,
    *,
    by: str = HANDLER,
    finding: Finding = Finding.SUBSTANTIATED,
) -> None:
    """Recorded findings of one matter."""
    matter = Matter(id=new_id(), complaint_id=case, no=1, text="办事员态度生硬，不说依据。")
    matter.finding, matter.facts = finding, facts
    made = Decision(id=new_id(), complaint_id=case, kind=DecisionKind.FINDINGS, round=1, by=by)
    made.at = parse_moment(at)
    unit.session.add_all((matter, made))


def evidence(unit: Unit, case: str, at: str, *, judged: bool) -> None:
    """One listed item."""
    row = EvidenceItem(
        id=new_id(), complaint_id=case, no=1, kind=EvidenceKind.AUDIOVISUAL, registered_by=HANDLER
    )
    row.registered_at = parse_moment(at)
    if judged:
        row.legality = row.relevance = row.authenticity = Judgement.YES
        row.judged_by, row.judged_at = HANDLER, row.registered_at
    unit.session.add(row)


def close(unit: Unit, case: str, at: str) -> None:
    """Archived as handled."""
    row = unit.session.get_one(Complaint, case)
    row.stage, row.outcome, row.closed_at = Stage.ARCHIVED, Outcome.ACCEPTED, parse_moment(at)


def rated(unit: Unit, case: str, at: str, by: str, *, reached: bool = True) -> None:
    """A visit with a rating."""
    row = ReturnVisit(complaint_id=case, round=1, attempt=1, reached=reached, satisfaction=5, visited_by=by)
    row.visited_at, row.result = parse_moment(at), VisitResult.RATED
    unit.session.add(row)


def answered(unit: Unit, case: str, moments: tuple[datetime, datetime], by: str = HANDLER) -> None:
    """The limit of the answer: when it was met, and when it was due."""
    at, due = moments
    clock = open_clock(OpenClock(ComplaintId(case), ClockKind.FEEDBACK, 1, unit.clock.now()), unit)
    clock.due_at, clock.stopped_at, clock.stop_reason = due, at, ClockStopReason.ANSWERED
    said = Answer(complaint_id=case, round=1, findings_text="属实。", decision_text="予以纠正。")
    said.measures_text, said.published_at, said.given_by = "已向您致歉。", at, by
    unit.session.add(said)


def resolved(
    unit: Unit, case: str, moments: tuple[datetime, datetime], by: str, *, is_on_spot: bool = False
) -> None:
    """The limit of resolving: when it was met by the approval or on the spot, and when it was due."""
    at, due = moments
    command = OpenClock(ComplaintId(case), ClockKind.RESOLVE, 1, unit.clock.now(), Complexity.SIMPLE)
    clock = open_clock(command, unit)
    clock.due_at, clock.stopped_at = due, at
    clock.stop_reason = ClockStopReason.SETTLED if is_on_spot else ClockStopReason.OPINION_APPROVED
    kind = DecisionKind.SETTLEMENT if is_on_spot else DecisionKind.APPROVAL
    made = Decision(id=new_id(), complaint_id=case, kind=kind, round=1, by=by)
    made.at = at
    unit.session.add(made)


def join(unit: Unit, leading: str, member: str) -> None:
    """Both in one mass complaint, the first leading."""
    group = ComplaintGroup(leading_id=leading, name=f"批{leading[:6]}", closing_share=80, opened_by=HANDLER)
    group.opened_at = parse_moment("2026-09-05T10:00")
    unit.session.add(group)
    unit.session.flush()
    row = GroupMember(id=new_id(), leading_id=leading, complaint_id=member, joined_by=HANDLER)
    row.joined_at = row.carried_at = parse_moment("2026-09-06T10:00")
    unit.session.add(row)
