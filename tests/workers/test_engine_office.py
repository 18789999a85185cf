"""The office of these tests: its engine's clock stands, and yet a job that failed once is done."""

from __future__ import annotations

from pathlib import Path

from models.case.task import Task
from services.outbox.send_step import send_outbox_step
from tests.full_office import FullOffice
from tests.workers.engine_office import engine_office

JOB = {"type": "complaint.start-case-run", "worker": "test", "timeout": 60_000, "maxJobsToActivate": 1}
FAILURE = {"retries": 3, "errorMessage": "DATABASE_BUSY", "retryBackOff": 1_000}


def test_a_job_that_failed_once_is_done_although_the_clock_stands(office: FullOffice, tmp_path: Path) -> None:
    """Its back-off runs by the engine's clock, which nobody moves."""
    with engine_office(office, tmp_path) as running:
        case = office.file().complaint_id
        # A start waits until the search, which is behind, knows its diagram.
        known = {"filter": {"processDefinitionId": "complaint"}}
        running.wait_for(lambda: running.http.post("process-definitions/search", known)["items"], "known")
        send_outbox_step(office.unit_of_work, running.engine)
        (job,) = running.http.post("jobs/activation", {**JOB, "requestTimeout": 10_000})["jobs"]
        running.http.post(f"jobs/{job['jobKey']}/failure", FAILURE)
        running.start_workers()
        assert isinstance(running.open_task(case, "decide-acceptance"), Task)
