"""A task that is submitted twice: the same again is one submission, anything else is refused."""

from __future__ import annotations

import pytest

from models.case.task_record import TaskRecord
from models.ground.errors import Conflict
from models.ledger.outbox import OutboxRow
from models.ledger.submission import Submission
from services.worklist.submit_task import SubmitTask, SubmittedTask, submit_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import ACCEPT, REFUSE, add_task

DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}


@pytest.fixture
def command(office: FullOffice) -> SubmitTask:
    """A decision on acceptance, not sent yet."""
    key = add_task(office, office.file().complaint_id, "decide-acceptance")
    return SubmitTask(key, {**DECISION, "matters": [ACCEPT, ACCEPT]})


def submit_as(login: str, command: SubmitTask, office: FullOffice) -> SubmittedTask:
    return submit_task(command, office.unit_of_work(), office.actor(login))


def test_second_submission_is_the_first_record(office: FullOffice, command: SubmitTask) -> None:
    """R18: a double click has no second effect."""
    first = submit_as("wen.rusheng", command, office)
    second = submit_as("wen.rusheng", command, office)
    assert (second.task_record_id, second.is_repeat) == (first.task_record_id, True)
    assert len(office.rows(OutboxRow, kind="complete_user_task")) == 1


def test_other_answers_to_a_submitted_task_are_refused_not_swallowed(
    office: FullOffice, command: SubmitTask
) -> None:
    """R18: two people at one open task, or one with two pages; whoever comes second is told that nothing is on file."""
    submit_as("wen.rusheng", command, office)
    other = SubmitTask(command.user_task_key, {**DECISION, "matters": [ACCEPT, REFUSE]})
    for sent, login in ((other, "wen.rusheng"), (command, "jian.dengji"), (command, "hui.fangyi")):
        with pytest.raises(Conflict) as refused:
            submit_as(login, sent, office)
        assert refused.value.code == "TASK_ENDED"
    assert len(office.rows(TaskRecord)) == 1
    assert len(office.rows(OutboxRow, kind="complete_user_task")) == 1


def test_submission_of_an_earlier_release_sent_again_is_its_record(
    office: FullOffice, command: SubmitTask
) -> None:
    """Its words were not kept; its submitter is believed, nobody else."""
    submit_as("wen.rusheng", command, office)
    with office.unit_of_work() as unit:
        unit.session.delete(unit.session.query(Submission).filter_by(door="user-task").one())
    assert submit_as("wen.rusheng", command, office).is_repeat
    with pytest.raises(Conflict):
        submit_as("jian.dengji", command, office)
