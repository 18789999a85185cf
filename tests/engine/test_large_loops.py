"""Loops of many items: entered and ended slice by slice, and what happens in between changes nothing of their end."""

from __future__ import annotations

import pytest

from engine.behaviours import slices
from engine.core import turn
from engine.core.commands import (
    CancelInstance,
    CompleteJob,
    CompleteUserTask,
    CorrelateMessage,
    CreateInstance,
    Deploy,
    FireDue,
    GoOnWithLoops,
    ResolveIncident,
    Resource,
)
from engine.errors import NotStorable
from engine.state import rows
from engine.state.element_instance import ElementInstance
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.timer import Timer
from engine.state.unfinished_loop import UnfinishedLoop
from engine.state.user_task import UserTask
from engine.state.variable import Variable
from tests.engine.diagrams import (
    call,
    catch,
    chain,
    diagram,
    end,
    event,
    listener,
    message,
    parallel,
    process,
    receive,
    service,
    start,
    sub,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, Driver
from tests.engine.loop_diagrams import NAMES, around
from tests.engine.rule_diagrams import loop, looped, script
from tests.engine.slicing import ALL_AT_ONCE, BAD, Make
from tests.engine_random.driving import Office

ROOM = 2
ITEMS = (1, 1, 1, 1, 1, 1, 1)


def test_hundred_instances_are_entered_at_a_time_and_others_are_served_in_between(engine: Driver) -> None:
    """EN-9: by the order of commands, not by time."""
    around(engine, looped(service("x"), loop(**NAMES)))
    large, small = engine.create(items=[1] * 250), engine.create(items=[2])
    assert [engine.active(key).count("x") - 1 for key in (large, small)] == [100, 1]
    (job,) = (job for job in engine.open(Job) if job.process_instance_key == small)
    engine.run(CompleteJob(job.key, {"answer": 2}))
    assert engine.active(small) == ["after"]
    assert engine.active(large).count("x") - 1 == 100
    assert engine.go_on() == 2
    assert engine.active(large).count("x") - 1 == 250
    assert engine.open(UnfinishedLoop) == []


def test_cancelled_loop_ends_hundred_instances_at_a_time(engine: Driver) -> None:
    """EN-9: also on the way out."""
    around(engine, looped(service("x"), loop(**NAMES)))
    key = engine.create(items=[1] * 250)
    engine.go_on()
    engine.run(CancelInstance(key))
    assert engine.active(key).count("x") - 1 == 150
    assert engine.create(items=[]) > key
    assert (engine.go_on(), engine.state(key)) == (2, "TERMINATED")


@pytest.mark.parametrize("bad", range(len(ITEMS)))
def test_item_with_an_incident_keeps_back_only_itself(make: Make, bad: int) -> None:
    """EN-9."""
    items = [BAD if at == bad else 1 for at in range(len(ITEMS))]
    sliced = make(ROOM)
    key = sliced.begin(*items)
    sliced.restart()
    sliced.go_on()
    assert (len(sliced.entered()), len(sliced.open(Incident))) == (len(ITEMS), 1)
    sliced.finish()
    assert sliced.variables(key)["results"] == [1, 2, 3, 4, 5, 6, 7]


def test_incident_in_a_loop_that_is_ended_cannot_be_resolved_any_more(make: Make) -> None:
    sliced = make(ROOM)
    key = sliced.begin(1, 1, 1, 1, 1, 1, BAD)
    sliced.go_on()
    incident = sliced.incident()
    sliced.run(CancelInstance(key))
    assert sliced.open(Incident) == [incident]
    assert sliced.refused(ResolveIncident(incident.key)) == "NOT_FOUND"
    sliced.go_on()
    assert (sliced.open(Incident), sliced.state(key)) == ([], "TERMINATED")


def test_loop_does_not_end_while_items_are_still_to_be_entered(make: Make) -> None:
    """EN-9: all that were entered are answered before the next slice."""
    sliced = make(ROOM)
    key = sliced.begin(*ITEMS)
    for position in range(1, len(ITEMS) + 1):
        if position not in sliced.entered():
            assert sliced.go_on(1) == 1
        sliced.run(CompleteJob(sliced.job_of(position), {"answer": position}))
    assert "after" in sliced.active(key)
    sliced.finish()
    assert sliced.variables(key)["results"] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "condition",
    [
        "numberOfInstances = 7",
        "numberOfActiveInstances = 6",
        "numberOfCompletedInstances / numberOfInstances &gt; 0.1",
        "numberOfTerminatedInstances = 0",
    ],
)
def test_counts_are_those_of_all_items_however_many_were_entered(make: Make, condition: str) -> None:
    """EN-9: a share is not met early because of slices."""
    sliced = make(ROOM)
    around(sliced, looped(service("x"), loop(until=f"={condition}", **NAMES)))
    key = sliced.create(items=list(ITEMS))
    sliced.run(CompleteJob(sliced.job_of(1), {"answer": 1}))
    sliced.go_on()
    assert sliced.active(key) == ["after"]


