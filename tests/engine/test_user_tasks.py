"""User tasks: attributes and commands, without listeners."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.core.commands import (
    AssignUserTask,
    CompleteUserTask,
    Corrections,
    ResolveIncident,
    UnassignUserTask,
    UpdateUserTask,
)
from engine.state.user_task import UserTask
from tests.engine.diagrams import (
    assignment,
    chain,
    diagram,
    end,
    io,
    listener,
    process,
    q,
    start,
    user,
)
from tests.engine.driver import Driver


def deploy(engine: Driver, extensions: str = "", *listeners: tuple[str, str], boundary: str = "") -> None:
    held = "".join(listener(event, job_type) for event, job_type in listeners)
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                user("ask", extensions, held),
                end(),
                chain("start", "ask", "end"),
                boundary,
                end("end2") + chain("late", "end2") if boundary else "",
            )
        )
    )


def form(form_id: str) -> bytes:
    return json.dumps({"id": form_id, "type": "default", "components": []}).encode()


ALL = (
    '<zeebe:formDefinition formId="ask-form"/>'
    + assignment(assignee="=who", candidateGroups="intake, approver", candidateUsers="=users")
    + '<zeebe:taskSchedule dueDate="=due" followUpDate="2026-09-01T08:00:00Z"/>'
    + '<zeebe:priorityDefinition priority="=70 + 5"/>'
    + '<zeebe:taskHeaders><zeebe:header key="h" value="v"/></zeebe:taskHeaders>'
)


def test_attributes_are_evaluated_when_the_task_is_reached(engine: Driver) -> None:
    engine.deploy(ask=form("ask-form"))
    key = engine.deploy(ask=form("ask-form")).forms[0].form_key
    deploy(engine, ALL)
    engine.create(who="li", users=["a", "b"], due="2026-09-05T17:00:00+08:00")
    task = engine.task()
    assert (task.assignee, task.candidate_groups, task.candidate_users) == (
        "li",
        ["intake", "approver"],
        ["a", "b"],
    )
    assert (task.due_date, task.follow_up_date) == ("2026-09-05T17:00:00+08:00", "2026-09-01T08:00:00Z")
    assert (task.priority, task.form_key, task.custom_headers) == (75, key, {"h": "v"})
    assert (task.state, task.name, task.element_id) == ("CREATED", "ask", "ask")


def test_defaults_are_nobody_and_priority_50(engine: Driver) -> None:
    deploy(engine)
    engine.create()
    task = engine.task()
    assert (task.assignee, task.candidate_groups, task.due_date, task.priority) == (None, [], None, 50)


def test_missing_form_is_an_incident_until_it_is_deployed(engine: Driver) -> None:
    deploy(engine, '<zeebe:formDefinition formId="ask-form"/>')
    engine.create()
    incident = engine.incident()
    assert incident.error_type == "FORM_NOT_FOUND"
    engine.deploy(ask=form("ask-form"))
    engine.run(ResolveIncident(incident.key))
    assert engine.task().form_key is not None


@pytest.mark.parametrize(
    ("extensions", "variables"),
    [
        (assignment(assignee="=who"), {}),
        (assignment(candidateGroups="=groups"), {"groups": "intake"}),
        (assignment(candidateGroups="=groups"), {"groups": [1]}),
        ('<zeebe:taskSchedule dueDate="=due"/>', {"due": "tomorrow"}),
        ('<zeebe:taskSchedule dueDate="=due"/>', {"due": "2026-09-05T17:00:00"}),
        ('<zeebe:priorityDefinition priority="=p"/>', {"p": 101}),
        ('<zeebe:priorityDefinition priority="=p"/>', {"p": "high"}),
    ],
)
def test_attribute_of_a_wrong_type_is_an_incident(
    engine: Driver, extensions: str, variables: dict[str, Any]
) -> None:
    deploy(engine, extensions)
    engine.create(**variables)
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    assert engine.open(UserTask) == []


def test_null_dates_are_no_dates(engine: Driver) -> None:
    deploy(engine, '<zeebe:taskSchedule dueDate="=due"/>')
    engine.create(due=None)
    assert engine.task().due_date is None


def test_completion_brings_variables_through_the_output_mappings(engine: Driver) -> None:
    deploy(engine, io(("output", "=decision", "result")))
    key = engine.create()
    engine.run(CompleteUserTask(engine.task().key, {"decision": "accept", "note": "x"}))
    assert engine.variables(key) == {"result": "accept"}
    assert (engine.state(key), engine.rows(UserTask)[0].state) == ("COMPLETED", "COMPLETED")


def test_finished_task_is_not_found(engine: Driver) -> None:
    deploy(engine)
    engine.create()
    task = engine.task().key
    engine.run(CompleteUserTask(task))
    for command in (CompleteUserTask(task), AssignUserTask(task, "li"), UnassignUserTask(task)):
        assert engine.refused(command) == "NOT_FOUND"


def test_claim_of_an_assigned_task_is_refused_and_an_assignment_is_not(engine: Driver) -> None:
    deploy(engine)
    engine.create()
    task = engine.task().key
    engine.run(AssignUserTask(task, "li", allow_override=False))
    assert engine.refused(AssignUserTask(task, "wang", allow_override=False)) == "INVALID_STATE"
    engine.run(AssignUserTask(task, "wang"))
    assert engine.task().assignee == "wang"
    engine.run(UnassignUserTask(task))
    assert engine.task().assignee is None


def test_blank_assignee_is_refused(engine: Driver) -> None:
    deploy(engine)
    engine.create()
    assert engine.refused(AssignUserTask(engine.task().key, " ")) == "INVALID_ARGUMENT"


def test_update_changes_what_is_given_and_clears_what_is_empty(engine: Driver) -> None:
    deploy(engine, assignment(candidateGroups="a", candidateUsers="u"))
    engine.create()
    task = engine.task().key
    changes = Corrections(candidate_groups=(), due_date="2026-09-05T17:00:00Z", priority=9)
    engine.run(UpdateUserTask(task, changes))
    row = engine.task()
    assert (row.candidate_groups, row.candidate_users, row.priority) == ([], ["u"], 9)
    engine.run(UpdateUserTask(task, Corrections(due_date="")))
    assert engine.task().due_date is None


@pytest.mark.parametrize("changes", [{"priority": 101}, {"due_date": "soon"}, {"assignee": "li"}])
def test_update_with_a_senseless_value_is_refused(engine: Driver, changes: dict[str, Any]) -> None:
    deploy(engine)
    engine.create()
    command = UpdateUserTask(engine.task().key, Corrections(**changes))
    assert engine.refused(command) == "INVALID_ARGUMENT"


def test_external_reference_is_kept(engine: Driver) -> None:
    deploy(engine, f"<zeebe:formDefinition externalReference={q('=ref')}/>")
    engine.create(ref="my-form")
    assert engine.task().external_form_reference == "my-form"
