"""苗头预警: what rises beyond its own past is told once, grows as one alarm, and stays dismissed until it grows anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.case.respondent import Respondent
from models.ground.codes import Category
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.wave_codes import WaveDimension, WaveState
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert, AlertKind
from models.office.wave_alarm import WaveAlarm, WaveWatch
from services.alerts.raise_alerts import raise_alerts_step
from services.waves.decide_wave import DecideWave, decide_wave
from services.waves.find_waves import Threshold
from services.waves.keep_waves import Look, _state_before, keep_waves
from services.waves.read_waves import WavePage, read_waves
from services.waves.waves_step import WatchedPast, waves_step
from tests.full_office import FullOffice
from tests.unit.services.past_of_an_office import ITEMS, UNITS, Came, quiet_past, take_in
from tests.web_staff.cases import restrict_to
from tests.web_staff.fake_monitor import FakeMonitor

SUPERVISOR, CLERK = "jian.rujing", "wen.rusheng"
TODAY = date(2026, 9, 16)
WAVE = [
    Came(TODAY, hour, Category.RIGHTS_HARMED, "SW", "W77", "SW-001") for hour in (8, 9, 9, 10, 11, 14, 15)
]


@pytest.fixture
def quiet(office: FullOffice) -> FullOffice:
    """A year without a wave; it is Wednesday evening."""
    take_in(office, quiet_past(TODAY, 364, 6))
    office.clock.set(f"{TODAY}T18:00")
    return office


def look(office: FullOffice, at: str | None = None) -> int:
    if at:
        office.clock.set(at)
    return waves_step(office.unit_of_work, WatchedPast())


def waves(office: FullOffice) -> list[WaveAlarm]:
    return sorted(office.rows(WaveAlarm), key=lambda row: row.dimension.value)


def page_of(office: FullOffice) -> WavePage:
    return read_waves(office.unit_of_work(), office.actor(SUPERVISOR))


def decide(office: FullOffice, wave: WaveAlarm, decision: str, words: str = "", *, due_on: str = "") -> None:
    command = DecideWave(wave.id, decision, words, due_on, str(wave.raised))
    decide_wave(command, office.unit_of_work(), office.actor(SUPERVISOR))


def window_of(office: FullOffice) -> WaveAlarm:
    (row,) = office.rows(WaveAlarm, dimension=WaveDimension.WINDOW)
    return row


def test_a_quiet_past_raises_nothing_and_says_what_is_watched(quiet: FullOffice) -> None:
    assert look(quiet) == 0
    assert waves(quiet) == []
    (watch,) = quiet.rows(WaveWatch)
    assert watch.watched == {"category": len(Category), "unit": 3, "window": 4, "item": 3}
    assert watch.is_own_threshold and watch.since == TODAY - timedelta(days=364)
    assert page_of(quiet).short_by == 0


def test_a_wave_is_told_before_it_is_two_days_old(quiet: FullOffice) -> None:
    """R94: alerts before a pattern becomes a wave."""
    take_in(quiet, WAVE[:4])
    look(quiet, f"{TODAY}T12:00")
    row = window_of(quiet)
    assert (row.code, row.seen, row.begins_on, row.until) == ("W77", 4, TODAY, TODAY)
    assert row.usual < 0.1 and row.unlikely > 4
    assert row.days[-1][:2] == [TODAY.isoformat(), 4] and len(row.days) == 14
    assert [wave.code for wave in page_of(quiet).waiting if wave.dimension is WaveDimension.WINDOW] == ["W77"]


def test_the_same_wave_is_one_alarm_that_grows(quiet: FullOffice) -> None:
    take_in(quiet, WAVE[:4])
    assert look(quiet, f"{TODAY}T12:00") >= 1
    assert look(quiet) == 0, "another process in the same hour"
    take_in(quiet, WAVE[4:])
    kept = WatchedPast()
    quiet.clock.set(f"{TODAY}T16:00")
    waves_step(quiet.unit_of_work, kept)
    assert waves_step(quiet.unit_of_work, kept) == 0, "once an hour"
    tomorrow = TODAY + timedelta(days=1)
    take_in(quiet, [Came(tomorrow, 9, Category.RIGHTS_HARMED, "SW", "W77", "SW-001")] * 3)
    look(quiet, f"{tomorrow}T10:00")
    row = window_of(quiet)
    assert (row.seen, row.begins_on, row.until, row.raised) == (10, TODAY, tomorrow, 1)
    kinds = [event.kind for event in quiet.rows(TrailEvent) if event.payload.get("wave") == row.id]
    assert kinds == ["wave.raised"]


def test_supervisors_are_told_once_and_again_where_it_grew_after_a_decision(quiet: FullOffice) -> None:
    def told() -> list[str]:
        raise_alerts_step(quiet.unit_of_work, FakeMonitor(), has_receiver=False)  # type: ignore[arg-type]  # the part of the port that is asked
        return [row.key for row in quiet.rows(Alert, kind=AlertKind.WAVE) if row.cleared_at is None]

    take_in(quiet, WAVE)
    look(quiet)
    row = window_of(quiet)
    assert [one.id for one in waves(quiet)] == [row.id], (
        "what rises by the same complaints is no wave of its own"
    )
    assert ["category", "rights_harmed"] in row.also
    assert f"wave:{row.id}:1" in told()
    with pytest.raises(InvalidInput) as refused:
        decide(quiet, row, "dismiss")
    assert refused.value.errors == {"words": "REQUIRED"}
    decide(quiet, row, "dismiss", "税务窗口搬迁，已在大厅说明")
    decide(quiet, row, "dismiss", "税务窗口搬迁，已在大厅说明")
    assert f"wave:{row.id}:1" not in told()
    tomorrow = TODAY + timedelta(days=1)
    more = [Came(tomorrow, 9, Category.RIGHTS_HARMED, "SW", "W77", "SW-001")]
    take_in(quiet, more * 3)
    look(quiet, f"{tomorrow}T10:00")
    assert window_of(quiet).state is WaveState.DISMISSED, "three more of seven are not half as many again"
    take_in(quiet, more)
    look(quiet, f"{tomorrow}T11:00")
    row = window_of(quiet)
    assert (row.state, row.raised, row.decided_seen, row.seen) == (WaveState.OPEN, 2, 7, 11)
    assert f"wave:{row.id}:2" in told()
    with pytest.raises(Conflict):
        command = DecideWave(row.id, "dismiss", "税务窗口搬迁，已在大厅说明", "", "1")
        decide_wave(command, quiet.unit_of_work(), quiet.actor(SUPERVISOR))


def test_what_rises_by_other_complaints_too_is_a_wave_of_its_own(quiet: FullOffice) -> None:
    others = [
        Came(TODAY, hour, Category.RIGHTS_HARMED, unit, window, item)
        for hour, unit, window, item in (
            (9, "RS", "A01", "RS-001"),
            (10, "CG", "B02", "CG-001"),
            (11, "SW", "C04", "CG-001"),
            (14, "RS", "C03", "SW-001"),
            (14, "CG", "A01", "RS-001"),
            (15, "RS", "C04", "CG-001"),
            (16, "CG", "B02", "RS-001"),
        )
    ]
    take_in(quiet, [*WAVE, *others])
    look(quiet)
    found = {row.dimension: row.code for row in waves(quiet)}
    assert found[WaveDimension.WINDOW] == "W77" and found[WaveDimension.CATEGORY] == "rights_harmed"


def test_what_is_taken_up_says_who_does_what_by_when(quiet: FullOffice) -> None:
    take_in(quiet, WAVE)
    look(quiet)
    row = window_of(quiet)
    for due_on, fault in (("", "REQUIRED"), ("明天", "NOT_A_DATE"), ("2026-09-15", "IN_THE_PAST")):
        with pytest.raises(InvalidInput) as refused:
            decide(quiet, row, "take_up", "税务科核对收费公示", due_on=due_on)
        assert refused.value.errors == {"due_on": fault}
    decide(quiet, row, "take_up", "税务科核对收费公示", due_on="2026-09-20")
    (taken,) = [wave for wave in page_of(quiet).decided if wave.id == row.id]
    assert (taken.state, taken.words, taken.due_on) == (
        WaveState.TAKEN_UP,
        "税务科核对收费公示",
        date(2026, 9, 20),
    )
    assert (taken.decided_by, taken.decided_seen) == (SUPERVISOR, 7)
    with pytest.raises(NotPermitted):
        read_waves(quiet.unit_of_work(), quiet.actor(CLERK))


def test_what_is_taken_up_is_told_before_and_after_its_day_until_it_is_done(quiet: FullOffice) -> None:
    """Each of both once; a wave that was done stays so, also where it grew and that growth is gone."""

    def told(at: str) -> dict[str, list[str]]:
        quiet.clock.set(at)
        for _ in range(2):
            raise_alerts_step(quiet.unit_of_work, FakeMonitor(), has_receiver=False)  # type: ignore[arg-type]  # the part of the port that is asked
        open_ones = [row for row in quiet.rows(Alert) if row.cleared_at is None]
        kinds = (AlertKind.DAY_NEAR, AlertKind.DAY_PAST)
        return {
            row.kind.value: [row.facts["what"], row.facts["subject"]]
            for row in open_ones
            if row.kind in kinds
        }

    take_in(quiet, WAVE)
    look(quiet)
    row = window_of(quiet)
    with pytest.raises(Conflict):
        decide(quiet, row, "done", "公示已更正")
    decide(quiet, row, "take_up", "税务科核对收费公示", due_on="2026-09-28")
    assert told("2026-09-23T09:00") == {}
    assert told("2026-09-24T09:00") == {"day_near": ["wave", row.id]}, "the workday before the holidays"
    assert told("2026-09-29T09:00") == {"day_past": ["wave", row.id]}
    for _ in range(2):
        decide(quiet, row, "done", "公示已更正")
    assert told("2026-09-29T10:00") == {}
    assert len([one for one in quiet.rows(Alert) if one.facts.get("subject") == row.id]) == 2
    row = window_of(quiet)
    assert (row.state, row.words) == (WaveState.DONE, "公示已更正\n\n[2026-09-16] 税务科核对收费公示")
    with quiet.unit_of_work() as unit:
        assert _state_before(row, unit) is WaveState.DONE


def test_files_for_named_readers_and_guesses_are_in_no_count(quiet: FullOffice) -> None:
    ids = take_in(quiet, WAVE)
    look(quiet)
    assert window_of(quiet).seen == 7
    for case in ids[:3]:
        restrict_to(quiet, case, SUPERVISOR)
    look(quiet, f"{TODAY}T19:00")
    assert window_of(quiet).seen == 4
    with quiet.unit_of_work() as unit:
        for about in unit.session.scalars(select(Respondent).where(Respondent.complaint_id.in_(ids[3:5]))):
            about.confirmed_at = about.named_by = None
    look(quiet, f"{TODAY}T20:00")
    row = window_of(quiet)
    assert (row.seen, row.state) == (2, WaveState.GONE)
    assert not [wave for wave in page_of(quiet).waiting if wave.dimension is WaveDimension.WINDOW]


def at_one_window(day: date, number: int, hour: int = 10) -> list[Came]:
    """What it has in common is the window C03 alone."""
    kinds = list(Category)
    return [
        Came(day, hour, kinds[no % len(kinds)], UNITS[no % 3], "C03", ITEMS[(no + no // 3) % 3])
        for no in range(number)
    ]


def at_c03(office: FullOffice) -> list[WaveAlarm]:
    rows = office.rows(WaveAlarm, dimension=WaveDimension.WINDOW, code="C03")
    return sorted(rows, key=lambda row: row.begins_on)


def test_a_wave_that_nobody_decided_about_swallows_no_later_one(quiet: FullOffice) -> None:
    ids = take_in(quiet, at_one_window(TODAY, 15))
    look(quiet)
    (first,) = at_c03(quiet)
    later = TODAY + timedelta(days=28)
    take_in(quiet, [*quiet_past(later, 27, 6, seed=3), *at_one_window(later, 24)])
    look(quiet, f"{later}T18:00")
    old, new = at_c03(quiet)
    assert (old.id, old.until, old.seen, old.state) == (first.id, TODAY, 15, WaveState.OPEN)
    assert (new.until, new.raised, new.state) == (later, 1, WaveState.OPEN)
    for case in ids[:13]:
        restrict_to(quiet, case, SUPERVISOR)
    look(quiet, f"{later + timedelta(days=6)}T09:00")
    (gone, still) = at_c03(quiet)
    assert (gone.seen, gone.state) == (2, WaveState.GONE), "of one series each is counted anew"
    assert (still.seen, still.until, still.state) == (new.seen, later, WaveState.OPEN), "nobody decided"


def test_time_alone_takes_no_wave_away_and_what_counts_no_more_does(quiet: FullOffice) -> None:
    """Four at half past seven are many for that hour, and no more than usual for the whole day."""
    take_in(quiet, at_one_window(TODAY, 4, hour=7))
    look(quiet, f"{TODAY}T07:45")
    (raised,) = at_c03(quiet)
    assert (raised.seen, raised.state) == (4, WaveState.OPEN)
    look(quiet, f"{TODAY + timedelta(days=1)}T09:00")
    (row,) = at_c03(quiet)
    assert row.until == TODAY and row.usual > 4 * raised.usual
    assert (row.state, row.unlikely) == (WaveState.OPEN, raised.unlikely)
    with quiet.unit_of_work() as unit:
        nothing = Look(quiet.clock.now(), None, {}, Threshold())
        assert keep_waves(nothing, unit) == 1, "every complaint is destroyed"
    (row,) = at_c03(quiet)
    assert (row.seen, row.unlikely, row.state) == (0, 0.0, WaveState.GONE)


def test_the_reason_of_an_earlier_decision_stays(quiet: FullOffice) -> None:
    first, second = "税务窗口搬迁，已在大厅说明", "税务科核对收费公示"
    take_in(quiet, WAVE)
    look(quiet)
    decide(quiet, window_of(quiet), "dismiss", first)
    tomorrow = TODAY + timedelta(days=1)
    more = take_in(quiet, [Came(tomorrow, 9, Category.RIGHTS_HARMED, "SW", "W77", "SW-001")] * 4)
    look(quiet, f"{tomorrow}T11:00")
    assert window_of(quiet).state is WaveState.OPEN
    for case in more:
        restrict_to(quiet, case, SUPERVISOR)
    with quiet.unit_of_work() as unit:
        at = quiet.clock.now()
        assert keep_waves(Look(at, None, {}, Threshold()), unit) == 1
    (kept,) = page_of(quiet).decided
    assert (kept.state, kept.words, kept.due_on) == (WaveState.DISMISSED, first, None), "its growth is gone"
    take_in(quiet, [Came(tomorrow, 11, Category.RIGHTS_HARMED, "SW", "W77", "SW-001")] * 5)
    look(quiet, f"{tomorrow}T12:00")
    row = window_of(quiet)
    assert row.state is WaveState.OPEN
    for _ in range(2):
        decide(quiet, row, "take_up", second, due_on="2026-09-20")
    (kept,) = page_of(quiet).decided
    assert (kept.words, kept.state) == (f"{second}\n\n[{TODAY}] {first}", WaveState.TAKEN_UP)
    with pytest.raises(Conflict):
        decide(quiet, row, "take_up", second[:3], due_on="2026-09-20")


def test_too_short_a_past_says_so_and_raises_nothing(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T18:00")
    assert look(office) == 0
    assert page_of(office).short_by == 56
    take_in(office, [*quiet_past(TODAY, 40, 6), *WAVE])
    assert look(office, f"{TODAY}T19:00") == 0
    assert page_of(office).short_by == 16
    assert waves(office) == []


def test_a_day_on_which_the_whole_office_is_busy_is_nobodys_wave(quiet: FullOffice) -> None:
    """What the whole office sees is told of no single series."""
    come = quiet_past(TODAY + timedelta(days=1), 1, 18, seed=7)
    take_in(quiet, [Came(TODAY, one.hour, one.category, one.unit, one.window, one.item) for one in come])
    look(quiet)
    assert waves(quiet) == []


def test_a_process_that_ends_writes_nothing(quiet: FullOffice) -> None:
    take_in(quiet, WAVE)
    kept = WatchedPast()
    assert waves_step(quiet.unit_of_work, kept, lambda: True) == 0
    assert kept.hour is None and quiet.rows(WaveWatch) == []