def test_share_that_is_not_reached_by_all_items_is_not_reached_by_a_slice(make: Make) -> None:
    """EN-9."""
    sliced = make(ROOM)
    around(
        sliced,
        looped(service("x"), loop(until="=numberOfCompletedInstances / numberOfInstances &gt; 0.2", **NAMES)),
    )
    key = sliced.create(items=list(ITEMS))
    sliced.run(CompleteJob(sliced.job_of(1), {"answer": 1}))
    sliced.go_on()
    assert sliced.active(key).count("x") == len(ITEMS)


def count_inner(engine: Driver) -> int:
    rows = engine.rows(ElementInstance)
    return sum(row.loop_counter is not None and row.element_type != "MULTI_INSTANCE_BODY" for row in rows)


CELLS = loop("=row", input_element="cell", output_collection="line", output_element="=answer")
ROWS = loop("=rows", input_element="row")


def test_loops_in_a_loop_share_the_room_of_a_command(make: Make) -> None:
    """EN-9: five rows of five cells, never more than three instances entered or ended by a command."""
    sliced = make(3)
    inside = sub("x", start("s"), looped(service("cell"), CELLS), end("e"), chain("s", "cell", "e"))
    around(sliced, looped(inside, ROWS))
    key = sliced.create(rows=[[1] * 5] * 5)
    counts = [count_inner(sliced)]
    while sliced.go_on(1):
        counts.append(count_inner(sliced))
    assert counts[-1] == 30
    assert max(after - before for before, after in zip([0, *counts], counts, strict=False)) == 3
    sliced.run(CancelInstance(key))
    left = [len(sliced.open(Job))]
    while sliced.go_on(1):
        left.append(len(sliced.open(Job)))
    assert max(before - after for before, after in zip([25, *left], left, strict=False)) <= 3
    assert (sliced.state(key), sliced.open(UnfinishedLoop)) == ("TERMINATED", [])


@pytest.mark.parametrize("sequential", [False, True])
def test_loop_of_items_that_need_no_worker_goes_on_by_itself(make: Make, sequential: bool) -> None:
    """EN-9: scripts complete in the command that enters them."""
    sliced = make(3)
    names = {**NAMES, "output_element": "=y"}
    around(sliced, looped(script("x", "=item * 10", "y"), loop(sequential=sequential, **names)))
    key = sliced.create(items=list(range(10)))
    assert count_inner(sliced) == 3
    assert sliced.active(key) == ["x"]
    assert sliced.go_on() == 3
    assert sliced.active(key) == ["after"]
    assert sliced.variables(key)["results"] == [item * 10 for item in range(10)]


