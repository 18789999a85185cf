"""C2: workers take exactly the declared inputs and return the declared outputs; so do the forms' use cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpmn.names import JOB_INPUTS, JOB_OUTPUTS, TASK_OUTPUTS, JobType
from services.tasks.registry import HANDLERS
from tests.contract.shipped import DIAGRAMS
from tests.contract.variables import names_written
from tests.contract.worker_routes import list_routes
from workers.hardened.job_route import JobRoute, RouteKind


def route_faults(routes: list[JobRoute]) -> list[str]:
    """Differences between a service route and the io mappings of its task."""
    faults = []
    for route in routes:
        if route.kind is not RouteKind.SERVICE:
            continue
        job_type = JobType(route.job_type)
        if set(route.takes) != JOB_INPUTS[job_type]:
            faults.append(f"{job_type} takes {sorted(route.takes)}, declared {sorted(JOB_INPUTS[job_type])}")
        if set(route.gives) != JOB_OUTPUTS[job_type]:
            faults.append(f"{job_type} gives {sorted(route.gives)}, declared {sorted(JOB_OUTPUTS[job_type])}")
    return faults


def listener_faults(routes: list[JobRoute]) -> list[str]:
    """A listener reads what every process with such a task can see, and returns no variables."""
    faults = []
    for route in routes:
        if route.kind is not RouteKind.LISTENER:
            continue
        if route.gives:
            faults.append(f"{route.job_type} is a listener and returns {sorted(route.gives)}")
        for diagram in DIAGRAMS:
            asks = any(
                listener.job_type == route.job_type for node in diagram.nodes for listener in node.listeners
            )
            unseen = set(route.takes) - names_written(diagram, DIAGRAMS)
            if asks and unseen:
                faults.append(f"{route.job_type} reads {sorted(unseen)}, unseen in {diagram.process_id}")
    return faults


def task_faults(outputs: Mapping[str, frozenset[str]]) -> list[str]:
    return [
        f"{form_id} gives {sorted(outputs.get(form_id, frozenset()))}, declared {sorted(declared)}"
        for form_id, declared in TASK_OUTPUTS.items()
        if outputs.get(form_id) != declared
    ]


def test_workers_take_and_give_what_the_diagrams_declare() -> None:
    """C2."""
    routes = list_routes()
    assert sum(1 for route in routes if route.kind is RouteKind.SERVICE) == len(JOB_INPUTS) == 3
    assert route_faults(routes) == []


def test_listeners_read_only_what_every_task_sees() -> None:
    """C2."""
    routes = list_routes()
    assert sum(1 for route in routes if route.kind is RouteKind.LISTENER) == 2
    assert listener_faults(routes) == []


def test_forms_give_the_engine_exactly_the_declared_variables() -> None:
    """C2: submission sends only the variables the diagram declares as outputs (decision 7)."""
    assert len(TASK_OUTPUTS) == 7
    assert task_faults({form_id: handler.OUTPUTS for form_id, handler in HANDLERS.items()}) == []


def test_missing_input_and_extra_output_are_found() -> None:
    """C2 probe."""
    route = JobRoute(
        job_type=JobType.CHECK_CLOCK.value,
        handler=lambda job: None,
        kind=RouteKind.SERVICE,
        takes=("clock_id",),
        gives=("rung", "check_at", "announce"),
    )
    assert route_faults([route]) == []
    assert len(route_faults([replace(route, takes=(), gives=("rung",))])) == 2
    listener = replace(route, job_type="complaint.check-assignment", kind=RouteKind.LISTENER)
    assert len(listener_faults([listener])) > 1
    assert len(task_faults({})) == 7
