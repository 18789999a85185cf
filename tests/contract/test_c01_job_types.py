"""C1: every job type of the diagrams, listeners included, has exactly one worker, and the reverse."""

from __future__ import annotations

from collections import Counter

from bpmn.names_text import job_types
from tests.contract.shipped import DIAGRAMS, EARLIER
from tests.contract.worker_routes import list_workers


def disagreements(asked: list[str], answered: list[str]) -> list[str]:
    counts = Counter(answered)
    return [
        *(f"{name} is asked for, nobody answers" for name in sorted(set(asked) - set(answered))),
        *(f"{name} is answered, nobody asks" for name in sorted(set(answered) - set(asked))),
        *(f"{name} has {count} workers" for name, count in counts.items() if count > 1),
    ]


def function_name(job_type: str) -> str:
    return job_type.removeprefix("complaint.").replace("-", "_")


def asked_types() -> list[str]:
    return job_types(node for diagram in DIAGRAMS for node in diagram.nodes)


def test_every_job_type_has_exactly_one_worker() -> None:
    """C1."""
    assert len(asked_types()) > 15
    assert disagreements(asked_types(), [worker.job_type for worker in list_workers()]) == []


def test_jobs_of_versions_that_still_run_are_answered() -> None:
    """C1: listeners included; cases of the release before keep their diagrams."""
    asked = set(job_types(node for diagram in EARLIER for node in diagram.nodes))
    assert "complaint.start-case-run" in asked
    assert asked - {worker.job_type for worker in list_workers()} == set()


def test_worker_functions_are_named_after_their_job_types() -> None:
    """C1."""
    workers = list_workers()
    assert workers
    misnamed = [worker.job_type for worker in workers if worker.name != function_name(worker.job_type)]
    assert misnamed == []


def test_missing_extra_and_double_workers_are_found() -> None:
    """C1 probe."""
    asked = ["complaint.check-clock", "complaint.archive-case"]
    answered = ["complaint.check-clock", "complaint.check-clock", "complaint.send-letter"]
    assert len(disagreements(asked, answered)) == 3
