"""Random loops in loops on random ways, with restarts: what is open and what is collected follows from the items."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from engine.behaviours import inner_instances
from engine.core import turn
from engine.core.answers import InstanceCreated, JobsActivated
from engine.core.commands import ActivateJobs, CompleteJob, CreateInstance, Deploy, FireDue, Resource
from engine.state.element_instance import ElementInstance
from engine.state.process_instance import ProcessInstance
from engine.state.variable import Variable
from tests.engine.diagrams import chain, diagram, end, io, process, service, start, sub
from tests.engine.rule_diagrams import loop, looped
from tests.engine_random.driving import Office, same

OUTER = {"input_element": "row", "output_collection": "table", "output_element": "=line"}
INNER = {"input_element": "cell", "output_collection": "line", "output_element": "=answer"}
RUNS = 60


@dataclass(frozen=True)
class Shape:
    """Two loops, one in the other; `enough` ends an inner loop after so many answers (0: never)."""

    rows: list[list[int]]
    is_outer_sequential: bool
    is_inner_sequential: bool
    enough: int


def draw(shape: Shape) -> bytes:
    until = f"=numberOfCompletedInstances = {shape.enough}" if shape.enough else ""
    work = looped(service("work"), loop("=row", sequential=shape.is_inner_sequential, until=until, **INNER))
    inside = sub(
        "each", start("s"), work, end("e"), chain("s", "work", "e"), mappings=io(("output", "=line", "line"))
    )
    outer = looped(inside, loop("=rows", sequential=shape.is_outer_sequential, **OUTER))
    return diagram(process("p", start(), outer, end(), chain("start", "each", "end")))


class Expected:
    """Which cells are open and what is collected, by the meaning of the two loops."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.table: list[list[int | None]] = [[None for _ in row] for row in shape.rows]
        self._answered: list[set[int]] = [set() for _ in shape.rows]

    def is_over(self, row: int) -> bool:
        cells, answered = self.shape.rows[row], self._answered[row]
        return len(answered) == len(cells) or bool(self.shape.enough and len(answered) >= self.shape.enough)

    def open_cells(self) -> list[tuple[int, int]]:
        """Row and position of every cell that waits, in order."""
        rows = [row for row in range(len(self.shape.rows)) if not self.is_over(row)]
        if self.shape.is_outer_sequential:
            rows = rows[:1]
        cells: list[tuple[int, int]] = []
        for row in rows:
            left = [at for at in range(len(self.shape.rows[row])) if at not in self._answered[row]]
            cells += [(row, at) for at in (left[:1] if self.shape.is_inner_sequential else left)]
        return cells

    def answer(self, row: int, at: int, value: int) -> None:
        self._answered[row].add(at)
        self.table[row][at] = value


def grow(random: Random) -> Shape:
    rows = [[random.randint(0, 99) for _ in range(random.randint(0, 4))] for _ in range(random.randint(0, 4))]
    return Shape(rows, random.random() < 0.4, random.random() < 0.4, random.choice([0, 0, 1, 2]))


def run(shape: Shape, random: Random) -> tuple[int, int]:
    """Walk one shape to its end; gives the numbers of answers and of ended iterations."""
    office, expected, now = Office(), Expected(shape), 1
    office.do(Deploy((Resource("p.bpmn", draw(shape)),)), now)
    created = office.do(CreateInstance("p", variables={"rows": shape.rows}), now)
    assert isinstance(created, InstanceCreated)
    office.go_on(now, random)
    answers = 0
    while cells := expected.open_cells():
        now += 10
        office.do(FireDue(), now)
        activated = office.do(ActivateJobs("work", "random", 1, 100), now)
        assert isinstance(activated, JobsActivated)
        # Jobs of parallel rows come in the order in which they became open.
        seen = sorted(str(job.variables["cell"]) for job in activated.jobs)
        same("open cells", seen, sorted(str(shape.rows[row][at]) for row, at in cells))
        row, at = random.choice(cells)
        job = next(
            job
            for job in activated.jobs
            if job.variables["row"] == shape.rows[row]
            and job.variables["loopCounter"] == at + 1
            and _outer_position(office, job.element_instance_key) == row + 1
        )
        office.do(CompleteJob(job.key, {"answer": answers}), now)
        office.go_on(now, random)
        expected.answer(row, at, answers)
        answers += 1
        if random.random() < 0.4:
            office.restart()
    _check_end(office, created.process_instance_key, expected)
    ended = [r for r in office.all(ElementInstance) if r.element_id == "work" and r.state == "TERMINATED"]
    return answers, len(ended)


def _outer_position(office: Office, inner_key: int) -> int | None:
    rows = {row.key: row for row in office.all(ElementInstance)}
    work = rows[inner_key]
    body = rows[work.scope_key or 0]
    return rows[body.scope_key or 0].loop_counter


def _check_end(office: Office, key: int, expected: Expected) -> None:
    (instance,) = office.all(ProcessInstance)
    same("state", instance.state, "COMPLETED")
    same("open elements", office.open(ElementInstance), [])
    root = {row.name: row.value for row in office.all(Variable) if row.scope_key == key}
    same("table", root["table"], expected.table)
    same("names", sorted(root), ["rows", "table"])


def walk_random_loops() -> tuple[int, int]:
    """Walk as many as a run takes; how often an output was collected, and how many instances a condition ended."""
    random = Random("loops")  # noqa: S311  # repeatable, guards nothing
    answers = ended = 0
    for _ in range(RUNS):
        found = run(grow(random), random)
        answers, ended = answers + found[0], ended + found[1]
    return answers, ended


@pytest.mark.parametrize("room", [1, 2, 3])
def test_random_loops_end_the_same_in_slices_with_kills_in_between(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-9: a command enters or ends so few inner instances, of both loops together."""
    monkeypatch.setattr(turn, "INNER_INSTANCES_PER_COMMAND", room)
    answers, ended = walk_random_loops()
    assert answers >= 100
    assert ended >= 20


def test_random_loops_are_walked_as_their_items_say() -> None:
    answers, ended = walk_random_loops()
    assert answers >= 100
    assert ended >= 20, "conditions that end instances are part of what is walked"


def _collects_nothing(*_: object) -> None:
    """The output of an iteration gets lost."""


def _never_met(*_: object) -> bool:
    """The completion condition is not asked."""
    return False


def _leaves_the_rest(*_: object) -> None:
    """The condition ends nothing."""


FAULTS = {
    "_collect": _collects_nothing,
    "_is_condition_met": _never_met,
    "end_inner_instances": _leaves_the_rest,
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_in_a_loop_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inner_instances, name, FAULTS[name])
    with pytest.raises(AssertionError):
        walk_random_loops()