@pytest.mark.parametrize("room", [5, ALL_AT_ONCE])
def test_loop_whose_instances_end_before_their_turn_leaves_nothing_to_do(make: Make, room: int) -> None:
    """EN-9: the command that ends one loop goes on to another, whose condition is met when it may end no more."""
    sliced = make(room)
    cells = looped(service("cell"), loop())
    inside = (start("s"), parallel("fork"), cells, service("go"), end("stop", "terminate"))
    ways = (chain("s", "fork", "cell"), chain("fork", "go", "stop"))
    quick = looped(script("x", "=item", "y"), loop(until="=true", **{**NAMES, "output_element": "=y"}))
    parts = (
        start(),
        sub("frame", *inside, *ways),
        quick,
        service("after"),
        chain("start", "frame", "x", "after"),
    )
    sliced.deploy(diagram(process("p", *parts)))
    key = sliced.create(items=[1, 2, 3, 4, 5])
    sliced.go_on()
    sliced.work("go")
    sliced.go_on()
    assert (sliced.active(key), sliced.open(UnfinishedLoop)) == (["after"], [])
    assert sliced.variables(key)["results"] == [1, 2, 3, 4, 5]


def test_nothing_reaches_what_stands_in_a_loop_that_is_ended(make: Make) -> None:
    """EN-9: messages and timers inside."""
    sliced = make(1)
    news = receive("r", "m")
    late = timer_boundary("late", "r", "PT1H", interrupting=False)
    inside = sub("x", start("s"), news, late, end("e"), end("f"), chain("s", "r", "e"), chain("late", "f"))
    around(sliced, looped(inside, loop(input_element="item")), around=message("m", "news", "=item"))
    key = sliced.create(items=["a", "b", "c"])
    sliced.go_on()
    sliced.run(CancelInstance(key))
    assert sliced.refused(CorrelateMessage("news", "c")) == "NOT_FOUND"
    sliced.publish("news", "c", ttl=HOUR)
    sliced.advance(HOUR)
    sliced.go_on()
    assert {step for step in sliced.path(key) if step.startswith(("r:", "late:"))} == {"r:TERMINATED"}
    assert (sliced.state(key), sliced.open(ElementInstance)) == ("TERMINATED", [])


def test_tasks_of_a_loop_that_is_ended_are_gone_but_their_listeners_are_served(make: Make) -> None:
    """EN-9."""
    sliced = make(1)
    around(sliced, looped(user("x", "", listener("canceling", "tidy")), loop()))
    key = sliced.create(items=[1, 2, 3])
    sliced.go_on()
    tasks = sliced.open(UserTask)
    sliced.run(CancelInstance(key))
    assert sliced.refused(CompleteUserTask(tasks[-1].key)) == "NOT_FOUND"
    sliced.work("tidy")
    sliced.go_on()
    for job in sliced.jobs("tidy"):
        sliced.run(CompleteJob(job.key))
    assert (sliced.state(key), sliced.open(UserTask)) == ("TERMINATED", [])


