"""What counts as the first contact with a complainant, and what does not (DM-12, UX-12, ST-8b)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, ClockStopReason, FileEntryKind, Rung, Stage
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel
from models.ground.errors import InvalidInput
from models.ground.ways import ContactOutcome
from services.actor import SYSTEM
from services.case.close_file import close_file
from services.filing.register_complaint import RegisterComplaint, register_complaint
from services.filing.statement import Statement
from services.views.due_clocks import list_due_clocks
from services.watch.sweep import GRACE, Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.unit.services.projected_task import ACCEPT, submit
from tests.unit.services.requests_office import act
from tests.workers.test_jobs import answer, job
from workers import complaint

DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}
WEEK_LATE = parse_moment("2026-09-16T10:00")
TRIED = {"way": "phone", "outcome": "not_reached", "text": "连拨两次无人接听"}


def begin(office: FullOffice, case: str) -> str:
    """The run begins, as its first job does."""
    key = len(office.rows(Complaint))
    one = job("complaint.start-case-run", key, 100 + key, complaint_id=case, run_no=1)
    answer(office, complaint.router, one)
    return case


def clock_of(office: FullOffice, case: str) -> Clock | None:
    rows = office.rows(Clock, complaint_id=case, kind=ClockKind.FIRST_CONTACT)
    return rows[0] if rows else None


def running(office: FullOffice, case: str) -> bool:
    clock = clock_of(office, case)
    assert clock is not None
    return clock.stopped_at is None


def register(office: FullOffice, channel: Channel, **told: str) -> str:
    """What a clerk writes down for somebody; its id."""
    command = RegisterComplaint(
        submission_id=f"{len(office.rows(Complaint)):032x}",
        channel=channel,
        received_at=office.clock.now(),
        statement=Statement("9月3日C03窗口多要了一份证明。", is_anonymous=not told, **told),
        raw="来件",
        opened_by_first="jian.dengji",
        opened_by_second="wen.rusheng",
    )
    return register_complaint(command, office.unit_of_work(), office.actor("wen.rusheng")).complaint_id


def test_a_decision_on_acceptance_that_nobody_told_is_no_contact(office: FullOffice) -> None:
    """DM-12, UX-12: the limit runs on; published at the query code alone it was told to nobody."""
    case = begin(office, office.file().complaint_id)
    told = {"told_ways": ["query_code"]}
    submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, **told, matters=[ACCEPT] * 2)
    assert running(office, case)
    assert office.rows(Complaint, id=case)[0].first_contact_staff is None


@pytest.mark.parametrize(("way", "outcome"), [("phone", "reached"), ("letter", "sent"), ("sms", "sent")])
def test_a_decision_told_by_a_recorded_way_is_a_contact(office: FullOffice, way: str, outcome: str) -> None:
    """W13: the notice of acceptance counts when it is posted; way, moment, person and outcome stand in the file."""
    case = begin(office, office.file().complaint_id)
    told = {"told_ways": ["query_code", way]}
    submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, **told, matters=[ACCEPT] * 2)
    assert not running(office, case)
    (entry,) = office.rows(FileEntry, complaint_id=case)
    assert (entry.ways, entry.outcome, entry.by) == ([way], ContactOutcome(outcome), "wen.rusheng")
    assert entry.happened_at == office.clock.now()


def test_a_contact_that_was_tried_in_vain_counts_at_its_own_moment(office: FullOffice) -> None:
    """DM-12: it may be entered later than it was made; the limit is met when it was made."""
    case = begin(office, office.file().complaint_id)
    office.clock.set("2026-09-09T09:00")
    act(office, case, "record-contact", "wen.rusheng", **TRIED, contacted_at="2026-09-08T16:30")
    clock = clock_of(office, case)
    assert clock is not None
    assert clock.stopped_at == parse_moment("2026-09-08T16:30") <= clock.due_at
    assert clock.stop_reason == "contacted"
    (entry,) = office.rows(FileEntry, complaint_id=case)
    assert (entry.at, entry.outcome) == (office.clock.now(), ContactOutcome.NOT_REACHED)
    assert office.rows(Complaint, id=case)[0].first_contact_staff == "wen.rusheng"


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2026-09-07T10:01", "IN_THE_FUTURE"), ("2026-09-07T09:59", "BEFORE_RECEIPT")],
)
def test_no_contact_is_to_come_or_older_than_the_complaint(
    office: FullOffice, moment: str, code: str
) -> None:
    case = begin(office, office.file().complaint_id)
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "record-contact", "wen.rusheng", **TRIED, contacted_at=moment)
    assert refused.value.errors == {"contacted_at": code}
    assert running(office, case)


@pytest.mark.parametrize(("way", "counts"), [("letter", True), ("query_code", False)])
def test_asking_for_material_by_a_way_is_a_contact(office: FullOffice, way: str, counts: bool) -> None:
    """ST-8b: the clock went yellow and red although the complainant had been asked by letter."""
    case = begin(office, office.file().complaint_id)
    act(office, case, "request-supplement", "wen.rusheng", items="收据照片", window_wd=5, way=way)
    assert running(office, case) is not counts


@pytest.mark.parametrize(
    ("name", "told", "outcome"),
    [
        ("record-contact", {"way": "phone", "outcome": "reached", "text": "已通话"}, "reached"),
        ("record-contact", TRIED, "not_reached"),
        ("record-contact", {"way": "sms", "outcome": "sent", "text": "已发短信"}, "sent"),
        ("record-contact", {"way": "platform", "outcome": "sent", "text": "已在平台回复"}, "sent"),
        ("record-contact", {"way": "letter", "outcome": "sent", "text": "已寄信"}, "sent"),
        ("record-contact", {"way": "in_person", "outcome": "reached", "text": "来窗口面谈"}, "reached"),
        ("request-supplement", {"items": "收据照片", "window_wd": 5, "way": "letter"}, "sent"),
    ],
)
def test_a_call_a_message_a_letter_a_talk_or_a_request_made_or_tried_is_a_first_contact(
    office: FullOffice, name: str, told: dict[str, object], outcome: str
) -> None:
    """DM-12, ST-8b: each of the five meets the limit once it is on record; no limit runs where no way is known."""
    case = begin(office, office.file().complaint_id)
    act(office, case, name, "wen.rusheng", **told)
    clock = clock_of(office, case)
    assert clock is not None and clock.stop_reason == "contacted"
    (entry,) = office.rows(FileEntry, complaint_id=case)
    assert (entry.kind, entry.outcome) == (FileEntryKind.FIRST_CONTACT, ContactOutcome(outcome))
    nobody = begin(office, register(office, Channel.OPINION_BOX))
    assert clock_of(office, nobody) is None


def test_a_request_by_registered_letter_keeps_its_number(office: FullOffice) -> None:
    """W13: the number stands in the file with the contact."""
    case = begin(office, office.file().complaint_id)
    asked = {"items": "收据照片", "window_wd": 5, "way": "registered_letter", "mail_no": "XA00000000421"}
    act(office, case, "request-supplement", "wen.rusheng", **asked)
    (entry,) = office.rows(FileEntry, complaint_id=case)
    assert "XA00000000421" in entry.text


@pytest.mark.parametrize(
    ("channel", "told", "is_due"),
    [
        (Channel.WINDOW, {"name": "简一趟"}, False),
        (Channel.OPINION_BOX, {}, False),
        (Channel.WINDOW, {"name": "简一趟", "phone": "199-0000-0201"}, True),
        (Channel.WINDOW, {"postal_address": "云河市示例街道3号"}, True),
        (Channel.LETTER, {"name": "舒一封"}, True),
        (Channel.SOCIAL, {}, True),
    ],
)
def test_a_contact_is_due_where_a_way_to_the_person_is_known(
    office: FullOffice, channel: Channel, told: dict[str, str], is_due: bool
) -> None:
    """A name alone reaches nobody; an account on a platform does, also without a name."""
    case = begin(office, register(office, channel, **told))
    assert (clock_of(office, case) is not None) is is_due


def test_a_contact_that_nobody_made_is_announced_shown_and_ends_with_the_case(office: FullOffice) -> None:
    """DM-12: no watch of a later stage looks at it, the sweep does; a file that is closed asks for nobody any more."""
    case = begin(office, office.file().complaint_id)
    submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, matters=[ACCEPT] * 2)
    clock = clock_of(office, case)
    assert clock is not None
    unwatched = Unwatched()
    for moment in (clock.due_at - timedelta(minutes=1), clock.due_at + timedelta(minutes=1), WEEK_LATE):
        for pause in (timedelta(), GRACE):
            office.clock.moment = moment + pause
            # The sweep waits by the machine's clock.
            office.system_clock = SetClock(moment + pause)
            sweep_clocks_step(office.unit_of_work, unwatched)
    rungs = {row.rung for row in office.rows(ClockRung, clock_id=clock.id) if row.announced_at is not None}
    assert rungs == {Rung.NEAR, Rung.OVER, Rung.SUPERVISED}
    assert clock.id in {row.late_clock_id for row in office.rows(Supervision, complaint_id=case)}
    due = list_due_clocks(office.unit_of_work(), office.actor("jian.rujing"))
    assert [row.rung for row in due if row.kind is ClockKind.FIRST_CONTACT] == [Rung.SUPERVISED]
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.stage = Stage.RETURN_VISIT
        close_file(complaint, ClockStopReason.ARCHIVED, unit, SYSTEM)
    ended = clock_of(office, case)
    assert ended is not None
    assert (ended.stopped_at, ended.stop_reason) == (office.clock.now(), ClockStopReason.ARCHIVED)
    assert ended.stopped_at > ended.due_at
