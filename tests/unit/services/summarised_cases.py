"""Cases for tests of summaries: rows alone, as a case leaves them; nobody walks one through its stages."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Outcome, Stage
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import parse_moment
from models.ground.codes import Category, Channel, Finding, RespondentMatch
from models.ground.ids import ComplaintId, new_id
from models.ground.ways import VisitResult
from services.casefile.redo_once import REDO
from services.clocks.open_clock import OpenClock, open_clock
from tests.full_office import FullOffice

STOPS = {
    ClockKind.FIRST_CONTACT: ClockStopReason.CONTACTED,
    ClockKind.ACCEPTANCE: ClockStopReason.DECIDED,
}
UNIT, WINDOW, ITEM = "RS", "C03", "RS-001"


@dataclass(frozen=True)
class Lived:
    """What became of a case; moments are ISO, Beijing time. `left`: when its limits ended without being met."""

    received: str
    closed: str | None = None
    contacted: str | None = None
    decided: str | None = None
    channel: Channel = Channel.PORTAL
    category: Category = Category.BAD_ATTITUDE
    found: Category | None = None
    outcome: Outcome = Outcome.ACCEPTED
    answered: str | None = None
    is_redone: bool = False
    left: str | None = None


def live(office: FullOffice, lived: Lived) -> ComplaintId:
    """A case about window C03 with one matter that was found true; its id."""
    case = office.add_complaint(lived.received)
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        row.channel, row.category = lived.channel, lived.category
        row.handling_unit = UNIT
        if lived.closed is not None:
            row.stage, row.outcome = Stage.ARCHIVED, lived.outcome
            row.closed_at = parse_moment(lived.closed)
        about = Respondent(id=new_id(), complaint_id=case, unit=UNIT, window=WINDOW, item=ITEM)
        about.match, about.confirmed_at = RespondentMatch.EXACT, row.received_at
        unit.session.add(about)
        matter = Matter(id=new_id(), complaint_id=case, no=1, text="办事员态度生硬，不说依据。")
        matter.finding = Finding.SUBSTANTIATED
        if lived.found is not None:
            matter.category, matter.category_found = lived.category, lived.found
        unit.session.add(matter)
        for kind, stopped in (
            (ClockKind.FIRST_CONTACT, lived.contacted),
            (ClockKind.ACCEPTANCE, lived.decided),
        ):
            clock = open_clock(OpenClock(case, kind, 1, row.received_at), unit)
            if stopped is not None:
                clock.stopped_at, clock.stop_reason = parse_moment(stopped), STOPS[kind]
            elif lived.left is not None:
                clock.stopped_at, clock.stop_reason = parse_moment(lived.left), ClockStopReason.STAGE_LEFT
        if lived.answered is not None:
            said = Answer(complaint_id=case, round=1, findings_text="属实。", decision_text="予以纠正。")
            said.measures_text, said.published_at = "已向您致歉。", parse_moment(lived.answered)
            unit.session.add(said)
        if lived.is_redone:
            redo = Decision(id=new_id(), complaint_id=case, kind=DecisionKind.REDO, round=1, by="zong.lanyun")
            redo.at, redo.content = row.received_at, {"decision": REDO}
            unit.session.add(redo)
    return case


def visit(office: FullOffice, case: ComplaintId, at: str, rating: int | None, *, is_solved: bool) -> None:
    """A return visit that reached the complainant."""
    with office.unit_of_work() as unit:
        row = ReturnVisit(complaint_id=case, round=1, attempt=1, reached=True, satisfaction=rating)
        row.is_solved, row.visited_by, row.visited_at = is_solved, "zhui.wenxiao", parse_moment(at)
        row.result = VisitResult.UNRATED if rating is None else VisitResult.RATED
        unit.session.add(row)
