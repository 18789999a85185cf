"""Leases, order, retries, back-off, errors and their incidents."""

from __future__ import annotations

import pytest

from engine.core.commands import (
    ActivateJobs,
    CompleteJob,
    FailJob,
    JobResult,
    ResolveIncident,
    SetVariables,
    ThrowError,
    UpdateJob,
)
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from tests.engine.diagrams import chain, diagram, end, process, service, start
from tests.engine.driver import MINUTE, SECOND, Driver


@pytest.fixture(autouse=True)
def deployed(engine: Driver) -> None:
    engine.deploy(diagram(process("p", start(), service("work"), end(), chain("start", "work", "end"))))


def test_jobs_are_handed_out_oldest_first_and_only_once(engine: Driver) -> None:
    keys = [engine.create() for _ in range(3)]
    taken = [engine.jobs("work", count=2), engine.jobs("work", count=2), engine.jobs("work")]
    assert [[j.process_instance_key for j in batch] for batch in taken] == [keys[:2], keys[2:], []]


def test_only_wanted_variables_are_given(engine: Driver) -> None:
    engine.create(a=1, b=2)
    job = engine.run(ActivateJobs("work", "w", 1, 1, ("b", "zz"))).jobs[0]
    assert job.variables == {"b": 2}


def test_lease_ends_and_another_worker_gets_the_job_with_all_retries(engine: Driver) -> None:
    engine.create()
    first = engine.jobs("work", timeout=MINUTE)[0]
    engine.advance(MINUTE - 1)
    assert engine.jobs("work") == ()
    engine.core.drain_activatable_types()
    engine.advance(1)
    assert engine.core.drain_activatable_types() == {"work"}
    (again,) = engine.jobs("work")
    assert (again.key, again.retries) == (first.key, 3)


def test_late_completion_wins_while_nobody_else_has_completed(engine: Driver) -> None:
    key = engine.create()
    job = engine.jobs("work", timeout=MINUTE)[0]
    engine.advance(MINUTE)
    engine.run(CompleteJob(job.key))
    assert engine.state(key) == "COMPLETED"
    assert engine.refused(CompleteJob(job.key)) == "NOT_FOUND"


def test_failed_job_with_retries_is_free_at_once(engine: Driver) -> None:
    engine.create()
    job = engine.jobs("work")[0]
    engine.run(FailJob(job.key, 2, message="no"))
    (again,) = engine.jobs("work")
    assert again.retries == 2


def test_failed_job_waits_for_its_back_off(engine: Driver) -> None:
    engine.create()
    job = engine.jobs("work")[0]
    engine.run(FailJob(job.key, 2, back_off_ms=30 * SECOND))
    assert engine.jobs("work") == ()
    assert engine.refused(CompleteJob(job.key)) == "INVALID_STATE"
    engine.advance(30 * SECOND)
    assert len(engine.jobs("work")) == 1


def test_variables_of_a_failure_stay_local(engine: Driver) -> None:
    key = engine.create()
    job = engine.jobs("work")[0]
    engine.run(FailJob(job.key, 1, variables={"why": "x"}))
    assert engine.jobs("work")[0].variables == {"why": "x"}
    assert engine.variables(key) == {}


def test_no_retries_left_is_an_incident_resolved_after_new_retries(engine: Driver) -> None:
    key = engine.create()
    job = engine.jobs("work")[0]
    engine.run(FailJob(job.key, 0, message="broken"))
    incident = engine.incident()
    assert (incident.error_type, incident.error_message, incident.job_key) == (
        "JOB_NO_RETRIES",
        "broken",
        job.key,
    )
    assert engine.core.state.get(ProcessInstance, key).incident_count == 1
    assert engine.refused(ResolveIncident(incident.key)) == "INVALID_STATE"
    engine.run(UpdateJob(job.key, retries=1))
    assert engine.jobs("work") == ()
    engine.run(ResolveIncident(incident.key))
    assert engine.core.state.get(ProcessInstance, key).incident_count == 0
    engine.work("work")
    assert engine.state(key) == "COMPLETED"
    assert engine.refused(ResolveIncident(incident.key)) == "NOT_FOUND"


def test_thrown_error_that_nobody_catches_is_an_incident(engine: Driver) -> None:
    engine.create()
    job = engine.jobs("work")[0]
    engine.run(ThrowError(job.key, "NOT_COMPETENT", "wrong place"))
    incident = engine.incident()
    assert incident.error_type == "UNHANDLED_ERROR_EVENT"
    assert "NOT_COMPETENT" in incident.error_message
    assert engine.refused(CompleteJob(job.key)) == "INVALID_STATE"
    engine.run(ResolveIncident(incident.key))
    assert len(engine.jobs("work")) == 1


def test_lease_can_be_prolonged_only_while_it_lasts(engine: Driver) -> None:
    engine.create()
    job = engine.jobs("work", timeout=MINUTE)[0]
    engine.run(UpdateJob(job.key, timeout_ms=5 * MINUTE))
    engine.advance(4 * MINUTE)
    assert engine.jobs("work") == ()
    engine.advance(MINUTE)
    assert engine.refused(UpdateJob(job.key, timeout_ms=1)) == "INVALID_STATE"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (CompleteJob(1), "NOT_FOUND"),
        (FailJob(1, 1), "NOT_FOUND"),
        (ThrowError(1, "E"), "NOT_FOUND"),
        (UpdateJob(1, retries=1), "NOT_FOUND"),
        (ResolveIncident(1), "NOT_FOUND"),
        (ActivateJobs("", "w", 1, 1), "INVALID_ARGUMENT"),
        (ActivateJobs("t", "", 1, 1), "INVALID_ARGUMENT"),
        (ActivateJobs("t", "w", 0, 1), "INVALID_ARGUMENT"),
        (ActivateJobs("t", "w", 1, 0), "INVALID_ARGUMENT"),
    ],
)
def test_senseless_command_is_refused(engine: Driver, command: object, reason: str) -> None:
    assert engine.refused(command) == reason


def test_job_that_nobody_holds_cannot_fail(engine: Driver) -> None:
    engine.create()
    assert engine.refused(FailJob(engine.open(Job)[0].key, 1)) == "INVALID_STATE"


def test_retries_below_one_are_refused(engine: Driver) -> None:
    engine.create()
    assert engine.refused(UpdateJob(engine.open(Job)[0].key, retries=0)) == "INVALID_ARGUMENT"


def test_denial_by_a_service_task_job_is_refused(engine: Driver) -> None:
    engine.create()
    job = engine.jobs("work")[0]
    assert engine.refused(CompleteJob(job.key, result=JobResult(denied=True))) == "INVALID_ARGUMENT"


def test_type_and_retries_may_be_expressions(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p", start(), service("work", "=name", retries="=n"), end(), chain("start", "work", "end")
            )
        )
    )
    key = engine.create(name="dynamic")
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    engine.run(SetVariables(key, {"n": 5}))
    engine.run(ResolveIncident(engine.incident().key))
    assert engine.jobs("dynamic")[0].retries == 5


def test_second_failure_of_the_same_step_is_a_new_incident(engine: Driver) -> None:
    engine.deploy(
        diagram(process("p", start(), service("work", "=name"), end(), chain("start", "work", "end")))
    )
    engine.create()
    first = engine.incident().key
    engine.run(ResolveIncident(first))
    assert engine.incident().key != first