def test_called_instances_of_a_loop_that_is_ended_are_out_of_reach(make: Make) -> None:
    """EN-9."""
    sliced = make(1)
    sliced.deploy(diagram(process("child", start(), service("work"), chain("start", "work"))))
    around(sliced, looped(call("x", "child"), loop()))
    key = sliced.create(items=[1, 2, 3])
    sliced.go_on()
    jobs = sliced.open(Job)
    sliced.run(CancelInstance(key))
    assert [sliced.refused(CompleteJob(job.key)) for job in jobs] == ["NOT_FOUND"] * 3
    sliced.go_on()
    assert [sliced.state(called) for called in sliced.started("child")] == ["TERMINATED"] * 3


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_loop_that_rests_is_not_gone_on_with_until_a_person_says_so(
    make: Make, monkeypatch: pytest.MonkeyPatch, is_cancelled: bool
) -> None:
    """EN-9, EN-2: an error that nobody foresaw comes up in a slice; what other instances do goes on."""
    sliced = make(ROOM)
    key = sliced.begin(*ITEMS)
    with monkeypatch.context() as broken:
        broken.setattr(slices, "set_local", lambda *_: 1 // 0)
        sliced.send(GoOnWithLoops(key))
    assert (sliced.go_on(), len(sliced.entered())) == (0, ROOM)
    sliced.restart()
    assert sliced.core.next_loop(sliced.now) is None
    if is_cancelled:
        sliced.run(CancelInstance(key))
    else:
        sliced.run(ResolveIncident(sliced.incident().key))
    sliced.finish()
    assert sliced.state(key) == ("TERMINATED" if is_cancelled else "COMPLETED")
    assert (sliced.open(UnfinishedLoop), sliced.open(ElementInstance)) == ([], [])


def test_timers_that_begin_large_loops_are_not_all_done_at_once(engine: Driver) -> None:
    """EN-9: twelve come due at one moment, each enters a hundred instances."""
    wait = catch("wait", event("timer", timeDuration="PT1H"))
    many = looped(service("x"), loop("=for i in 1..100 return i"))
    engine.deploy(diagram(process("p", start(), wait, many, chain("start", "wait", "x"))))
    for _ in range(12):
        engine.create()
    engine.now += HOUR
    engine.run(FireDue())
    begun = 12 - len(engine.open(Timer))
    assert 0 < begun < 12
    engine.advance(0)
    assert (len(engine.open(Timer)), len(engine.open(Job))) == (0, 1200)


def test_caller_that_awaits_the_end_is_answered_when_the_last_item_is_done(make: Make) -> None:
    """EN-9: who only starts the instance is answered at once."""
    sliced = make(3)
    around(sliced, looped(script("x", "=item", "y"), loop()), end(), chain("after", "end"))
    request = sliced.send(CreateInstance("p", variables={"items": [1] * 10}, awaits_completion=True))
    sliced.go_on()
    assert request not in sliced.answers
    sliced.work("after")
    assert request in sliced.answers


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of all texts that become of lists and objects."""
    lengths: list[int] = []
    encode = rows._encode_json

    def counting(value: object) -> str:
        text = encode(value)
        lengths.append(len(text))
        return text

    monkeypatch.setattr(rows, "_encode_json", counting)
    return lengths


def test_output_list_is_written_once_a_batch(written: list[int]) -> None:
    """EN-9: twenty answers of one batch, by what is serialised; four times the items cost one longer list."""
    serialised = []
    for count in (100, 400):
        office = Office()
        names = process("p", start(), looped(service("x"), loop(**NAMES)), chain("start", "x"))
        office.do(Deploy((Resource("p.bpmn", diagram(names)),)), 1)
        office.do(CreateInstance("p", variables={"items": list(range(count))}), 1)
        while (key := office.core.next_loop(1)) is not None:
            office.do(GoOnWithLoops(key), 1)
        keys = [job.key for job in office.open(Job)][:20]
        written.clear()
        for key in keys:
            office.core.process(CompleteJob(key, {"answer": 7}), 1)
        dirty = office.core.drain_dirty()
        serialised.append(sum(written))
        (value,) = (row.value for row in dirty.upserts if isinstance(row, Variable) and row.name == "results")
        assert value == [7] * 20 + [None] * (count - 20)
        (text,) = (str(row) for noun, row in dirty.rows if noun is Variable and "results" in row)
        assert text.count("7,") >= 19
    assert serialised[1] - serialised[0] == 300 * len("null,")


def test_answer_that_cannot_be_stored_leaves_the_list_as_it_was(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(**NAMES)))
    engine.create(items=[1, 2])
    (variable,) = (row for row in engine.open(Variable) if row.name == "results")
    state = engine.core.state
    for value in (float("nan"), "\ud800"):
        with pytest.raises(NotStorable):
            state.change_item(variable, "value", 0, value)
        state.undo()
    state.change_item(variable, "value", 1, "b")
    state.change_item(variable, "value", 0, "a")
    assert variable.value == ["a", "b"]
    state.undo()
    assert variable.value == [None, None]


def test_room_of_a_command_is_a_hundred() -> None:
    assert turn.INNER_INSTANCES_PER_COMMAND == 100
