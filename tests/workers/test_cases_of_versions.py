"""Each case that goes by what came past the office's door is known, and its pages say 未经审核 until somebody reviewed it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.camunda_deployments import CamundaDeployments
from models.case.task import Task
from models.office.deployed_version import DeployedVersion, Door
from models.office.entered_version import EnteredVersion
from services.deployments.keep_versions import keep_versions_step
from services.deployments.note_cases import note_cases_step
from services.deployments.review_version import review_version
from services.views.unreviewed import list_unreviewed
from tests.deploy.edits import put_on, shipped, user_task
from tests.full_office import FullOffice
from tests.owners import changes
from tests.unit.services.projected_task import add_task
from tests.workers.engine_office import EngineOffice, engine_office

SUPERVISOR = "jian.rujing"
FORM = ("site-visit.form", changes.site_visit_form().encode())
TABLE = (
    "owners-table.dmn",
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="owners" name="owners" namespace="owners">'
    b'<decision id="owners-table" name="owners-table"><variable id="v" name="told" />'
    b'<literalExpression id="e"><text>1</text></literalExpression></decision></definitions>',
)
ASKS_TABLE = (
    "owners-asks.bpmn",
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    b'<process id="owners-asks" name="owners-asks" isExecutable="true"><startEvent id="s" /><businessRuleTask id="b">'
    b'<extensionElements><zeebe:calledDecision decisionId="owners-table" resultVariable="told" /></extensionElements>'
    b'</businessRuleTask><endEvent id="e" /><sequenceFlow id="f" sourceRef="s" targetRef="b" />'
    b'<sequenceFlow id="g" sourceRef="b" targetRef="e" /></process></definitions>',
)


@pytest.fixture
def seen(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine with what this release ships, all of it seen; nobody works on jobs."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        look(running)
        yield running


def look(running: EngineOffice) -> int:
    return keep_versions_step(running.office.unit_of_work, CamundaDeployments(running.http))


def enter(running: EngineOffice, process_id: str, complaint_id: str) -> None:
    """An instance as an outbox message or a call begins it."""
    body = {"processDefinitionId": process_id, "variables": {"complaint_id": complaint_id}}
    running.http.post("process-instances", body)


def marks(running: EngineOffice, complaint_id: str) -> list[str]:
    with running.office.unit_of_work().reading() as unit:
        return [f"{row.id} {row.version}" for row in list_unreviewed(complaint_id, unit)]


def test_a_case_bears_the_mark_from_its_entry_to_the_review(seen: EngineOffice) -> None:
    """SE-38: a case of before and an instance of no case of ours bear none; a second look adds nothing."""
    office = seen.office
    before, case = office.file().complaint_id, office.file().complaint_id
    enter(seen, "disposal", before)
    renamed = shipped("disposal.bpmn").replace('name="处理"', 'name="处置"').encode()
    seen.http.upload("deployments", {"disposal.bpmn": renamed})
    assert look(seen) == 1
    enter(seen, "disposal", case)
    enter(seen, "disposal", "0" * 32)
    assert (look(seen), look(seen)) == (1, 0)
    assert (marks(seen, before), marks(seen, case)) == ([], ["disposal 2"])
    (version,) = office.rows(DeployedVersion, door=Door.OUTSIDE)
    review_version(version.key, "核对过", office.unit_of_work(), office.actor(SUPERVISOR))
    assert marks(seen, case) == []
    assert [row.complaint_id for row in office.rows(EnteredVersion)] == [case], "the record stays"


def test_every_case_of_a_version_is_found_over_many_pages(
    seen: EngineOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SE-38: of the diagram and of the table that decided in it, the first look; the second reads no further than the newest."""
    monkeypatch.setattr("adapters.camunda_rest.PAGE_SIZE", 2)
    office = seen.office
    cases = sorted(office.file().complaint_id for _ in range(7))
    seen.http.upload("deployments", dict([TABLE, ASKS_TABLE]))
    look(seen)
    for case in cases:
        enter(seen, "owners-asks", case)
    assert (look(seen), look(seen)) == (2 * len(cases), 0)
    assert sorted(row.complaint_id for row in office.rows(EnteredVersion)) == sorted(cases * 2)


def test_a_table_and_a_form_mark_the_cases_that_they_decide_and_ask(seen: EngineOffice) -> None:
    """SE-38: also where the diagram itself is not new."""
    office = seen.office
    decided, asked = office.file().complaint_id, office.file().complaint_id
    seen.http.upload("deployments", dict([TABLE, ASKS_TABLE, FORM]))
    flow = "Flow_RecordInvestigationActToRecordFindings"
    diagram = put_on(flow, user_task(form="site-visit"))(shipped("investigation.bpmn"))
    seen.http.upload("deployments", {"investigation.bpmn": diagram.encode()})
    look(seen)
    enter(seen, "owners-asks", decided)
    # As the office itself asks a table for a suggestion: in no instance.
    seen.http.post(
        "decision-definitions/evaluation", {"decisionDefinitionId": "owners-table", "variables": {}}
    )
    task = add_task(office, asked, "record-findings")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, task).form_id = "site-visit"
    assert note_cases_step(office.unit_of_work, CamundaDeployments(seen.http)) == 3
    assert sorted(marks(seen, decided)) == ["owners-asks 1", "owners-table 1"]
    assert marks(seen, asked) == ["site-visit 1"]
