"""A channel that asks for a date of its own: the earlier of it and the centre's limit counts."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockMoveReason
from models.clock.clock import Clock
from models.clock.legal_time import as_iso, parse_moment
from models.ground.codes import Channel
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ClockId
from services.clocks.extend_clock import ExtendClock, extend_clock
from services.filing.register_complaint import RegisterComplaint, register_complaint
from services.filing.statement import Statement
from services.views.case_clocks import list_clock_lines
from services.views.told_dates import find_told_dates
from tests.full_office import FullOffice
from tests.unit.services.requests_office import act, ask_for_material, clock_of, send_material
from tests.unit.services.test_matter_ways import ACCEPT, decide

TOLD = "9月3日下午两点半左右，我到C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。"
# Five working days from Monday 2026-09-07 by the centre's own limit.
OURS = "2026-09-14T17:00:00+08:00"
EARLIER = "2026-09-10T11:30:00+08:00"


def hotline(office: FullOffice, asked: str | None) -> str:
    command = RegisterComplaint(
        submission_id="5" * 32,
        channel=Channel.HOTLINE_12345,
        received_at=office.clock.now(),
        statement=Statement(TOLD, name="简一趟", phone="199-0000-0201"),
        raw="工单",
        channel_due_at=parse_moment(asked) if asked else None,
    )
    return register_complaint(command, office.unit_of_work(), office.actor("wen.rusheng")).complaint_id


def accepted(office: FullOffice, asked: str | None, **fields: object) -> Clock:
    case = hotline(office, asked)
    decide(office, case, ACCEPT, complexity="simple", **fields)
    return clock_of(office, case, ClockKind.RESOLVE)


@pytest.mark.parametrize(
    ("asked", "due", "counts"),
    [(EARLIER, EARLIER, True), ("2026-09-20T11:30:00+08:00", OURS, False), (None, OURS, None)],
)
def test_the_earlier_of_the_two_counts_and_the_file_says_which(
    office: FullOffice, asked: str | None, due: str, counts: bool | None
) -> None:
    clock = accepted(office, asked)
    assert (as_iso(clock.due_at), as_iso(clock.original_due_at)) == (due, due)
    with office.unit_of_work().reading() as unit:
        lines = list_clock_lines(clock.complaint_id, unit)
    told = next(line.channel for line in lines if line.kind is ClockKind.RESOLVE)
    assert (told.counts if told else None) is counts
    if told:
        assert (told.channel, as_iso(told.due_at), as_iso(told.own_due_at)) == ("hotline_12345", asked, OURS)
    assert all(line.channel is None for line in lines if line.kind is ClockKind.ACCEPTANCE)


def test_the_answer_is_due_by_the_same_date_and_that_is_told_before(office: FullOffice) -> None:
    clock = accepted(office, EARLIER)
    with office.unit_of_work().reading() as unit:
        dates = find_told_dates(unit.session.get_one(Complaint, clock.complaint_id), unit)
    assert dates.resolve_due_at == dates.answer_due_at == parse_moment(EARLIER)


def test_one_that_is_only_found_at_the_acceptance_is_entered_there(office: FullOffice) -> None:
    """A message that no clerk took down says it in its words."""
    clock = accepted(office, None, channel_due_at="2026-09-10T11:30")
    assert as_iso(clock.due_at) == EARLIER
    assert office.rows(Complaint, id=clock.complaint_id)[0].channel_due_at == parse_moment(EARLIER)


def test_a_date_before_the_arrival_is_marked_at_its_field(office: FullOffice) -> None:
    with pytest.raises(InvalidInput) as registered:
        hotline(office, "2026-09-07T09:00:00+08:00")
    assert registered.value.errors == {"channel_due_at": "BEFORE_RECEIPT"}
    case = hotline(office, None)
    for told, code in (("2026-09-06T09:00", "BEFORE_RECEIPT"), ("bald", "NOT_A_DATE")):
        with pytest.raises(InvalidInput) as decided:
            decide(office, case, ACCEPT, complexity="simple", channel_due_at=told)
        assert decided.value.errors == {"channel_due_at": code}


def test_what_holds_our_limit_moves_ours_and_never_the_channels(office: FullOffice) -> None:
    """The material is waited for two working days; ours would be two days later, the order says what it said."""
    clock = accepted(office, EARLIER)
    office.clock.set("2026-09-08T10:00")
    ask_for_material(office, clock.complaint_id)
    office.clock.set("2026-09-10T10:00")
    send_material(office, clock.complaint_id)
    clock = clock_of(office, clock.complaint_id, ClockKind.RESOLVE)
    assert as_iso(clock.due_at) == EARLIER
    assert clock.explanation["channel"]["own_due_at"] == "2026-09-16T17:00:00+08:00"
    assert clock.explanation["moves"] == []


def test_a_pause_brings_the_channels_date_to_count(office: FullOffice) -> None:
    """Ours was the earlier one; after it moved on, the channel's is."""
    clock = accepted(office, "2026-09-15T11:30:00+08:00")
    assert as_iso(clock.due_at) == OURS
    office.clock.set("2026-09-08T10:00")
    ask_for_material(office, clock.complaint_id)
    office.clock.set("2026-09-10T10:00")
    send_material(office, clock.complaint_id)
    clock = clock_of(office, clock.complaint_id, ClockKind.RESOLVE)
    assert as_iso(clock.due_at) == "2026-09-15T11:30:00+08:00"
    (move,) = clock.explanation["moves"]
    assert (move["from"], move["to"]) == (OURS, "2026-09-15T11:30:00+08:00")


def test_a_date_of_the_channel_is_not_ours_to_extend(office: FullOffice) -> None:
    clock = accepted(office, EARLIER)
    with pytest.raises(RuleRefused) as refused:
        act(office, clock.complaint_id, "request-extension", "heng.gongyun", reason="等检测", amount=3)
    assert refused.value.code == "CHANNELS_DATE"
    with office.unit_of_work() as unit:
        more = ExtendClock(ClockId(clock.id), 3, "wd", ClockMoveReason.EXTENSION)
        assert as_iso(extend_clock(more, unit).due_at) == EARLIER


def test_a_date_that_had_passed_before_the_acceptance_does_not_count(office: FullOffice) -> None:
    """Nothing can be handled before it is accepted; the acceptance has a limit of its own."""
    case = hotline(office, "2026-09-07T12:00:00+08:00")
    office.clock.set("2026-09-07T15:00")
    decide(office, case, ACCEPT, complexity="simple")
    clock = clock_of(office, case, ClockKind.RESOLVE)
    assert as_iso(clock.due_at) == OURS
    assert clock.explanation["channel"]["had_passed"] is True
