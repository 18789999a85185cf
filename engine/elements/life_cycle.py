"""How a token goes through any element: one function per step kind; the order is that of Zeebe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.behaviours.closing import close_waits
from engine.behaviours.evaluation import StepFailed
from engine.behaviours.flows import take
from engine.behaviours.incidents import close_incidents, raise_incident
from engine.behaviours.inner_instances import complete_inner
from engine.behaviours.interruptions import enter_interrupter, is_interrupter
from engine.behaviours.joins import join_possible
from engine.behaviours.mappings import apply_inputs, apply_outputs
from engine.behaviours.readable import require_readable
from engine.behaviours.timers import fire_held
from engine.behaviours.tokens import end, enter
from engine.behaviours.waits import open_waits
from engine.core.steps import Step, StepKind
from engine.core.transitions import move_element
from engine.core.turn import Turn
from engine.elements.registry import PROCESSORS
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.incident import ErrorType, Failure

# A process that calls itself twice would else fill one command for ever; no sound diagram enters so many at once.
MAX_ENTERED_AT_ONCE: Final = 10_000


def run_steps(turn: Turn) -> None:
    """Work the queue off; ends because diagrams with loops that never rest are refused.

    A command enters a bounded number of elements. What is in the queue beyond is an incident where it stands, so that
    others are served; resolving it goes on.
    """
    entered = 0
    while turn.queue:
        step = turn.queue.popleft()
        token = turn.state.find(ElementInstance, step.element_instance_key)
        if token is None:
            continue
        turn.at_work = token.process_instance_key
        entered += step.kind is StepKind.ACTIVATE
        if (
            step.kind is StepKind.ACTIVATE
            and entered > MAX_ENTERED_AT_ONCE
            and not _is_scope_over(turn, token)
        ):
            message = (
                f"Expected to go on, but one command entered {MAX_ENTERED_AT_ONCE} elements without a rest"
            )
            raise_incident(turn, token, Failure(ErrorType.UNKNOWN, message))
        else:
            _run(turn, step, token)


def _run(turn: Turn, step: Step, token: ElementInstance) -> None:
    # Steps queued before the surrounding scope was ended must not go on in it.
    if step.kind in (StepKind.ACTIVATE, StepKind.COMPLETE) and _is_scope_over(turn, token):
        _terminate(turn, token)
    elif step.kind is StepKind.JOIN:
        join_possible(turn, token, turn.models.get(token.process_definition_key).elements[step.gateway_id])
    else:
        _STEPS[step.kind](turn, token)


def _is_scope_over(turn: Turn, token: ElementInstance) -> bool:
    if token.scope_key is None:
        return False
    scope = turn.state.get(ElementInstance, token.scope_key)
    if scope.state == ElementState.TERMINATING:
        return True
    return scope.interrupted_by is not None and not is_interrupter(turn, scope, token)


def _activate(turn: Turn, token: ElementInstance) -> None:
    if token.state != ElementState.ACTIVATING:
        return
    element = turn.models.element_of(token)
    processor = PROCESSORS[token.element_type]
    try:
        require_readable(turn, token, token.element_id)
        apply_inputs(turn, token, element)
        plan = processor.plan_waits(turn, token, element)
        processor.activate(turn, token, element)
    except StepFailed as failed:
        raise_incident(turn, token, failed.failure)
        return
    move_element(turn.state, token, ElementState.ACTIVE)
    open_waits(turn, token, plan)


def _complete(turn: Turn, token: ElementInstance) -> None:
    if token.state == ElementState.ACTIVE:
        move_element(turn.state, token, ElementState.COMPLETING)
        _leave(turn, token)


def _leave(turn: Turn, token: ElementInstance) -> None:
    element = turn.models.element_of(token)
    processor = PROCESSORS[token.element_type]
    try:
        require_readable(turn, token, *(flow.id for flow in element.outgoing))
        flows = processor.choose_flows(turn, token, element)
        if token.scope_key is not None:
            apply_outputs(turn, token, element)
        processor.after_outputs(turn, token, element)
        complete_inner(turn, token)
    except StepFailed as failed:
        raise_incident(turn, token, failed.failure)
        return
    close_waits(turn, token)
    processor.before_end(turn, token, element)
    end(turn, token, ElementState.COMPLETED)
    processor.after_end(turn, token, element)
    if token.scope_key is not None:
        scope = turn.state.get(ElementInstance, token.scope_key)
        for flow in flows:
            take(turn, scope, flow)
        turn.report_child_ended(scope.key)


def _terminate(turn: Turn, token: ElementInstance) -> None:
    if token.state == ElementState.TERMINATING:
        return
    move_element(turn.state, token, ElementState.TERMINATING)
    close_waits(turn, token)
    close_incidents(turn, token)
    PROCESSORS[token.element_type].terminate(turn, token, turn.models.element_of(token))
    turn.report_child_ended(token.key)


def _look_whether_over(turn: Turn, token: ElementInstance) -> None:
    if not PROCESSORS[token.element_type].is_empty(turn, token):
        return
    if token.state == ElementState.TERMINATING:
        _finish_termination(turn, token)
    elif token.state == ElementState.ACTIVE and not token.tokens and not enter_interrupter(turn, token):
        turn.complete(token)


def _finish_termination(turn: Turn, token: ElementInstance) -> None:
    element = turn.models.element_of(token)
    brought = token.result
    end(turn, token, ElementState.TERMINATED)
    PROCESSORS[token.element_type].after_end(turn, token, element)
    if token.scope_key is None:
        return
    scope = turn.state.get(ElementInstance, token.scope_key)
    is_scope_open = scope.state == ElementState.ACTIVE and scope.interrupted_by is None
    if token.interrupted_by in element.boundary_ids and is_scope_open:
        boundary = turn.models.get(token.process_definition_key).elements[token.interrupted_by]
        enter(turn, scope, boundary, brought)
    turn.report_child_ended(scope.key)


def _retry(turn: Turn, token: ElementInstance) -> None:
    if token.state == ElementState.ACTIVATING:
        _activate(turn, token)
    elif token.state == ElementState.COMPLETING:
        _leave(turn, token)
    elif not fire_held(turn, token):
        PROCESSORS[token.element_type].retry(turn, token, turn.models.element_of(token))


_STEPS: Final[dict[StepKind, Callable[[Turn, ElementInstance], None]]] = {
    StepKind.ACTIVATE: _activate,
    StepKind.COMPLETE: _complete,
    StepKind.TERMINATE: _terminate,
    StepKind.CHILD_ENDED: _look_whether_over,
    StepKind.RETRY: _retry,
}
