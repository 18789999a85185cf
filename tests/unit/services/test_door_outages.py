"""A door at which nothing comes in is told to supervisors once an outage, and stands above the list of what comes in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.drop_folder import WatchedFolder
from adapters.imap_mailbox import ImapMailbox, ImapServer
from models.ground.errors import DatabaseBusy, OutsideUnavailable
from models.ground.incoming_codes import Door
from models.office.alert import Alert, AlertKind
from models.office.door_outage import DoorOutage
from services.alerts.mail_alerts import WORDS
from services.alerts.raise_alerts import raise_alerts_step
from services.incoming.door_outages import FEWEST_MISSES, TOLD_AFTER
from services.incoming.doors_step import Doors, doors_step
from services.ports.mailbox import FetchedMail
from services.views.incoming import list_shut_doors
from tests.full_office import FullOffice
from tests.web_staff.fake_monitor import FakeMonitor

CLERK = "wen.rusheng"
# Nothing listens there.
REFUSING = ImapMailbox(ImapServer("127.0.0.1", 1, user="tousu", password="x", is_plain=True))
LITTLE = timedelta(minutes=1)


class Answering:
    """A mailbox that has nothing, or fails as it is told."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault

    def fetch(self, take: Callable[[FetchedMail], None], *, most: int, largest: int) -> int:
        if self.fault is not None:
            raise self.fault
        return 0


def look(office: FullOffice, doors: Doors, times: int = FEWEST_MISSES) -> None:
    for _ in range(times):
        with suppress(OutsideUnavailable, RuntimeError):
            doors_step(doors, office.unit_of_work)


def wait(office: FullOffice, span: timedelta) -> None:
    office.clock.moment += span
    office.system_clock.moment += span  # type: ignore[attr-defined]  # a SetClock


def told(office: FullOffice) -> list[str]:
    """The doors that a look of the alerts finds away."""
    raise_alerts_step(office.unit_of_work, FakeMonitor(), has_receiver=False)
    rows = office.rows(Alert)
    return [str(row.facts["what"]) for row in rows if row.kind is AlertKind.DOOR and row.cleared_at is None]


def shut(office: FullOffice) -> list[Door]:
    return [one.door for one in list_shut_doors(office.unit_of_work(), office.actor(CLERK))]


def test_a_mailbox_that_stays_away_is_told_once_and_ends_with_the_first_good_look(office: FullOffice) -> None:
    away, there = Doors(mailbox=REFUSING), Doors(mailbox=Answering())
    began = office.clock.now()
    look(office, away)
    wait(office, TOLD_AFTER - LITTLE)
    look(office, away)
    assert (told(office), shut(office)) == ([], [])
    wait(office, LITTLE)
    for _ in range(3):
        look(office, away)
        assert (told(office), shut(office)) == (["email"], [Door.EMAIL])
    [one] = list_shut_doors(office.unit_of_work(), office.actor(CLERK))
    assert one.since == began
    look(office, there, 1)
    assert (told(office), shut(office)) == ([], [])
    look(office, away)
    wait(office, TOLD_AFTER)
    assert told(office) == ["email"]
    assert len({row.key for row in office.rows(Alert)}) == 2, "another outage is another alert"


def test_what_was_away_when_the_workers_ended_is_told_when_it_is_away_again(office: FullOffice) -> None:
    """At the evening's shutdown the mail server goes first; in the morning it is there before anybody is told."""
    look(office, Doors(mailbox=REFUSING))
    wait(office, 12 * TOLD_AFTER)
    begun_anew = Doors(mailbox=REFUSING)
    look(office, begun_anew)
    assert told(office) == []
    wait(office, TOLD_AFTER)
    look(office, begun_anew)
    assert told(office) == ["email"]


def test_single_missed_looks_are_told_to_nobody(office: FullOffice) -> None:
    away = Doors(mailbox=REFUSING)
    for _ in range(6):
        look(office, away, 1)
        wait(office, TOLD_AFTER / 2)
        look(office, Doors(mailbox=Answering()), 1)
        wait(office, TOLD_AFTER / 2)
        assert told(office) == []
    # A machine that slept between two looks.
    look(office, away, FEWEST_MISSES - 1)
    wait(office, 5 * TOLD_AFTER)
    assert told(office) == []
    look(office, away, 1)
    assert told(office) == ["email"]


def test_each_door_has_its_own_outage_and_a_fault_of_ours_is_one(office: FullOffice, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    doors = Doors(mailbox=Answering(RuntimeError("a fault of ours")), folder=WatchedFolder(folder))
    look(office, doors)
    wait(office, TOLD_AFTER)
    assert sorted(told(office)) == ["email", "folder"]
    folder.mkdir()
    look(office, doors, 1)
    assert told(office) == ["email"]
    # The office has no mailbox any more.
    look(office, Doors(folder=WatchedFolder(folder)), 1)
    assert told(office) == []
    assert office.rows(DoorOutage) == []


def test_a_busy_database_says_nothing_of_a_door(office: FullOffice) -> None:
    with pytest.raises(DatabaseBusy):
        doors_step(Doors(mailbox=Answering(DatabaseBusy())), office.unit_of_work)
    assert office.rows(DoorOutage) == []


def test_every_kind_of_alert_has_words_for_a_mail() -> None:
    assert set(WORDS) == set(AlertKind)
