"""A working engine on a disk that loses power: what recovers is the state of a moment, never a mixture."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from engine.core import turn
from engine.core.answers import InstanceCreated, JobsActivated
from engine.core.commands import (
    ActivateJobs,
    CancelInstance,
    CompleteJob,
    CreateInstance,
    Deploy,
    FailJob,
    FireDue,
    GoOnWithLoops,
    PublishMessage,
    ResolveIncident,
    Resource,
    UpdateJob,
)
from engine.core.dirty import Dirty
from engine.processing.core import Core
from engine.state.batch import Batch
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.opening import STORE_FILE, open_store
from engine.state.process_instance import ProcessInstance
from engine.state.store import Store, fill_batch
from tests.engine.diagrams import chain, diagram, end, event, node, process, service
from tests.engine.rule_diagrams import loop, looped
from tests.engine_random.counting import choices_of
from tests.engine_random.driving import Office, start, step
from tests.engine_random.expectation import Expectation
from tests.engine_random.growth import Grower
from tests.engine_random.test_random_processes import KINDS
from tests.engine_random.walking import BEGIN_MS, walk
from tests.gateway import diagrams
from tests.store.power_loss import ApswConnection, FragileDisk, write_survivors

ORDERS = 8
NOW = 1_788_138_000_000  # 2026-08-31T01:00:00Z
# Between them these random processes go through every kind of element, event, timer and loop.
SEEDS = (36, 27, 17, 4, 16, 3, 5)
CUTS = 150
CUTS_OF_A_SEED = 25


class FragileOffice(Office):
    """A core that commits to a fragile disk after every command; `dumps[n]` is the state after n commits."""

    def __init__(self, disk: FragileDisk) -> None:
        super().__init__()
        self._disk = disk
        self.connection = ApswConnection(Path("/fragile") / STORE_FILE, disk)
        self._store = Store(self.connection)
        self.dumps = [copy.deepcopy(self.core.state.dump())]

    def keep(self, dirty: Dirty) -> None:
        """Also on the disk."""
        super().keep(dirty)
        batch = Batch()
        fill_batch(batch, dirty.rows, dirty.deletes)
        self.dumps.append(copy.deepcopy(self.core.state.dump()))
        self._store.write(batch)
        self._disk.acknowledged += 1


def work(office: FragileOffice) -> None:
    """Orders come in and are worked off, a command a commit."""
    office.do(Deploy((Resource("order.bpmn", diagrams.ORDER),)), NOW)
    for number in range(ORDERS):
        office.do(PublishMessage("order.placed", f"A-{number}", {"number": number}, 60_000, "m"), NOW)
        activated = office.do(ActivateJobs("work", "w", 60_000, 1), NOW)
        assert isinstance(activated, JobsActivated)
        office.do(CompleteJob(activated.jobs[0].key, {"stamp": "已办"}), NOW)


def run_rounds(office: FragileOffice) -> None:
    """A timer starts two loops of three items; in each an item fails once and is mended."""
    asked = loop("=[1, 2, 3]", input_element="item", output_collection="said", output_element="=answer")
    tick = node("startEvent", "tick", event("timer", timeCycle="R2/PT1M"))
    rounds = process("rounds", tick, looped(service("ask"), asked), end(), chain("tick", "ask", "end"))
    office.do(Deploy((Resource("rounds.bpmn", diagram(rounds)),)), NOW)
    for number in (1, 2):
        now = NOW + number * 60_000
        office.do(FireDue(), now)
        activated = office.do(ActivateJobs("ask", "w", 60_000, 3), now)
        assert isinstance(activated, JobsActivated)
        second, *others = (job.key for job in activated.jobs)
        office.do(FailJob(second, 0, 0), now)
        office.do(UpdateJob(second, retries=1), now)
        office.do(ResolveIncident(office.open(Incident)[0].key), now)
        for key in (*others, second):
            office.do(CompleteJob(key, {"answer": number}), now)


def run_slices(office: FragileOffice) -> None:
    """A loop is entered in four slices, one answer comes in between, and it is ended in three."""
    asked = loop(
        "=for i in 1..7 return i", input_element="item", output_collection="said", output_element="=answer"
    )
    many = process("many", node("startEvent", "start"), looped(service("ask"), asked), chain("start", "ask"))
    office.do(Deploy((Resource("many.bpmn", diagram(many)),)), NOW)
    created = office.do(CreateInstance("many"), NOW)
    assert isinstance(created, InstanceCreated)
    office.do(GoOnWithLoops(created.process_instance_key), NOW)
    office.do(CompleteJob(office.open(Job)[0].key, {"answer": 1}), NOW)
    office.go_on(NOW)
    office.do(CancelInstance(created.process_instance_key), NOW)
    office.go_on(NOW)


def walk_on(office: FragileOffice, seed: int) -> None:
    """A random process goes its way to the end."""
    random = Random(seed)  # noqa: S311  # paths must be the same again for a seed
    process = Grower(random).process()
    expected = Expectation(process, BEGIN_MS, choices_of(process))
    start(office, process, expected)
    while expected.waits:
        step(office, expected, random)


def recovered_dump(folder: Path) -> dict[str, object]:
    opened = open_store(folder)
    try:
        return Core.load(opened.store.load()).state.dump()
    finally:
        opened.close()


def check_cuts(disk: FragileDisk, office: FragileOffice, folder: Path, cuts: int) -> None:
    """Cut at some of the moments, the last among them, and recover with the shipped engine."""
    disk.note_operation()
    moments = list(disk.moments)
    office.connection.close()
    for number, (acknowledged, durable) in enumerate(moments[:: max(1, len(moments) // cuts)] + moments[-1:]):
        survived = folder / str(number)
        survived.mkdir()
        write_survivors(durable, survived)
        assert recovered_dump(survived) in office.dumps[acknowledged : acknowledged + 2]


def test_every_cut_leaves_exactly_the_acknowledged_state_or_the_one_being_committed(tmp_path: Path) -> None:
    disk = FragileDisk("engine")
    office = FragileOffice(disk)
    work(office)
    assert disk.acknowledged == 1 + 3 * ORDERS
    check_cuts(disk, office, tmp_path, CUTS)


def test_a_cut_leaves_no_mixture_of_starts_by_timer_loops_and_incidents(tmp_path: Path) -> None:
    disk = FragileDisk("rounds")
    office = FragileOffice(disk)
    run_rounds(office)
    assert [row.state for row in office.all(ProcessInstance)] == ["COMPLETED"] * 2
    check_cuts(disk, office, tmp_path, 2 * CUTS_OF_A_SEED)


def test_a_cut_leaves_no_mixture_of_slices_of_a_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """EN-9."""
    monkeypatch.setattr(turn, "INNER_INSTANCES_PER_COMMAND", 2)
    disk = FragileDisk("slices")
    office = FragileOffice(disk)
    run_slices(office)
    assert [row.state for row in office.all(ProcessInstance)] == ["TERMINATED"]
    assert disk.acknowledged == 9
    check_cuts(disk, office, tmp_path, 2 * CUTS_OF_A_SEED)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_leaves_no_mixture_of_any_kind_of_element(tmp_path: Path, seed: int) -> None:
    disk = FragileDisk(f"walk {seed}")
    office = FragileOffice(disk)
    walk_on(office, seed)
    check_cuts(disk, office, tmp_path, CUTS_OF_A_SEED)


def test_the_processes_that_lose_power_have_every_kind_of_element() -> None:
    passed = sum((walk(seed, restarts=False) for seed in SEEDS), Counter())
    assert set(KINDS) - set(passed) == set()
