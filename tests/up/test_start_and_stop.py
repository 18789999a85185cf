"""Starting and stopping: fast, whole, with code 0; what stands in the way is named."""

from __future__ import annotations

import os
import signal
import socket
import threading

import pytest

from prove.record import Record
from tests.tiers.sisters import leave, leave_every
from tests.up.conftest import StartOffice
from tests.up.office_up import OfficeUp

# 20 on demand (PROVE=1); each costs a start of three processes.
STOPS = 20 if os.environ.get("PROVE") == "1" else 3
STOP_SECONDS = 10.0
WARM_START_SECONDS = 10.0
CITIZENS = 3  # at once
RECEIPTS_BEFORE_THE_STOP = 5
FILINGS = 400  # more than fit into the time until the stop


class Crowd:
    """Citizens who file without a pause until the office goes."""

    def __init__(self, office: OfficeUp) -> None:
        self._office = office
        self.numbers: list[str] = []
        self.refusals: list[Exception] = []
        self.is_filing = threading.Event()
        self._threads = [threading.Thread(target=self._file, daemon=True) for _ in range(CITIZENS)]
        for thread in self._threads:
            thread.start()

    def _file(self) -> None:
        for _ in range(FILINGS):
            try:
                self.numbers.append(self._office.file())
            except Exception as refusal:
                self.refusals.append(refusal)
                return  # the office is closed: the web server ends first
            if len(self.numbers) >= RECEIPTS_BEFORE_THE_STOP:
                self.is_filing.set()

    def join(self) -> None:
        """Wait until all went home."""
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()


@pytest.mark.timeout(60 * STOPS + 120)
@pytest.mark.parametrize("stops", leave((1, STOPS), lambda stops: stops == 1))
def test_stops_under_load_end_in_time_with_code_0_and_lose_nothing(
    start_office: StartOffice, stops: int
) -> None:
    """Each SIGTERM <= 10 s; whoever saw a receipt is on file after the next start."""
    seen: list[str] = []
    took: list[float] = []
    record = Record("stops under load")
    for _ in range(stops):
        office = start_office()
        office.wait_serving()
        crowd = Crowd(office)
        assert crowd.is_filing.wait(30), crowd.refusals
        code, seconds = office.terminate()
        crowd.join()
        assert code == 0, office.said
        assert "did not stop and was killed" not in office.said
        took.append(seconds)
        seen += crowd.numbers
    print(f"{stops} stops under load: longest {max(took):.1f} s; {len(seen)} receipts")
    assert max(took) <= STOP_SECONDS
    office = start_office()
    office.wait_serving()
    record.lost = sum(not office.people.find_case("zong.lanyun", number) for number in seen)
    assert record.lost == 0
    record.attempts, record.faults["SIGTERM while citizens file"] = stops, len(took)
    record.figures = {"longest stop, seconds": round(max(took), 1), "receipts": len(seen)}
    if stops == STOPS:
        record.save()


@pytest.mark.timeout(120)
def test_a_warm_start_serves_soon(start_office: StartOffice) -> None:
    """<= 10 s on a machine with nothing else to do; the figure is printed whatever the load."""
    office = start_office()
    seconds = office.wait_serving()
    crowding = 2 * os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"warm start: {seconds:.1f} s at load {os.getloadavg()[0]:.1f}")
    assert seconds <= WARM_START_SECONDS * max(1.0, crowding)
    office.wait_until(office.serves)


@pytest.mark.timeout(120)
def test_a_second_start_names_the_process_that_runs(office: OfficeUp) -> None:
    """One supervisor per data folder."""
    second = OfficeUp(office.environment)
    assert second.process.wait(30) == 1
    second.wait_until(lambda: f"already run by process {office.process.pid}" in second.said)
    second.close()
    assert office.serves()


@pytest.mark.timeout(120)
def test_an_interrupt_from_the_keyboard_stops_with_code_0_and_says_how_to_go_on(office: OfficeUp) -> None:
    """Ctrl-C says where everything is saved and how to start again."""
    os.kill(office.process.pid, signal.SIGINT)
    assert office.process.wait(15) == 0
    office.wait_until(lambda: "everything is saved in" in office.said)
    assert "`make run` goes on from here" in office.said


@pytest.mark.parametrize("name", leave_every(3, ["JIEBAN_WEB_PORT", "JIEBAN_GRPC_PORT", "JIEBAN_REST_PORT"]))
def test_a_taken_port_is_named_with_its_setting(
    settings: dict[str, str], start_office: StartOffice, name: str
) -> None:
    """Nothing is started, and the person learns which setting to change."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(settings[name])))
        taken.listen()
        office = start_office()
        assert office.process.wait(30) == 1
    office.wait_until(lambda: f"port {settings[name]} is taken by another program; set {name}" in office.said)


def test_all_faults_of_the_settings_are_listed_at_once(start_office: StartOffice) -> None:
    """Exit code 78, one line per fault."""
    office = start_office(
        JIEBAN_WBE_PORT="1", JIEBAN_COLOUR="red", JIEBAN_REST_PORT="none", JIEBAN_BIND="::x"
    )
    assert office.process.wait(30) == 78
    for name in ("JIEBAN_WBE_PORT", "JIEBAN_COLOUR", "JIEBAN_REST_PORT", "JIEBAN_BIND"):
        office.wait_until(lambda name=name: f"设置: {name}" in office.said)
