"""A diagram or table that another release deployed is read without the rules for new ones, and goes as far as it can."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.core.commands import (
    ActivateJobs,
    CancelInstance,
    CompleteJob,
    CreateInstance,
    Deploy,
    EvaluateDecision,
    PublishMessage,
    ResolveIncident,
    Resource,
)
from engine.errors import DeploymentError
from engine.runtime import Runtime
from engine.settings import EngineSettings
from engine.state.opening import STORE_FILE
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    exclusive,
    flow,
    io,
    message,
    node,
    process,
    receive,
    service,
    start,
    throw,
    timer_boundary,
    user,
)
from tests.engine_dmn.tables import decision, dmn, literal

WAY = diagram(
    message("M", "m"),
    process("p", start(), service("work"), service("more"), end(), chain("start", "work", "more", "end")),
)


@asynccontextmanager
async def engine_on(folder: Path) -> AsyncIterator[Runtime]:
    runtime = Runtime(EngineSettings(data_dir=folder))
    runtime.start()
    try:
        yield runtime
    finally:
        await runtime.close()


async def work(runtime: Runtime, job_type: str) -> None:
    (job,) = (await runtime.execute(ActivateJobs(job_type, "worker", 60_000, 10))).jobs  # type: ignore[union-attr]  # a poll's answer
    await runtime.execute(CompleteJob(job.key))


def rows(runtime: Runtime, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in runtime.read().execute(sql)]


def states(runtime: Runtime) -> dict[str, str]:
    return dict(rows(runtime, "SELECT element_id, state FROM element_instance WHERE scope_key IS NOT NULL"))


def incidents(runtime: Runtime) -> list[tuple[Any, ...]]:
    found = "SELECT element_id, error_type, error_message FROM incident WHERE state = 'ACTIVE'"
    return rows(runtime, found)


def rewrite(folder: Path, change: Callable[[str], str], table: str = "process_definition") -> str:
    """Change a stored file as an earlier release would have deployed it; answers the new text."""
    with sqlite3.connect(folder / STORE_FILE) as store:
        (xml,) = store.execute(f"SELECT xml FROM {table}").fetchone()  # noqa: S608  # a name of this test
        changed = change(xml)
        assert changed != xml
        store.execute(f"UPDATE {table} SET xml = ?", (changed,))  # noqa: S608  # a name of this test
    store.close()
    return changed


def add(*parts: str) -> Callable[[str], str]:
    return lambda xml: xml.replace("</bpmn:process>", "".join(parts) + "</bpmn:process>")


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new)


def insert(element: str) -> Callable[[str], str]:
    """Put an element between `work` and `more`."""
    after = flow("x", "more") if 'id="x"' in element else ""
    return lambda xml: add(element, after)(xml.replace('targetRef="more"', 'targetRef="x"'))


async def begin(folder: Path, file: bytes = WAY) -> None:
    async with engine_on(folder) as runtime:
        await runtime.execute(Deploy((Resource("way.bpmn", file),)))
        await runtime.execute(CreateInstance("p"))


# What this release refuses in a new file, and no token of the running instance ever meets.
ASIDE = {
    "an element without support beside the way": add(node("complexGateway", "x")),
    "a whole branch without support": add(
        node("manualTask", "x"), node("adHocSubProcess", "y", node("task", "z")), chain("x", "y")
    ),
    "an event sub-process with a signal": add(
        node(
            "subProcess",
            "x",
            node("startEvent", "s", "<bpmn:signalEventDefinition/>"),
            triggeredByEvent="true",
        )
    ),
    "an unsupported extension of the process": swap(
        '<bpmn:startEvent id="start"',
        "<bpmn:extensionElements><zeebe:executionListeners/>"
        '</bpmn:extensionElements><bpmn:startEvent id="start"',
    ),
    "an unsupported extension of the task that waits": swap(
        '<zeebe:taskDefinition type="work"', '<zeebe:linkedResources/><zeebe:taskDefinition type="work"'
    ),
    "a static source of an output": swap(
        '<zeebe:taskDefinition type="more"/>',
        '<zeebe:taskDefinition type="more"/>' + io(("output", "x", "y")),
    ),
    "two none start events": add(start("again"), flow("again", "more")),
    "a boundary event that leads nowhere": add(
        node(
            "boundaryEvent",
            "x",
            "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration>"
            "</bpmn:timerEventDefinition>",
            attachedToRef="more",
        )
    ),
    "ids used twice": add(node("textAnnotation", "t"), node("task", "aside"), node("task", "aside")),
    "more elements than a new file may have": add(*(node("textAnnotation", f"t{n}") for n in range(5_000))),
}


@pytest.mark.parametrize("change", ASIDE.values(), ids=ASIDE)
async def test_a_running_instance_goes_on_past_what_a_new_diagram_is_refused_for(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    """EN-3: the first completed job ended the engine; the file itself would be refused today."""
    await begin(tmp_path)
    changed = rewrite(tmp_path, change)
    async with engine_on(tmp_path) as runtime:
        with pytest.raises(DeploymentError):
            await runtime.execute(Deploy((Resource("new.bpmn", changed.encode()),)))
        await work(runtime, "work")
        await work(runtime, "more")
        assert (states(runtime)["end"], incidents(runtime)) == ("COMPLETED", [])


# What the token meets after `work`, with a word of the reason.
AHEAD = {
    "a gateway without support": (insert(node("complexGateway", "x")), "x", "not supported"),
    "a task without support": (insert(node("manualTask", "x")), "x", "not supported"),
    "an event without support": (
        insert(node("intermediateCatchEvent", "x", "<bpmn:signalEventDefinition/>")),
        "x",
        "signalEventDefinition",
    ),
    "an expression that does not parse": (insert(service("x", "=1 +")), "x", "type"),
    "a message that is not declared": (insert(receive("x", "gone")), "x", "gone"),
    "a flow to nowhere": (insert(""), "work", "does not exist"),
    "a condition that does not parse": (
        insert(exclusive("x") + flow("x", "end", "=(", "broken")),
        "x",
        "condition",
    ),
    "a watch that cannot be kept": (
        insert(service("x") + node("boundaryEvent", "b", "<bpmn:signalEventDefinition/>", attachedToRef="x")),
        "x",
        "signalEventDefinition",
    ),
    "a loop that never rests": (
        insert(throw("x") + throw("y") + chain("x", "y", "x")),
        "x",
        "without a wait state",
    ),
    "a sub-process without a start": (insert(node("subProcess", "x")), "x", "start event"),
    "a user task of another kind": (
        insert(user("x").replace("<zeebe:userTask/>", "")),
        "x",
        "zeebe:userTask",
    ),
}


@pytest.mark.parametrize(("change", "place", "word"), AHEAD.values(), ids=AHEAD)
async def test_a_token_that_comes_to_what_cannot_be_executed_is_an_incident(
    tmp_path: Path, change: Callable[[str], str], place: str, word: str
) -> None:
    """EN-3: it says at which element and why; the instance can be cancelled, and others are not concerned."""
    await begin(tmp_path)
    rewrite(tmp_path, change)
    async with engine_on(tmp_path) as runtime:
        await work(runtime, "work")
        ((element_id, kind, told),) = incidents(runtime)
        assert (element_id, kind) == (place, "UNKNOWN")
        assert told.startswith("Expected to go on at '")
        assert word in told
        ((key,),) = rows(runtime, "SELECT key FROM process_instance")
        await runtime.execute(CancelInstance(key))
        assert rows(runtime, "SELECT state FROM process_instance") == [("TERMINATED",)]


async def test_a_release_that_knows_the_element_goes_on_from_the_incident(tmp_path: Path) -> None:
    """EN-3: the step is done again when the incident is resolved."""
    await begin(tmp_path)
    rewrite(tmp_path, insert(node("manualTask", "x")))
    async with engine_on(tmp_path) as runtime:
        await work(runtime, "work")
        ((key,),) = rows(runtime, "SELECT key FROM incident WHERE state = 'ACTIVE'")
        await runtime.execute(ResolveIncident(key))
        assert len(incidents(runtime)) == 1
    rewrite(tmp_path, swap("manualTask", "parallelGateway"))
    async with engine_on(tmp_path) as runtime:
        ((key,),) = rows(runtime, "SELECT key FROM incident WHERE state = 'ACTIVE'")
        await runtime.execute(ResolveIncident(key))
        await work(runtime, "more")
        assert states(runtime)["end"] == "COMPLETED"


async def test_a_new_instance_of_a_diagram_that_cannot_begin_is_an_incident_at_its_start(
    tmp_path: Path,
) -> None:
    """EN-3: what is wrong with the process as a whole stops its starts, by hand and by message."""
    await begin(tmp_path)
    rewrite(tmp_path, ASIDE["an unsupported extension of the process"])
    async with engine_on(tmp_path) as runtime:
        await runtime.execute(CreateInstance("p"))
        ((element_id, kind, told),) = incidents(runtime)
        assert (element_id, kind) == ("start", "UNKNOWN")
        assert "executionListeners" in told
        await runtime.execute(PublishMessage("m", "k"))


async def test_a_timer_of_a_stored_diagram_still_fires(tmp_path: Path) -> None:
    """EN-3: a value that a new file may not have is an incident where it is evaluated, not before."""
    late = timer_boundary("late", "work", "PT1H", interrupting=False)
    await begin(
        tmp_path,
        diagram(
            process(
                "p",
                start(),
                service("work"),
                late,
                end(),
                end("e2"),
                chain("start", "work", "end"),
                chain("late", "e2"),
            )
        ),
    )
    rewrite(tmp_path, swap('type="work"', f'type="work" retries="{"9" * 5_000}"'))
    async with engine_on(tmp_path) as runtime:
        await runtime.pin_clock(runtime.clock.now_ms() + 3_600_001)
        await runtime.execute(CreateInstance("p"))
        assert states(runtime)["late"] == "COMPLETED"
        ((element_id, _, told),) = incidents(runtime)
        assert (element_id, "NUMBER" in told) == ("work", True)


NEEDS_C = '<informationRequirement id="own"><requiredDecision href="#c"/></informationRequirement>'


@pytest.mark.parametrize("asked", ["b", "c"])
async def test_a_stored_table_that_cannot_be_read_fails_alone(tmp_path: Path, asked: str) -> None:
    """EN-3: the decision says why when it is evaluated; others of its file are not concerned."""
    file = dmn(
        decision("a", literal("1")),
        decision("b", literal("2")),
        decision("c", literal("3"), "b"),
        decision("e", literal("4")),
    )
    async with engine_on(tmp_path) as runtime:
        await runtime.execute(Deploy((Resource("t.dmn", file),)))
    broken = f"<text>2 +</text></literalExpression>{NEEDS_C}"
    rewrite(tmp_path, swap("<text>2</text></literalExpression>", broken), "decision_requirements")
    async with engine_on(tmp_path) as runtime:
        failed: Any = await runtime.execute(EvaluateDecision(asked))
        assert "FEEL" in str(failed.failure)
        fine: Any = await runtime.execute(EvaluateDecision("e"))
        assert (fine.failure, fine.output) == (None, 4)


async def test_tables_that_need_each_other_fail_and_do_not_turn_in_a_circle(tmp_path: Path) -> None:
    """EN-3: a circle would never have ended."""
    async with engine_on(tmp_path) as runtime:
        file = dmn(decision("b", literal("2")), decision("c", literal("3"), "b"))
        await runtime.execute(Deploy((Resource("t.dmn", file),)))
    own = f"<text>2</text></literalExpression>{NEEDS_C}"
    rewrite(tmp_path, swap("<text>2</text></literalExpression>", own), "decision_requirements")
    async with engine_on(tmp_path) as runtime:
        failed: Any = await runtime.execute(EvaluateDecision("c"))
        assert "own result" in str(failed.failure)


async def test_a_stored_form_is_not_read_again(tmp_path: Path) -> None:
    """EN-3: whatever another release took as a form serves the tasks that name it."""
    form = '<zeebe:formDefinition formId="f"/>'
    way = diagram(
        process("p", start(), service("work"), user("ask", form), end(), chain("start", "work", "ask", "end"))
    )
    async with engine_on(tmp_path) as runtime:
        await runtime.execute(Deploy((Resource("way.bpmn", way), Resource("f.form", b'{"id": "f"}'))))
        await runtime.execute(CreateInstance("p"))
    with sqlite3.connect(tmp_path / STORE_FILE) as store:
        store.execute("UPDATE form_definition SET schema = 'no form of today'")
    store.close()
    async with engine_on(tmp_path) as runtime:
        await work(runtime, "work")
        assert rows(runtime, "SELECT state FROM user_task") == [("CREATED",)]
