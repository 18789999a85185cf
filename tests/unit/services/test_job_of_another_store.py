"""A job whose key the office knows from another token is no repeat: it stands still and says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ledger.inbox import InboxRow, JobOfAnotherStore
from services.actor import SYSTEM
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.watch.check_clock import CheckClock, check_clock
from tests.full_office import FullOffice
from workers.hardened.outcome import Incident
from workers.outcomes import outcome_of

DONE = JobIdentity("2251799813685300", "2251799813685299", "complaint.archive", "2251799813685200")
ANOTHER = replace(DONE, element_instance_key="2251799813685298")


def test_the_answer_of_another_job_is_never_given_and_nothing_is_done(office: FullOffice) -> None:
    """SE-2: the very job gets its answer again; another token under its key is told as an incident in words."""
    done: list[str] = []

    def effect() -> JobResult:
        done.append("done")
        return {"case": "ours"}

    for _ in range(2):
        with office.unit_of_work() as unit:
            assert once_per_job(DONE, unit, effect) == {"case": "ours"}
    with pytest.raises(JobOfAnotherStore) as told, office.unit_of_work() as unit:
        once_per_job(ANOTHER, unit, effect)
    assert done == ["done"]
    assert outcome_of(told.value) == Incident("JOB_OF_ANOTHER_STORE")


def test_a_limit_is_not_looked_at_by_the_answer_of_another_job(office: FullOffice) -> None:
    """Neither is the stored answer given nor a rung thrown."""
    case = office.file().complaint_id
    (clock,) = (one for one in office.rows(Clock) if one.kind is ClockKind.ACCEPTANCE)
    assert clock.complaint_id == case
    asked = CheckClock(clock.id, "2251799813685300", "2251799813685299", "2251799813685200")
    first = check_clock(asked, office.unit_of_work(), SYSTEM)
    assert check_clock(asked, office.unit_of_work(), SYSTEM) == first
    before = (len(office.rows(InboxRow)), len(office.rows(ClockRung)))
    with pytest.raises(JobOfAnotherStore):
        check_clock(replace(asked, element_instance_key="2251799813685298"), office.unit_of_work(), SYSTEM)
    assert (len(office.rows(InboxRow)), len(office.rows(ClockRung))) == before
