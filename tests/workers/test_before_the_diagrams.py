"""A complaint that is filed before the diagrams are there is started when they come, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from models.case.case_run import CaseRun
from models.ground.errors import InvalidInput
from models.ledger.outbox import OutboxRow
from services.outbox.publish_message import RENEWED_AFTER, TIME_TO_LIVE_MS, PublishMessage
from services.outbox.send_step import send_outbox_step
from services.ports.engine import OutgoingMessage
from tests.full_office import FullOffice
from tests.outbox_rows import is_outbox_empty
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import calm

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

FIRST_TASK = "decide-acceptance"


@pytest.fixture
def bare(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An office beside an engine that knows no process, without workers."""
    with engine_office(office, tmp_path, search_lag_ms=0, is_empty=True) as running:
        yield running


def roots(running: EngineOffice) -> list[dict[str, object]]:
    """All instances of the case's process, ended ones too."""
    found = running.http.post("process-instances/search", {"filter": {"processDefinitionId": "complaint"}})
    return list(found["items"])


def waiting(running: EngineOffice) -> OutboxRow:
    """The start message, which is not sent."""
    rows = running.office.rows(OutboxRow, sent_at=None)
    return next(row for row in rows if row.payload.get("name") == "complaint.registered")


def publish_as_0_2_0_did(running: EngineOffice, complaint_id: str) -> None:
    """The start message under its first id, whatever is deployed; tried so often."""
    payload = PublishMessage.read(waiting(running).payload)
    running.engine.publish_message(
        OutgoingMessage(
            payload.name, complaint_id, payload.message_id, dict(payload.variables), TIME_TO_LIVE_MS
        )
    )
    with running.office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(attempts=98))


def test_its_start_waits_for_the_diagrams_and_begins_one_run(bare: EngineOffice) -> None:
    """SE-5: its message was buffered, and a start event that is deployed later takes no buffered message."""
    case = bare.office.file().complaint_id
    for attempt in (1, 2):
        assert send_outbox_step(bare.office.unit_of_work, bare.engine) == 0
        assert waiting(bare).attempts == attempt
        with bare.office.unit_of_work() as unit:
            unit.session.execute(update(OutboxRow).values(next_try_at=OutboxRow.created_at))
    assert bare.install() > 0
    bare.start_workers()
    bare.open_task(case, FIRST_TASK)
    calm(bare)
    (root,) = roots(bare)
    (run,) = bare.office.rows(CaseRun, complaint_id=case)
    assert run.process_instance_key == root["processInstanceKey"]
    assert is_outbox_empty(bare.office.unit_of_work)


def test_one_that_waits_since_an_earlier_release_is_started_by_a_new_message(bare: EngineOffice) -> None:
    """SE-5: "98 repeats NOT_YET, still stuck": the engine keeps the message, and a repeat of its id is nothing new."""
    case = bare.office.file().complaint_id
    publish_as_0_2_0_did(bare, case)
    bare.install()
    bare.start_workers()
    bare.open_task(case, FIRST_TASK)
    # The one that the engine kept is taken up when this run is over, and ends as a second instance of it.
    (root,) = roots(bare)
    bare.engine.cancel_instance(str(root["processInstanceKey"]))
    bare.wait_for(lambda: len(roots(bare)) > 1, "the kept message begins an instance")
    bare.wait_for(
        lambda: all(item["state"] != "ACTIVE" for item in roots(bare)), "it ends at its first worker"
    )
    assert [run.process_instance_key for run in bare.office.rows(CaseRun, complaint_id=case)] == [
        root["processInstanceKey"]
    ]


def test_the_workers_install_before_they_send(bare: EngineOffice) -> None:
    """SE-5: without `jieban up` nobody installed; what is refused at first is tried again and holds nobody up."""
    tries: list[int] = []

    def install() -> int:
        tries.append(bare.http.post("process-instances/search", {})["page"]["totalItems"])
        if len(tries) == 1:
            raise InvalidInput({}, "refused")
        return bare.install()

    case = bare.office.file().complaint_id
    bare.start_workers(installs=install)
    bare.open_task(case, FIRST_TASK)
    assert tries[:2] == [0, 0]
    assert len(roots(bare)) == 1


def test_a_start_is_a_new_message_after_every_doubling_of_its_attempts() -> None:
    """A day without workers makes ten messages of it, a week fourteen; other messages keep their id for ever."""
    start = PublishMessage(name="complaint.registered", correlation_key="k", message_id="k:1")
    other = PublishMessage(name="complaint.withdrawal-requested", correlation_key="k", message_id="k:1")
    a_day, a_week = 24 * 3600 // 5, 7 * 24 * 3600 // 5

    def ids(message: PublishMessage, attempts: int) -> set[str]:
        return {message._message_id_of(number) for number in range(attempts)}

    assert ids(start, RENEWED_AFTER) == {"k:1"}
    assert len(ids(start, a_day)) == 11
    assert len(ids(start, a_week)) == 14
    assert ids(other, a_day) == {"k:1"}
