"""Each job is worked on under the id of the request that it follows, and leaves a line that says so."""

from collections.abc import Mapping
from dataclasses import replace

import structlog
from pyzeebe import Job

from services.correlation import correlated, new_correlation
from services.outbox.find_correlation import find_correlation
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import Denial, JobRoute

CASE = "complaint_id"

_log = structlog.get_logger(__name__)


def under_correlation(route: JobRoute, make_unit: UnitFactory) -> JobRoute:
    """The same route; a job of no case, or of a timer long after any request, gets an id of its own."""

    def handle(job: Job) -> Mapping[str, object] | Denial | None:
        case = job.variables.get(CASE)
        known = find_correlation(case, make_unit) if isinstance(case, str) else None
        with correlated(known or new_correlation()):
            try:
                result = route.handler(job)
            except Exception as error:
                _log.info("job_raised", job_type=job.type, job_key=job.key, error_type=type(error).__name__)
                raise
            _log.info("job_done", job_type=job.type, job_key=job.key)
            return result

    return replace(route, handler=handle, fetches=tuple(dict.fromkeys((*route.fetches, CASE))))
