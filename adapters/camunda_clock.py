"""The engine's own clock, and which jobs are still to do: what a demo office needs to move its time."""

from datetime import datetime
from typing import Any

from adapters.camunda_http import CamundaHttp
from adapters.camunda_rest import list_all


class CamundaClock:
    """Sets the engine's time; OutsideUnavailable when it is away."""

    def __init__(self, http: CamundaHttp) -> None:
        self._http = http

    def pin(self, moment: datetime) -> None:
        """Set the engine's time; what has fallen due by then happens."""
        self._http.put("clock", {"timestamp": int(moment.timestamp() * 1000)})

    def list_unfinished_jobs(self) -> list[str]:
        """Types of the jobs that wait for a worker, are with one, or will be tried again."""
        return [str(job["type"]) for job in list_unfinished(self._http)]


def list_unfinished(http: CamundaHttp) -> list[dict[str, Any]]:
    """Items of the job search that are still to be done by a worker."""
    states = ["CREATED", "RETRIES_UPDATED", "TIMED_OUT", "FAILED"]
    jobs = list_all(http, "jobs/search", {"filter": {"state": {"$in": states}}})
    # One that failed for good waits for a person, not for a worker.
    return [job for job in jobs if job["state"] != "FAILED" or job["hasFailedWithRetriesLeft"]]
