"""The office's anchor in the engine: begun once, found again, counted in step; what is not the office's gets no job done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import delete

from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from adapters.camunda_rest import CamundaEngine
from bpmn.reading import FOLDER
from models.case.lifecycle import Stage
from models.ground.errors import InvalidInput
from models.ledger.inbox import InboxRow
from models.ledger.trail_event import TrailEvent
from models.office.engine_anchor import EngineAnchor, StoreState
from models.office.standstill import Standstill, StandstillKind
from services.anchor.renew_anchor import renew_anchor
from services.anchor.store_notice import find_strange_store
from tests.workers.engine_office import ANCHOR, EngineOffice, copied_office
from tests.workers.stage_case import case_in
from tests.workers.two_stores import agree, anchor, compare, copy_store, judge, mend, put_store, refuse
from workers.office_store import OfficeStore

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


@pytest.fixture
def running(tmp_path: Path, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with copied_office(sqlite_office_template, tmp_path, search_lag_ms=0) as running:
        yield running


@pytest.fixture
def bare(tmp_path: Path, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """The same, which knows no process."""
    with copied_office(sqlite_office_template, tmp_path, search_lag_ms=0, is_empty=True) as running:
        yield running


def anchors(running: EngineOffice, state: str = "ACTIVE") -> list[str]:
    found = CamundaMonitor(running.http).list_instances({"processDefinitionId": ANCHOR, "state": state})
    return [one.key for one in found]


def told(running: EngineOffice) -> list[tuple[str, object]]:
    """What stands on the page of the supervisor about the store."""
    return [(row.key, row.facts) for row in running.office.rows(Standstill, kind=StandstillKind.STORE)]


def work(running: EngineOffice) -> EngineAnchor:
    """Start the workers; what they know once they have counted one on where they found the anchor."""
    before = [row.pulse for row in running.office.rows(EngineAnchor)]
    running.start_workers()
    running.wait_for(lambda: [row.state for row in running.office.rows(EngineAnchor)] == ["ours"], "ours")
    if before:
        running.wait_for(lambda: judge(running).pulse == before[0] + 1, "counted on")
    return anchor(running)


def test_a_fresh_office_begins_its_anchor_and_finds_it_again(running: EngineOffice) -> None:
    """One instance, with the office and its generation and nothing of a person; both stores count in step."""
    first = work(running)
    running.stop_workers()
    again = work(running)
    running.stop_workers()
    assert anchors(running) == [first.process_instance_key] == [again.process_instance_key]
    assert CamundaMonitor(running.http).list_variables(anchors(running)[0]) == {
        "anchor_id": f"{first.office_id}:1",
        "office_id": first.office_id,
        "anchor_generation": 1,
        "anchor_pulse": 1,
    }
    assert (again.pulse, judge(running).state) == (1, StoreState.OURS)
    # Ended by somebody: the store is the office's all the same, and the next one begins.
    running.engine.cancel_instance(first.process_instance_key or "")
    running.start_workers()
    running.wait_for(lambda: anchor(running).generation == 2, "the next one")
    assert anchors(running) == [anchor(running).process_instance_key]


@pytest.mark.parametrize("office", ["running", "bare"])
def test_an_engine_that_was_away_while_the_anchor_began_is_looked_at_again_before_any_job(
    office: str, request: pytest.FixtureRequest
) -> None:
    """SE-2: another store may be there by then; the same where no diagram is there to begin one by."""
    running: EngineOffice = request.getfixturevalue(office)
    asked: list[str] = []

    class AwayOnce(CamundaEngine):
        def create_instance(self, process_id: str, variables: Mapping[str, object]) -> str:
            asked.append(process_id)
            if len(asked) == 1:
                store.gate.doubt()
            return super().create_instance(process_id, variables)

    engine = AwayOnce(running.http, ZeebeMessages(running.server.grpc_address))
    store = OfficeStore(
        running.office.unit_of_work, engine, CamundaMonitor(running.http), may_begin=lambda: True
    )
    store.look()
    assert (asked, store.is_ours(), store.gate.due_at) == ([ANCHOR], False, None)
    store.look()
    assert store.is_ours()


def test_a_restored_office_goes_on_on_its_store_under_the_next_generation(running: EngineOffice) -> None:
    """After its store was found to be its own; nothing that was done is forgotten. On an older store it does not begin."""
    first = work(running)
    case_in(running, Stage.INTAKE)
    agree(running)
    running.stop_workers()
    older = copy_store(running, "older")
    done = {row.job_key for row in running.office.rows(InboxRow)}
    renew_anchor(running.office.unit_of_work)
    running.start_workers()
    running.wait_for(lambda: anchor(running).generation == 2, "the next one")
    case = case_in(running, Stage.INTAKE)
    agree(running)
    running.stop_workers()
    now = anchor(running)
    assert (now.state, now.store_since, anchors(running)) == (StoreState.OURS, 0, [now.process_instance_key])
    assert first.process_instance_key in anchors(running, "COMPLETED")
    assert done < {row.job_key for row in running.office.rows(InboxRow)}
    assert case.id in {event.complaint_id for event in running.office.rows(TrailEvent)}
    renew_anchor(running.office.unit_of_work)
    put_store(running, older)
    refuse(running, StoreState.UNKNOWN)


def test_an_office_of_an_earlier_release_begins_one_where_its_keys_are(running: EngineOffice) -> None:
    """By itself on its own store; on one that does not know its keys nothing is done before a person accepts it."""
    work(running)
    case = case_in(running, Stage.INTAKE)
    agree(running)
    running.stop_workers()
    with running.office.unit_of_work() as unit:
        unit.session.execute(delete(EngineAnchor))
    work(running)
    running.stop_workers()
    known = anchor(running)
    assert known.process_instance_key in anchors(running)
    with running.office.unit_of_work() as unit:
        unit.session.execute(delete(EngineAnchor))
    put_store(running, None)
    refuse(running, StoreState.UNKNOWN)
    assert anchors(running) == []
    mend(running, compare(running))
    running.start_workers()
    running.open_task(case.id, "decide-acceptance")
    agree(running)
    now = anchor(running)
    assert (now.state, now.generation, now.store_since) == (StoreState.OURS, 2, 2)
    assert {row.generation for row in running.office.rows(InboxRow)} == {1, 2}


def test_an_engine_that_is_put_back_under_running_workers_gets_no_job_done(running: EngineOffice) -> None:
    """Its anchor is there and the counts agree: away means that the newest keys are asked for once more."""
    work(running)
    case_in(running, Stage.INTAKE)
    agree(running)
    running.stop_workers()
    older = copy_store(running, "older")
    running.start_workers()
    case = case_in(running, Stage.INTAKE)
    agree(running)
    put_store(running, older)
    running.wait_for(lambda: anchor(running).state is StoreState.ENGINE_OLDER, "it is older")
    running.stop_workers()
    mend(running, compare(running))
    running.start_workers()
    running.open_task(case.id, "decide-acceptance")
    agree(running)


def test_without_its_diagram_an_office_goes_on_as_before(bare: EngineOffice) -> None:
    """All diagrams are deployed together: one that is refused keeps the anchor's away, and nobody's work."""
    forms = {path.name: path.read_bytes() for path in sorted((FOLDER / "forms").glob("*.form"))}
    for part in (forms, {path.name: path.read_bytes() for path in FOLDER.glob("dmn/*.dmn")}):
        CamundaResources(bare.http).deploy(part)
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.bpmn") if path.stem != ANCHOR}
    CamundaResources(bare.http).deploy(files)

    def refused() -> int:
        raise InvalidInput({}, "refused")

    bare.start_workers(installs=refused)
    case = bare.office.file().complaint_id
    bare.open_task(case, "decide-acceptance")
    bare.wait_for(lambda: told(bare), "supervisors are told why")
    assert told(bare) == [("no_anchor", {"state": "no_anchor"})]
    with bare.office.unit_of_work().reading() as unit:
        assert find_strange_store(unit) is None
    bare.install()
    bare.wait_for(lambda: anchor(bare).state is StoreState.OURS, "it begins with its diagram")
    assert (len(anchors(bare)), told(bare)) == (1, [])
