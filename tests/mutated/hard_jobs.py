"""Workers that have it hard: every job is killed before its commit, done by two at once, and done again when it was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyzeebe import Job
from sqlalchemy import event
from sqlalchemy.orm import Session

from engine.core.answers import ActivatedJob
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice
from tests.mutated.core_office import CoreOffice, as_job
from workers.hardened.job_route import Denial, JobRoute
from workers.hardened.outcome import Retry
from workers.outcomes import outcome_of

Answered = Mapping[str, object] | Denial | None


class Killed(BaseException):
    """The process ended here; nobody catches it."""


class HardOffice(CoreOffice):
    """An office whose jobs all come more than once. `killed` and `met`: how often each job type was, and came."""

    def __init__(self, office: FullOffice) -> None:
        super().__init__(office)
        self.killed: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        self.answered: list[tuple[str, list[object], object]] = []

    def _do(self, activated: ActivatedJob) -> None:
        route = self._routes[activated.type]
        job = as_job(activated, route.fetches)
        self.met[activated.type] += 1
        with _dying_at_commit():
            try:
                route.handler(job)
            except Killed:
                self.killed[activated.type] += 1
            except Exception as error:  # what is refused is refused before anything is written
                assert not isinstance(outcome_of(error), Retry), error
        together = at_once(2, lambda: _answer(route, job))
        self.answered.append((activated.type, together, _answer(route, job)))
        # The lease of the last that was killed ends, and one more does it; this one lives to answer the engine.
        super()._do(activated)

    def contradictions(self) -> list[str]:
        """Jobs of which two answers differ; who had to wait for the other and tries again contradicts nobody."""
        return [
            f"{job_type}: {[*together, afterwards]}"
            for job_type, together, afterwards in self.answered
            if any(answer not in (None, afterwards) for answer in together)
            or all(a is None for a in together)
        ]


def _answer(route: JobRoute, job: Job) -> object:
    """The answer as something to compare; None where it is to be tried again."""
    try:
        result: Answered = route.handler(job)
    except Exception as error:
        outcome = outcome_of(error)
        return None if isinstance(outcome, Retry) else outcome
    return ("done", result)


@contextmanager
def _dying_at_commit() -> Iterator[None]:
    """Whoever commits dies before it is committed."""

    def die(_session: Session) -> None:
        raise Killed

    event.listen(Session, "before_commit", die)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", die)
