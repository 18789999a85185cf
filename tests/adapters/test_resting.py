"""EN-2: what the application sees of an instance that rests, over real ports: refusals, the incident, its repair."""

from __future__ import annotations

import pytest

from engine.core.commands import CompleteUserTask
from engine.core.models import Models
from engine.processing import handlers, job_commands
from models.ground.errors import Conflict, OutsideUnavailable
from tests.adapters.conftest import Connected
from tests.adapters.test_camunda import deploy_task, lease, start
from tests.rest.diagrams import work_process

# What stands in the error's words must not leave the engine.
SECRET = "张三 13900000000"


def fail(*_: object) -> None:
    raise ZeroDivisionError(SECRET)


def let_rest(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> str:
    """An instance whose job could not be completed."""
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    key = start(connected, "work", {})
    job = lease(connected, "do-work")
    with monkeypatch.context() as patch:
        patch.setattr(job_commands, "finish_job", fail)
        with pytest.raises(OutsideUnavailable) as met:
            connected.http.post(f"jobs/{job['jobKey']}/completion", {})
    assert f"Process instance {key} rests" in str(met.value)
    assert "answers 500" in str(met.value) and SECRET not in str(met.value)
    with pytest.raises(Conflict, match="rests until its incident is resolved"):
        connected.http.post(f"jobs/{job['jobKey']}/completion", {})
    return key


def test_the_monitor_sees_why_it_rests_and_lets_it_go_on(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = let_rest(connected, monkeypatch)
    instance = connected.monitor.get_instance(key)
    assert (instance.state, instance.has_incident) == ("ACTIVE", True)
    (incident,) = connected.monitor.list_incidents()
    assert connected.monitor.list_incidents(key) == [incident]
    assert (incident.error_type, incident.element_id, incident.job_key) == ("UNKNOWN", "work", None)
    assert "ZeroDivisionError at engine/" in incident.error_message and SECRET not in incident.error_message
    connected.monitor.retry_incident(incident.key)
    assert connected.monitor.list_incidents() == []
    job = lease(connected, "do-work")
    connected.http.post(f"jobs/{job['jobKey']}/completion", {})
    assert connected.monitor.get_instance(key).state == "COMPLETED"


def test_the_monitor_cancels_it(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    key = let_rest(connected, monkeypatch)
    connected.monitor.cancel_instance(key)
    assert connected.monitor.get_instance(key).state == "TERMINATED"
    assert connected.monitor.list_incidents() == []
    assert connected.monitor.list_waiting_jobs() == []


def test_where_it_stands_is_seen_though_its_diagram_cannot_be_read(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    key = start(connected, "work", {})
    job = lease(connected, "do-work")
    monkeypatch.setattr(Models, "get", fail)
    with pytest.raises(OutsideUnavailable):
        connected.http.post(f"jobs/{job['jobKey']}/completion", {})
    assert [row.element_name for row in connected.monitor.list_element_instances(key)] == [
        "Start",
        "Task_Work",
    ]
    assert [row.id for row in connected.monitor.list_latest_processes()] == ["work"]
    connected.monitor.cancel_instance(key)
    assert connected.monitor.get_instance(key).state == "TERMINATED"


def test_a_person_whose_task_rests_is_told_so(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy_task(connected)
    start(connected, "decide", {"complaint_id": "c1", "round": 1})
    (task,) = connected.engine.list_open_user_tasks()
    with monkeypatch.context() as patch:
        patch.setitem(handlers.HANDLERS, CompleteUserTask, fail)
        with pytest.raises(OutsideUnavailable):
            connected.engine.complete_user_task(task.user_task_key, {})
    with pytest.raises(Conflict, match="rests until its incident is resolved"):
        connected.engine.complete_user_task(task.user_task_key, {})
    (incident,) = connected.monitor.list_incidents()
    connected.monitor.retry_incident(incident.key)
    connected.engine.complete_user_task(task.user_task_key, {"outcome": "accepted"})
    assert connected.engine.list_open_user_tasks() == []
