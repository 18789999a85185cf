"""Files for the process engine wait for a second person, over a socket."""

from __future__ import annotations

import re

import pytest

from models.ground.errors import Conflict, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.deployment_proposal import DeploymentProposal, DeploymentState
from services.deployments import propose_files as bounds
from services.deployments.deploy_files import DeployFiles, FilesRefused
from services.deployments.propose_files import propose_files
from services.resource_check.faults import ResourceFault
from tests.deploy.edits import shipped
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.pages import text_of

ONE, OTHER, SUPERVISOR, CLERK = "guan.xitong", "xian.lutong", "jian.rujing", "wen.rusheng"
PAGE = "/deployments"
REVIEW = shipped("review.bpmn")


def bring(served: ServedOffice, name: str) -> str:
    """The review with a step that has another name, brought by one administrator."""
    content = REVIEW.replace("复查", f"复查{name}").encode()
    office = served.office
    return propose_files(
        DeployFiles((("review.bpmn", content),), ()), office.unit_of_work(), office.actor(ONE)
    )


def decision(page: str, proposal: str, **fields: str) -> dict[str, str]:
    """The form of one proposal as a browser sends it."""
    mark = re.search(rf'/deployments/{proposal}/decision".*?name="seen" value="(\w+)"', page, re.DOTALL)
    assert mark, page
    return {"seen": mark[1], "reason": "", **fields}


def state_of(served: ServedOffice, proposal: str) -> DeploymentState:
    return served.office.rows(DeploymentProposal, id=proposal)[0].state


def test_what_one_brings_another_sees_with_what_it_changes_and_confirms(served_office: ServedOffice) -> None:
    """SE-38: the second person comes first; who brought it decides nothing."""
    proposal = bring(served_office, "甲")
    own = served_office.visitor(ONE)
    shown = own.get(PAGE)
    assert "由您提交" in text_of(shown)
    refused = own.post(f"{PAGE}/{proposal}/decision", decision(shown.text, proposal, decision="confirm"))
    assert refused.status_code == 403 and "不得为同一人" in text_of(refused)
    other = served_office.visitor(OTHER)
    page = other.get(PAGE)
    told = text_of(page)
    assert "review.bpmn" in told and "管系统" in told and "增加" in told
    assert state_of(served_office, proposal) is DeploymentState.WAITS
    stale = other.post(
        f"{PAGE}/{proposal}/decision", {"decision": "confirm", "seen": "another", "reason": ""}
    )
    assert stale.status_code == 409, "another version runs than was shown"
    sent = other.post(f"{PAGE}/{proposal}/decision", decision(page.text, proposal, decision="confirm"))
    assert sent.status_code == 303
    assert state_of(served_office, proposal) is DeploymentState.CONFIRMED
    again = other.post(f"{PAGE}/{proposal}/decision", {"decision": "refuse", "reason": "晚了"})
    assert again.status_code == 409 and "已有决定" in text_of(again)
    events = [
        (event.kind, event.actor)
        for event in served_office.office.rows(TrailEvent)
        if event.payload.get("proposal") == proposal
    ]
    assert events == [("deployment.proposed", ONE), ("deployment.confirmed", OTHER)]


def test_a_refusal_says_why_and_nothing_typed_is_lost(served_office: ServedOffice) -> None:
    proposal = bring(served_office, "乙")
    supervisor = served_office.visitor(SUPERVISOR)
    supervisor.get(PAGE)
    marked = supervisor.post(f"{PAGE}/{proposal}/decision", {"decision": "refuse", "reason": " "})
    assert marked.status_code == 422 and 'aria-invalid="true"' in marked.text
    long = "长" * 501
    marked = supervisor.post(f"{PAGE}/{proposal}/decision", {"decision": "refuse", "reason": long})
    assert marked.status_code == 422 and long in marked.text
    sent = supervisor.post(
        f"{PAGE}/{proposal}/decision", {"decision": "refuse", "reason": "复查名称不合规定"}
    )
    assert sent.status_code == 303
    assert "复查名称不合规定" in text_of(supervisor.get(PAGE))
    assert supervisor.post(f"{PAGE}/0/decision", {"decision": "confirm", "reason": ""}).status_code == 404
    assert served_office.visitor(CLERK).get(PAGE).status_code == 403


def test_the_same_files_wait_once_and_the_grave_never(served_office: ServedOffice) -> None:
    bring(served_office, "丙")
    with pytest.raises(Conflict):
        bring(served_office, "丙")
    office = served_office.office
    grave = ResourceFault("review.bpmn", "Task", "STEP_MISSING", "复查")
    with pytest.raises(FilesRefused):
        propose_files(
            DeployFiles((("review.bpmn", b"<a/>"),), (grave,)), office.unit_of_work(), office.actor(ONE)
        )
    with pytest.raises(NotPermitted):
        propose_files(DeployFiles((), ()), office.unit_of_work(), office.actor(CLERK))


def test_only_so_much_waits(office: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """SE-38: too large at once, and one too many; the refusal says how many wait and where they are decided."""
    monkeypatch.setattr(bounds, "MOST_WAITING", 2)
    one = office.actor(ONE)

    def propose(content: bytes) -> str:
        return propose_files(DeployFiles((("a.form", content),), ()), office.unit_of_work(), one)

    with pytest.raises(RuleRefused, match="MB"):
        propose(b" " * (bounds.MOST_BYTES + 1))
    propose(b"1"), propose(b"2")
    with pytest.raises(RuleRefused, match="2 批文件在等待"):
        propose(b"3")
