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
from services.waves.read_waves import WavePage, read_waves
from services.waves.waves_step import WatchedPast, waves_step
from tests.full_office import FullOffice
from tests.unit.services.past_of_an_office import Came, quiet_past, take_in
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
