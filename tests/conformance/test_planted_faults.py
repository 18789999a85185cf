"""Faults planted in the engine: each must make its case differ, or the case proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from engine.behaviours import errors, flows, inner_instances, messages, triggers, waits
from engine.behaviours.tokens import enter, scope_of
from engine.behaviours.variables import set_local, visible_variables
from engine.core.commands import AssignUserTask, CancelInstance
from engine.dmn.graph import HitPolicy
from engine.dmn.hit_policies import HIT_POLICIES
from engine.elements import call_activity, end_event, intermediate_throw_event, life_cycle
from engine.elements.exclusive_gateway import ExclusiveGatewayProcessor
from engine.elements.intermediate_throw_event import IntermediateThrowEventProcessor
from engine.gateway import to_commands
from engine.processing import deployments, handlers, instance_commands, job_commands, message_commands
from engine.processing.user_task_commands import assign_user_task
from engine.rest import search
from engine.rest.filters import Condition
from tests.conformance.suite import run_cases
from tests.conformance.target import connected
from tests.engine_server import running_engine

# A planted fault often makes a case wait in vain for what never comes.
LIMIT_SECONDS = 0.8

# Any: planted functions take whatever those take that they stand for.
Planted = Callable[..., Any]


@dataclass(frozen=True)
class Fault:
    """What is wrong, where it is planted, what stands there instead, and the case that must notice."""

    wrong: str
    place: tuple[object, str]
    planted: Planted
    case: str
    limit_seconds: float = LIMIT_SECONDS


def nothing(*_: object, **__: object) -> None:
    """Stands for something that should have happened."""


def no_condition(*_: object, **__: object) -> Condition:
    """Everything meets it."""
    return Condition()


def join_at_the_first_token(turn: Any, scope: Any, gateway: Any, flow: Any) -> None:
    enter(turn, scope, gateway)


def go_beside(turn: Any, host: Any, boundary: Any, variables: Any) -> None:
    enter(turn, scope_of(turn, host), boundary, dict(variables))


def open_beside(turn: Any, scope: Any, start: Any, variables: Any) -> None:
    enter(
        turn, scope, turn.models.get(scope.process_definition_key).elements[start.scope_id], dict(variables)
    )


def take_the_default(self: Any, turn: Any, token: Any, element: Any) -> Any:
    return (element.default_flow,)


def write_at_the_root(turn: Any, scope_key: int, variables: Any) -> None:
    token = turn.state.get(life_cycle.ElementInstance, scope_key)
    set_local(turn, turn.state.get(life_cycle.ElementInstance, token.process_instance_key), variables)


def fail_without_back_off(request: Any, real: Planted = to_commands.fail_job) -> Any:
    return replace(real(request), back_off_ms=0)


def claim_from_others(turn: Any, command: AssignUserTask) -> None:
    assign_user_task(turn, replace(command, allow_override=True))


def cancel_in_words(turn: Any, command: CancelInstance) -> object:
    return job_commands.Done()


def wait_for_any_key(turn: Any, token: Any, definition: Any, real: Planted = messages.message_key_at) -> Any:
    name, _ = real(turn, token, definition)
    return name, "N-3"


def collect_last(turn: Any, body: Any, inner: Any, loop: Any) -> None:
    output = visible_variables(turn, inner.key)["answer"]
    set_local(turn, body, {"answers": [output, output, output]})


def leave_by_every_event(turn: Any, gateway: Any, event: Any, variables: Any) -> None:
    scope = scope_of(turn, gateway)
    enter(turn, scope, event, dict(variables))


FAULTS = (
    Fault("a join goes on at its first token", (flows, "_join"), join_at_the_first_token, "parallel_join"),
    Fault("output mappings are lost", (life_cycle, "apply_outputs"), nothing, "mappings"),
    Fault("input mappings are lost", (life_cycle, "apply_inputs"), nothing, "sub_process_scope"),
    Fault(
        "waits outlive their activity", (life_cycle, "close_waits"), nothing, "timer_gone_with_activity", 6.0
    ),
    Fault(
        "a boundary event never interrupts", (triggers, "_leave_by_boundary"), go_beside, "message_boundary"
    ),
    Fault(
        "an event sub-process never interrupts",
        (triggers, "_open_event_sub_process"),
        open_beside,
        "event_sub_process_interrupts",
    ),
    Fault(
        "the default flow is taken before conditions",
        (ExclusiveGatewayProcessor, "choose_flows"),
        take_the_default,
        "exclusive_first_match",
    ),
    Fault(
        "correlation keys are not compared",
        (waits, "message_key_at"),
        wait_for_any_key,
        "message_correlates_by_key",
    ),
    Fault("buffered messages are forgotten", (messages, "_is_used"), lambda *_: True, "message_buffered"),
    Fault(
        "message ids are not compared",
        (message_commands, "_is_buffered"),
        lambda *_: False,
        "message_buffered",
    ),
    Fault("start locks do not hold", (messages, "_is_locked"), lambda *_: False, "message_start"),
    Fault(
        "jobs without retries raise nothing", (job_commands, "raise_incident"), nothing, "job_without_retries"
    ),
    Fault("back-offs are ignored", (to_commands, "fail_job"), fail_without_back_off, "job_back_off", 6.0),
    Fault("a terminate end leaves the others", (end_event, "terminate_children"), nothing, "terminate"),
    Fault(
        "escalations are not caught",
        (intermediate_throw_event, "throw_escalation"),
        lambda *_: True,
        "escalation",
    ),
    Fault("errors are not caught", (errors, "throw_error"), lambda *_: False, "error_caught"),
    Fault("children see everything", (call_activity, "local_variables"), visible_variables, "call_activity"),
    Fault(
        "variables are set at the root", (instance_commands, "propagate"), write_at_the_root, "set_variables"
    ),
    Fault("a claim overrides", (handlers.HANDLERS, "assign"), claim_from_others, "user_task"),
    Fault("a cancellation does nothing", (handlers.HANDLERS, "cancel"), cancel_in_words, "cancel"),
    Fault(
        "a loop collects the last output only", (inner_instances, "_collect"), collect_last, "multi_instance"
    ),
    Fault(
        "an event-based gateway stays open",
        (triggers, "_leave_gateway"),
        leave_by_every_event,
        "event_gateway_message",
    ),
    Fault("a link leads nowhere", (IntermediateThrowEventProcessor, "after_end"), nothing, "link"),
    Fault("no timer starts a process", (deployments, "renew_start_timers"), nothing, "timer_start"),
    Fault(
        "priorities are not looked at",
        (HIT_POLICIES, HitPolicy.PRIORITY),
        HIT_POLICIES[HitPolicy.FIRST],
        "decision_hit_policies",
    ),
    Fault(
        "a table that was replaced counts as in use",
        (deployments, "is_in_use"),
        lambda *_: True,
        "decision_put_back",
    ),
    Fault("a cursor leads to the first row", (search, "cursor_condition"), no_condition, "paged_by_cursor"),
    Fault("no version ever changes", (deployments, "_is_new"), lambda *_: False, "deployment_versions"),
)
COMMANDS: dict[str, object] = {"assign": AssignUserTask, "cancel": CancelInstance}


def plant(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    place, name = fault.place
    if isinstance(place, dict):
        monkeypatch.setitem(place, COMMANDS.get(name, name), fault.planted)
    else:
        monkeypatch.setattr(place, name, fault.planted)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.wrong.replace(" ", "-"))
async def test_a_planted_fault_is_found_by_its_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    plant(monkeypatch, fault)
    with running_engine(tmp_path / "engine") as engine:
        async with connected(engine.grpc_address, engine.rest_address, fault.limit_seconds) as target:
            differences = await run_cases(target, [fault.case])
    assert [difference.case for difference in differences] == [fault.case]


@pytest.mark.parametrize("limit_seconds", sorted({fault.limit_seconds for fault in FAULTS}))
async def test_without_a_fault_the_same_cases_pass_within_the_same_limit(
    tmp_path: Path, limit_seconds: float
) -> None:
    cases = sorted({fault.case for fault in FAULTS if fault.limit_seconds == limit_seconds})
    with running_engine(tmp_path / "engine") as engine:
        async with connected(engine.grpc_address, engine.rest_address, limit_seconds) as target:
            assert await run_cases(target, cases) == []
