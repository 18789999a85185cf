"""C2: workers take exactly the declared inputs and return the declared outputs; so do the forms' use cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpmn.diagram import Diagram
from bpmn.names import JOB_INPUTS, JOB_OUTPUTS, TASK_OUTPUTS, FormId, JobType
from services.tasks.registry import TASKS
from tests.contract.shipped import DIAGRAMS, EARLIER, find_diagram, with_diagram, with_node
from tests.contract.variables import names_written
from tests.contract.worker_routes import WorkerFunction, list_workers


def worker_faults(workers: list[WorkerFunction]) -> list[str]:
    """Differences between a worker and the io mappings of its task."""
    faults = []
    for worker in workers:
        if worker.is_listener:
            continue
        job_type = JobType(worker.job_type)
        if worker.takes != JOB_INPUTS[job_type]:
            faults.append(f"{job_type} takes {sorted(worker.takes)}, declared {sorted(JOB_INPUTS[job_type])}")
        if worker.gives != JOB_OUTPUTS[job_type]:
            faults.append(
                f"{job_type} gives {sorted(worker.gives)}, declared {sorted(JOB_OUTPUTS[job_type])}"
            )
    return faults


def listener_faults(workers: list[WorkerFunction]) -> list[str]:
    """A listener reads what every process with such a task can see, and returns no variables."""
    faults = []
    for worker in workers:
        if not worker.is_listener:
            continue
        if worker.gives:
            faults.append(f"{worker.job_type} is a listener and returns {sorted(worker.gives)}")
        for diagram in DIAGRAMS:
            asks = any(
                listener.job_type == worker.job_type for node in diagram.nodes for listener in node.listeners
            )
            unseen = worker.takes - names_written(diagram, DIAGRAMS)
            if asks and unseen:
                faults.append(f"{worker.job_type} reads {sorted(unseen)}, unseen in {diagram.process_id}")
    return faults


def task_faults(outputs: Mapping[str, frozenset[str]]) -> list[str]:
    return [
        f"{form_id} gives {sorted(outputs.get(form_id, frozenset()))}, declared {sorted(declared)}"
        for form_id, declared in TASK_OUTPUTS.items()
        if outputs.get(form_id) != declared
    ]


def differing_places(diagrams: list[Diagram]) -> list[str]:
    """Job types and forms that stand in several places and declare other variables there."""
    declared: dict[str, set[tuple[frozenset[str], frozenset[str]]]] = {}
    for diagram in diagrams:
        for node in diagram.nodes:
            if node.job_type or node.form_id:
                variables = (frozenset(node.input_names), frozenset(node.answer_names))
                declared.setdefault(node.job_type or node.form_id, set()).add(variables)
    return sorted(name for name, variants in declared.items() if len(variants) > 1)


def earlier_faults(earlier: list[Diagram], workers: list[WorkerFunction]) -> list[str]:
    """What a diagram that still runs expects back and would not get from today's workers, forms and stages."""
    gives = {worker.job_type: worker.gives for worker in workers}
    gives |= {task.form: task.outputs for task in TASKS.values()}
    gives |= {diagram.process_id: frozenset(names_written(diagram, DIAGRAMS)) for diagram in DIAGRAMS}
    faults = []
    for diagram in earlier:
        for node in diagram.nodes:
            asked = node.job_type or node.form_id or node.called_process
            missing = set(node.answer_names) - gives.get(asked, frozenset())
            if asked and missing:
                faults.append(f"{diagram.process_id} {node.id} expects {sorted(missing)}")
    return faults


def test_workers_take_and_give_what_the_diagrams_declare() -> None:
    """C2."""
    workers = list_workers()
    assert sum(1 for worker in workers if not worker.is_listener) == len(JOB_INPUTS) > 10
    assert worker_faults(workers) == []


def test_listeners_read_only_what_every_task_sees() -> None:
    """C2."""
    workers = list_workers()
    assert sum(1 for worker in workers if worker.is_listener) == 3
    assert listener_faults(workers) == []


def test_forms_give_the_engine_exactly_the_declared_variables() -> None:
    """C2: submission sends only the variables the diagram declares as outputs (decision 7)."""
    assert len(TASK_OUTPUTS) == len(FormId)
    assert task_faults({task.form: task.outputs for task in TASKS.values()}) == []


def test_missing_input_and_extra_output_are_found() -> None:
    """C2 probe."""
    worker = WorkerFunction(
        job_type=JobType.CHECK_CLOCK.value,
        name="check_clock",
        is_listener=False,
        takes=frozenset({"clock_id"}),
        gives=frozenset({"rung", "check_at", "announce"}),
    )
    assert worker_faults([worker]) == []
    assert len(worker_faults([replace(worker, takes=frozenset(), gives=frozenset({"rung"}))])) == 2
    listener = replace(worker, job_type="complaint.check-assignment", is_listener=True)
    assert len(listener_faults([listener])) > 1
    assert len(task_faults({})) == len(FormId)


def test_places_of_one_job_or_form_declare_the_same() -> None:
    """C2: one worker serves them all."""
    assert differing_places(DIAGRAMS) == []


def test_cases_of_the_release_before_get_what_they_expect() -> None:
    """C2: their diagrams call the latest stages, forms and workers."""
    assert sum(1 for diagram in EARLIER for node in diagram.nodes if node.outputs) > 5
    assert earlier_faults(EARLIER, list_workers()) == []


def test_differing_places_and_dropped_outputs_are_found() -> None:
    """C2 probe."""
    broken = with_node(find_diagram("intake"), "Task_CheckSupplementWindow", outputs=())
    assert differing_places(with_diagram(broken)) == ["complaint.check-supplement-window"]
    assert len(earlier_faults(EARLIER, [])) > 0
