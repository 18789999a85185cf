"""紧急情况专报: what has to be reported upward within the hour, to whom it was, and what it is about; never who complained."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.clock.clock import Clock
from models.clock.legal_time import word_moment
from models.ground.letter_codes import LetterReaders
from models.ledger.trail_event import TrailEvent
from services.beside.sheets.facts_sheet import facts_text, make_facts_sheet
from services.case.report_upward import MARKED, RECORDED
from services.casefile.get_case import list_matters
from services.clocks.list_clocks import list_clocks
from services.clocks.time_limits import UPWARD_REPORT
from services.identity.cut_identity import cut_identity
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "我中心在办理投诉中发现下列紧急情况，依照《信访工作条例》第二十五条报告。",
    "next": "我中心继续跟进，有新的情况随时续报；请予指导。",
}
# Before it is recorded to whom it went.
_UPWARD = "上级机关"


def _find_event(kind: str, complaint: Complaint, clock_id: str, unit: Unit) -> TrailEvent | None:
    told = select(TrailEvent).where(TrailEvent.complaint_id == complaint.id, TrailEvent.kind == kind)
    events = unit.session.scalars(told.order_by(TrailEvent.seq))
    return next((event for event in events if event.payload.get("clock_id") == clock_id), None)


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    """The hour of each: its clock."""
    return [clock.id for clock in list_clocks(complaint.id, unit) if clock.subject_id == UPWARD_REPORT]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    recorded = _find_event(RECORDED, complaint, subject, unit)
    return _UPWARD if recorded is None else str(recorded.payload["to"])


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    clock = unit.session.get_one(Clock, subject)
    marked = _find_event(MARKED, complaint, subject, unit)
    entry = None if marked is None else unit.session.get(FileEntry, str(marked.payload["entry_id"]))
    (why,) = cut_identity([entry.text if entry is not None else ""], complaint.id, unit)
    facts = [
        ("投诉编号", complaint.number),
        ("发现时间", word_moment(clock.opened_at)),
        ("报告期限", word_moment(clock.due_at)),
    ]
    if clock.stopped_at is not None:
        facts.append(("报告时间", word_moment(clock.stopped_at)))
    matters = [matter.no for matter in list_matters(complaint.id, unit)]
    return (
        wording.say("opening"),
        Facts(tuple(facts)),
        Heading("紧急情况"),
        Words(why),
        Heading("反映的事项"),
        Words(facts_text(make_facts_sheet(complaint, matters, unit, decided=None))),
        wording.say("next", "后续"),
    )


EMERGENCY_REPORT = LetterKind(
    "emergency_report",
    "紧急情况专报",
    "急报",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
)
