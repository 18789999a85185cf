"""The engine's clock and its unfinished jobs, as a demo office moves them."""

from datetime import UTC, datetime

from adapters.camunda_clock import CamundaClock
from tests.adapters.conftest import Connected
from tests.rest.diagrams import work_process


def test_the_engines_clock_stands_where_it_was_pinned(connected: Connected) -> None:
    moment = datetime(2026, 8, 31, 1, 0, tzinfo=UTC)
    CamundaClock(connected.http).pin(moment)
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    key = connected.http.post("process-instances", {"processDefinitionId": "work"})["processInstanceKey"]
    assert connected.monitor.get_instance(key).started_at == moment


def test_jobs_count_as_unfinished_until_they_end_or_need_a_person(connected: Connected) -> None:
    clock = CamundaClock(connected.http)
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    connected.http.post("process-instances", {"processDefinitionId": "work"})
    assert clock.list_unfinished_jobs() == ["do-work"]
    body = {"type": "do-work", "worker": "w", "timeout": 10_000, "maxJobsToActivate": 1}
    key = connected.http.post("jobs/activation", body)["jobs"][0]["jobKey"]
    assert clock.list_unfinished_jobs() == ["do-work"]
    connected.http.post(f"jobs/{key}/failure", {"retries": 1, "retryBackOff": 60_000})
    assert clock.list_unfinished_jobs() == ["do-work"]
    connected.http.post("process-instances", {"processDefinitionId": "work"})
    other = connected.http.post("jobs/activation", body)["jobs"][0]["jobKey"]
    assert other != key
    connected.http.post(f"jobs/{other}/failure", {"retries": 0})
    assert clock.list_unfinished_jobs() == ["do-work"]
