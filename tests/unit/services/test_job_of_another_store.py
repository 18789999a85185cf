"""A job whose key the office knows from another job is no repeat: it gets no answer of that one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ledger.inbox import InboxRow, JobOfAnotherStore
from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor, StoreState
from services.actor import SYSTEM
from services.anchor.read_anchor import lock_anchor
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.watch.check_clock import CheckClock, check_clock
from tests.full_office import FullOffice
from workers.hardened.outcome import Incident
from workers.outcomes import outcome_of

DONE = JobIdentity("2251799813685300", "2251799813685299", "complaint.archive", "2251799813685200")
# On the same keys: what a cluster gives out again after it was put back, by what tells it from the first.
OTHERS = (
    replace(DONE, element_instance_key="2251799813685298"),
    replace(DONE, job_type="complaint.start-case-run"),
    replace(DONE, process_instance_key="2251799813685100"),
)


def do(office: FullOffice, job: JobIdentity, answer: str, done: list[str]) -> JobResult:
    """As a worker does it; `done` takes the answers of which the effect happened."""

    def effect() -> JobResult:
        done.append(answer)
        return {"case": answer}

    with office.unit_of_work() as unit:
        return once_per_job(job, unit, effect)


def accept_older(office: FullOffice, *, store_since: int = 0) -> None:
    """As when a person has accepted the office's own store of an earlier day, or another one from the next generation on."""
    with office.unit_of_work() as unit:
        row = lock_anchor(unit)
        row.generation, row.store_since, row.state = row.generation + 1, store_since, StoreState.TO_BEGIN


@pytest.mark.parametrize("another", OTHERS, ids=("token", "type", "instance"))
def test_the_answer_of_another_job_is_never_given_and_nothing_is_done(
    office: FullOffice, another: JobIdentity
) -> None:
    """SE-2: the very job gets its answer again; another one under its key is told as an incident in words."""
    done: list[str] = []
    for _ in range(2):
        assert do(office, DONE, "ours", done) == {"case": "ours"}
    with pytest.raises(JobOfAnotherStore) as told:
        do(office, another, "another", done)
    assert done == ["ours"]
    assert outcome_of(told.value) == Incident("JOB_OF_ANOTHER_STORE")
    assert do(office, DONE, "ours", done) == {"case": "ours"}


@pytest.mark.parametrize("another", OTHERS, ids=("token", "type", "instance"))
def test_on_an_older_store_that_was_accepted_another_job_is_done_and_the_very_one_is_answered(
    office: FullOffice, another: JobIdentity
) -> None:
    """SE-2: the keys came again. What the store had given out before comes again itself, and is not done twice."""
    with office.unit_of_work() as unit:
        lock_anchor(unit)
    done: list[str] = []
    do(office, DONE, "ours", done)
    do(office, replace(DONE, job_key="2251799813685400"), "ours too", done)
    accept_older(office)
    for _ in range(2):
        assert do(office, another, "another", done) == {"case": "another"}
    assert do(office, replace(DONE, job_key="2251799813685400"), "", done) == {"case": "ours too"}
    assert done == ["ours", "ours too", "another"]
    # Of the store as it is now no job is anybody else's.
    with pytest.raises(JobOfAnotherStore):
        do(office, DONE, "", done)


def test_rows_of_an_earlier_release_are_of_the_first_store_and_name_no_instance(office: FullOffice) -> None:
    """They are answered to the same token and type, before and after an older store was accepted."""
    done: list[str] = []
    do(office, replace(DONE, process_instance_key=None), "ours", done)
    assert do(office, DONE, "", done) == {"case": "ours"}
    with office.unit_of_work() as unit:
        lock_anchor(unit)
    with pytest.raises(JobOfAnotherStore):
        do(office, OTHERS[1], "", done)
    accept_older(office)
    assert do(office, DONE, "", done) == {"case": "ours"}
    assert do(office, OTHERS[1], "another", done) == {"case": "another"}


def test_on_another_store_even_the_same_job_is_done(office: FullOffice) -> None:
    """Keys of a new cluster come again from the first."""
    with office.unit_of_work() as unit:
        lock_anchor(unit)
    done: list[str] = []
    do(office, DONE, "ours", done)
    accept_older(office, store_since=2)
    assert do(office, DONE, "new", done) == {"case": "new"}
    assert [row.generation for row in office.rows(InboxRow)] == [
        office.rows(EngineAnchor, id=ANCHOR_ROW)[0].generation
    ]


def test_a_limit_is_not_looked_at_by_the_answer_of_another_job(office: FullOffice) -> None:
    """Neither is the stored answer given nor a rung thrown."""
    case = office.file().complaint_id
    (clock,) = (one for one in office.rows(Clock) if one.kind is ClockKind.ACCEPTANCE)
    assert clock.complaint_id == case
    asked = CheckClock(clock.id, "2251799813685300", "2251799813685299", "2251799813685200")
    first = check_clock(asked, office.unit_of_work(), SYSTEM)
    assert check_clock(asked, office.unit_of_work(), SYSTEM) == first
    before = (len(office.rows(InboxRow)), len(office.rows(ClockRung)))
    for another in (
        {"element_instance_key": "2251799813685298"},
        {"process_instance_key": "2251799813685100"},
    ):
        with pytest.raises(JobOfAnotherStore):
            check_clock(replace(asked, **another), office.unit_of_work(), SYSTEM)
    assert (len(office.rows(InboxRow)), len(office.rows(ClockRung))) == before
