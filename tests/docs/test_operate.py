"""What docs/operate.md tells supervisors is shown by the requests it names, on an engine with the shipped diagrams (OW-12)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.resources import list_shipped_files
from tests.docs.operate_page import MARK, PAGE, UNSEEN, list_requests, list_sentences
from tests.engine_server import running_engine
from tests.process.answers import ANSWERS

FOLDER = Path(__file__).resolve().parents[2] / "bpmn"
PLACES = {
    "within": "Wait_WithinLimit",
    "near": "Wait_NearLimit",
    "over": "Wait_OverLimit",
    "supervised": "Wait_Supervised",
    "paused": "Wait_Paused",
}
FAR = "2099-01-01T09:00:00+08:00"
REASON = "此任务尚未在接办系统中提交"
ACTIVATION = {"worker": "office", "timeout": 60_000, "maxJobsToActivate": 50}


class Cluster:
    """A client of REST v2 that also plays the workers of the office."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=f"{address}/v2/", timeout=20)
        self.requests = list_requests(PAGE.read_text("utf-8"))
        self.keys: dict[str, str] = {}

    def close(self) -> None:
        self.http.close()

    def ask(self, number: str) -> httpx.Response:
        """The answer to a request as it stands in the page."""
        method, path, body = self.requests[number].filled(self.keys)
        return self.http.request(method, path, json=body)

    def items(self, number: str) -> list[dict[str, Any]]:
        """The items that a search of the page finds."""
        answer = self.ask(number)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def deploy(self, *files: tuple[str, bytes]) -> None:
        sent = self.http.post("deployments", files=[("resources", file) for file in files])
        assert sent.status_code == 200, sent.text

    def start(self, process_id: str, **variables: Any) -> str:
        body = {"processDefinitionId": process_id, "variables": variables}
        return str(self.http.post("process-instances", json=body).json()["processInstanceKey"])

    def publish(self, name: str, key: str, **variables: Any) -> None:
        body = {"name": name, "correlationKey": key, "timeToLive": 60_000, "variables": variables}
        assert self.http.post("messages/publication", json=body).status_code == 200

    def jobs(self, job_type: str) -> list[dict[str, Any]]:
        body = ACTIVATION | {"type": job_type, "requestTimeout": -1}
        answer = self.http.post("jobs/activation", json=body)
        assert answer.status_code == 200, answer.text
        taken: list[dict[str, Any]] = answer.json()["jobs"]
        return taken

    def complete(self, job: dict[str, Any], **body: Any) -> None:
        assert self.http.post(f"jobs/{job['jobKey']}/completion", json=body).status_code == 204

    def watch_all(self) -> None:
        """Every clock is where its name says."""
        for job in self.jobs("complaint.check-clock"):
            rung = job["variables"]["clock_id"]
            variables = {"rung": rung if rung in PLACES else "within", "announce": "none", "check_at": FAR}
            self.complete(job, variables=variables)

    def register(self, complaint_id: str) -> None:
        """A complaint whose matters wait for the decision on acceptance."""
        self.publish("complaint.registered", complaint_id, complaint_id=complaint_id, run_no=1)
        for job_type in (
            "complaint.start-case-run",
            "complaint.prepare-triage",
            "complaint.record-suggestion",
        ):
            for job in self.jobs(job_type):
                self.complete(job, variables=ANSWERS[job_type])
        self.watch_all()

    def find(self, process_id: str) -> list[str]:
        body = {"filter": {"processDefinitionId": process_id, "state": "ACTIVE"}}
        items = self.http.post("process-instances/search", json=body).json()["items"]
        return [str(item["processInstanceKey"]) for item in items]

    def say_state(self, root: str, state: str) -> None:
        """What the office does when a limit changes."""
        variables = {"clock_state": state, "next_due_at": "2026-09-09T17:00:00+08:00"}
        self.http.put(f"element-instances/{root}/variables", json={"variables": variables})

    def counts(self) -> dict[str, int]:
        """O3 at the five places."""
        return {
            item["elementId"]: item["active"]
            for item in self.items("O3")
            if item["elementId"] in PLACES.values()
        }


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Two complaints at the decision on acceptance, the first late, each with two limits in time; five other limits."""
    with running_engine(tmp_path / "engine") as engine, closing(Cluster(engine.rest_address)) as cluster:
        cluster.deploy(*((file.name, file.content) for file in list_shipped_files(FOLDER)))
        for number, state in enumerate(("overdue", "within"), start=1):
            cluster.register(f"c{number}")
            root = cluster.find("complaint")[-1]
            cluster.say_state(root, state)
            cluster.keys.setdefault("root", root)
        cluster.keys["stage"] = cluster.find("intake")[0]
        for rung in PLACES:
            cluster.start("deadline-watch", clock_id=rung)
        cluster.watch_all()
        cluster.keys["watch"] = str(cluster.items("O4")[0]["processDefinitionKey"])
        yield cluster


def shows_one_instance_a_limit(cluster: Cluster) -> None:
    parents = [item["parentProcessInstanceKey"] for item in cluster.items("O1")]
    assert len(parents) == 9
    assert parents.count(cluster.keys["stage"]) == 2


def shows_the_stage_and_the_complaint_above(cluster: Cluster) -> None:
    stage = cluster.ask("O2").json()
    assert (stage["processDefinitionId"], stage["parentProcessInstanceKey"]) == (
        "intake",
        cluster.keys["root"],
    )


def shows_the_numbers_of_one_version(cluster: Cluster) -> None:
    assert cluster.counts() == dict.fromkeys(PLACES.values(), 1) | {"Wait_WithinLimit": 5}


def shows_that_the_numbers_of_all_versions_are_added_up(cluster: Cluster) -> None:
    before = cluster.counts()
    changed = (
        (FOLDER / "deadline-watch.bpmn").read_text("utf-8").replace('name="开始计时"', 'name="计时开始"')
    )
    cluster.deploy(("deadline-watch.bpmn", changed.encode()))
    cluster.start("deadline-watch", clock_id="over")
    cluster.watch_all()
    by_version = {}
    for item in cluster.items("O4"):
        cluster.keys["watch"] = str(item["processDefinitionKey"])
        by_version[item["version"]] = cluster.counts()
    assert by_version == {1: before, 2: {"Wait_OverLimit": 1}}


def shows_state_and_date_at_the_root_and_no_reckoning(cluster: Cluster) -> None:
    values = {item["name"]: item["value"] for item in cluster.items("O5")}
    assert values["clock_state"] == '"overdue"'
    assert values["next_due_at"] == '"2026-09-09T17:00:00+08:00"'
    assert all(len(value) < 60 for value in values.values())


def shows_the_late_complaints_only(cluster: Cluster) -> None:
    assert [item["processInstanceKey"] for item in cluster.items("O6")] == [cluster.keys["root"]]


def shows_the_work_that_is_due(cluster: Cluster) -> None:
    assert {(item["elementId"], item["name"]) for item in cluster.items("O7")} >= {
        ("UserTask_DecideAcceptance", "决定是否受理")
    }


def shows_whose_supervision_it_is(cluster: Cluster) -> None:
    cluster.publish("complaint.supervision-opened", "c1", supervision_id="s1", complaint_id="c1")
    (cluster.keys["supervision"],) = cluster.find("supervision")
    assert {item["value"] for item in cluster.items("O8")} == {'"c1"'}


def break_a_limit(cluster: Cluster) -> None:
    cluster.start("deadline-watch", clock_id="c1.site_visit")
    (job,) = cluster.jobs("complaint.check-clock")
    body = {"retries": 0, "errorMessage": "LIMIT_UNKNOWN: site_visit"}
    cluster.http.post(f"jobs/{job['jobKey']}/failure", json=body)
    (incident,) = cluster.items("O9")
    assert incident["errorMessage"] == "LIMIT_UNKNOWN: site_visit"
    cluster.keys |= {"incident": str(incident["incidentKey"]), "job": str(job["jobKey"])}


def shows_that_a_job_needs_a_try_before_the_incident_is_resolved(cluster: Cluster) -> None:
    break_a_limit(cluster)
    assert cluster.ask("O10").status_code == 409
    assert cluster.ask("O11").status_code == 204
    assert cluster.ask("O10").status_code == 204
    cluster.watch_all()
    assert cluster.items("O9") == []
    assert cluster.counts()["Wait_WithinLimit"] == 6


def shows_that_the_listener_refuses_with_its_reason(cluster: Cluster) -> None:
    cluster.keys["task"] = str(
        next(
            one["userTaskKey"]
            for one in cluster.items("O7")
            if one["elementId"] == "UserTask_DecideAcceptance"
        )
    )
    answers: list[httpx.Response] = []
    foreign = threading.Thread(target=lambda: answers.append(cluster.ask("O12")))
    foreign.start()
    body = ACTIVATION | {"type": "complaint.check-completion", "requestTimeout": 15_000}
    (job,) = cluster.http.post("jobs/activation", json=body).json()["jobs"]
    cluster.complete(job, result={"type": "userTask", "denied": True, "deniedReason": REASON})
    foreign.join(timeout=20)
    assert answers[0].status_code == 409
    assert REASON in answers[0].json()["detail"]
    assert cluster.keys["task"] in {one["userTaskKey"] for one in cluster.items("O7")}


def shows_that_a_changed_variable_moves_no_limit(cluster: Cluster) -> None:
    before = cluster.counts()
    assert cluster.ask("O13").status_code == 204
    assert cluster.counts() == before
    cluster.say_state(cluster.keys["root"], "overdue")
    shows_the_late_complaints_only(cluster)


def shows_that_a_cancelled_root_takes_all_it_called_along(cluster: Cluster) -> None:
    assert cluster.ask("O14").status_code == 204
    assert len(cluster.items("O1")) == 7
    assert cluster.ask("O2").json()["state"] == "TERMINATED"


SHOWN: dict[str, Callable[[Cluster], None]] = {
    "O1": shows_one_instance_a_limit,
    "O2": shows_the_stage_and_the_complaint_above,
    "O3": shows_the_numbers_of_one_version,
    "O4": shows_that_the_numbers_of_all_versions_are_added_up,
    "O5": shows_state_and_date_at_the_root_and_no_reckoning,
    "O6": shows_the_late_complaints_only,
    "O7": shows_the_work_that_is_due,
    "O8": shows_whose_supervision_it_is,
    "O9": break_a_limit,
    "O10": shows_that_a_job_needs_a_try_before_the_incident_is_resolved,
    "O11": shows_that_a_job_needs_a_try_before_the_incident_is_resolved,
    "O12": shows_that_the_listener_refuses_with_its_reason,
    "O13": shows_that_a_changed_variable_moves_no_limit,
    "O14": shows_that_a_cancelled_root_takes_all_it_called_along,
}


@pytest.mark.parametrize("number", [number for number in SHOWN if number != "O11"])
def test_the_request_shows_what_the_page_says(number: str, cluster: Cluster) -> None:
    """OW-12, OW-13: sent as it stands in the page."""
    SHOWN[number](cluster)


def test_every_sentence_names_a_request_or_says_that_no_cluster_showed_it() -> None:
    """OW-12."""
    text = PAGE.read_text("utf-8")
    sentences = list_sentences(text)
    assert len(sentences) > 20
    assert [sentence for sentence in sentences if not MARK.search(sentence)] == []
    named = {mark for sentence in sentences for mark in MARK.findall(sentence)} - {UNSEEN}
    assert named == set(list_requests(text)) == set(SHOWN)


def test_a_sentence_without_a_mark_is_found() -> None:
    """OW-12 probe."""
    text = "# T\n\nAll is well. It waits [O1].\n\n- One [O2]. Two\n  of them.\n\n## Requests\n"
    assert [one for one in list_sentences(text) if not MARK.search(one)] == ["All is well.", "Two of them."]
