"""Deployments over REST: versions, and refusals that name file, element type and id."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.engine_dmn.tables import decision, dmn, table
from tests.rest.diagrams import decide_form, decide_process, work_process
from tests.rest.serving import RestClient, serving


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    async with serving(tmp_path) as client:
        yield client


async def test_an_unchanged_file_keeps_its_key_and_a_changed_one_gets_the_next_version(
    rest: RestClient,
) -> None:
    _, first = await rest.deploy(work_bpmn=work_process())
    _, again = await rest.deploy(work_bpmn=work_process())
    _, changed = await rest.deploy(work_bpmn=work_process().replace("办理", "再办理"))
    processes = [answer["deployments"][0]["processDefinition"] for answer in (first, again, changed)]
    assert [process["processDefinitionVersion"] for process in processes] == [1, 1, 2]
    assert processes[0]["processDefinitionKey"] == processes[1]["processDefinitionKey"]
    assert processes[0]["resourceName"] == "work.bpmn"


async def test_the_deployed_file_comes_back_byte_for_byte(rest: RestClient) -> None:
    _, deployed = await rest.deploy(work_bpmn=work_process())
    key = deployed["deployments"][0]["processDefinition"]["processDefinitionKey"]
    response = await rest.http.get(f"/v2/process-definitions/{key}/xml")
    assert response.content_type == "text/xml"
    assert await response.read() == work_process().encode()


async def test_a_malformed_diagram_is_refused_with_file_element_type_and_id(rest: RestClient) -> None:
    broken = work_process().replace("bpmn:serviceTask", "bpmn:transaction")
    status, problem = await rest.deploy(work_bpmn=broken, decide_form=decide_form())
    assert (status, problem["title"]) == (400, "INVALID_ARGUMENT")
    for part in ("work.bpmn", "transaction", "Task_Work"):
        assert part in problem["detail"]
    assert (await rest.search("/process-definitions"))["items"] == []


@pytest.mark.parametrize("text", ["", "no xml", "<a/>", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])
async def test_a_file_that_is_no_diagram_is_refused(rest: RestClient, text: str) -> None:
    status, problem = await rest.deploy(work_bpmn=text)
    assert status == 400
    assert "work.bpmn" in problem["detail"]


async def test_files_of_other_kinds_and_empty_deployments_are_refused(rest: RestClient) -> None:
    assert (await rest.deploy(work_txt="x"))[0] == 400
    assert (await rest.call("POST", "/deployments", {}))[0] == 415
    response = await rest.http.post("/v2/deployments", data={"tenantId": "<default>"})
    assert response.status in (400, 415)


async def test_the_modeler_deploys_and_starts_under_its_prefix(rest: RestClient) -> None:
    await rest.deploy(decide_form=decide_form(), decide_bpmn=decide_process())
    response = await rest.http.post(
        "/modeler/v2/v2/process-instances", json={"processDefinitionId": "decide"}
    )
    assert response.status == 200
    status, problem = await rest.call("POST", "/process-instances", {"processDefinitionId": "unknown"})
    assert (status, problem["title"]) == (404, "NOT_FOUND")


async def test_instructions_that_the_engine_does_not_know_are_refused_not_ignored(rest: RestClient) -> None:
    await rest.deploy(work_bpmn=work_process())
    start = {"processDefinitionId": "work", "startInstructions": [{"elementId": "Task_Work"}]}
    assert (await rest.call("POST", "/process-instances", start))[0] == 400
    assert (await rest.call("POST", "/process-instances", {**start, "startInstructions": []}))[0] == 200


async def evaluated_unit(rest: RestClient) -> tuple[int, str]:
    """The version of the table that is in use and the unit that it suggests."""
    question = {"respondent_unit": "SB", "item_duty": None, "respondent_area": None}
    answer = await rest.post(
        "/decision-definitions/evaluation", {"decisionDefinitionId": "competence", "variables": question}
    )
    return answer["decisionDefinitionVersion"], json.loads(answer["output"])


async def test_a_shipped_table_is_put_back_after_the_owner_s_own_graph_took_its_decision(
    rest: RestClient,
) -> None:
    """OW-6: the answer of the deployment and what is evaluated agree; put back once more nothing changes."""
    shipped = (ROOT / "bpmn" / "dmn" / "competence.dmn").read_text("utf-8")
    own = dmn(
        decision("competence", table("UNIQUE", ("respondent_unit",), ("unit",), (("-",), ('"综合科"',))))
    )
    await rest.deploy(competence_dmn=shipped)
    assert await evaluated_unit(rest) == (1, "SB")
    await rest.deploy(own_dmn=own.decode())
    assert await evaluated_unit(rest) == (2, "综合科")
    for _ in range(2):
        status, answer = await rest.deploy(competence_dmn=shipped)
        told = [
            item["decisionDefinition"]["version"]
            for item in answer["deployments"]
            if item["decisionDefinition"]
        ]
        assert (status, told) == (200, [3])
        assert await evaluated_unit(rest) == (3, "SB")


async def test_a_start_form_is_told_in_its_latest_version(rest: RestClient) -> None:
    """OW-18: the only way on which 8.8 tells the latest version of a form that no task was made with yet."""
    process = decide_process(start_form="decide")
    _, deployed = await rest.deploy(decide_bpmn=process)
    key = deployed["deployments"][0]["processDefinition"]["processDefinitionKey"]
    address = f"/process-definitions/{key}/form"
    assert await rest.call("GET", address) == (204, None), "the form is not deployed yet"
    await rest.deploy(decide_form=decide_form())
    await rest.deploy(decide_form=decide_form(label="新的意见"))
    form = await rest.get(address)
    assert (form["formId"], form["version"]) == ("decide", 2)
    assert "新的意见" in form["schema"]
    assert (await rest.get(f"/process-definitions/{key}"))["hasStartForm"] is True
    _, other = await rest.deploy(work_bpmn=work_process())
    without = other["deployments"][0]["processDefinition"]["processDefinitionKey"]
    assert await rest.call("GET", f"/process-definitions/{without}/form") == (204, None)
    found = (await rest.search("/process-definitions"))["items"]
    assert [item["hasStartForm"] for item in found] == [True, False]
    assert (await rest.call("GET", "/process-definitions/1/form"))[0] == 404


async def test_very_many_faults_are_told_as_far_as_they_go(rest: RestClient) -> None:
    """EN-6: a problem document holds more than a gRPC status, but no megabytes."""
    tasks = "".join(f'<bpmn:transaction id="{"t" * 60}{number}"/>' for number in range(4_000))
    status, problem = await rest.deploy(
        work_bpmn=work_process().replace("<bpmn:endEvent", tasks + "<bpmn:endEvent", 1)
    )
    assert (status, problem["title"]) == (400, "INVALID_ARGUMENT")
    assert len(problem["detail"].encode()) < 300_000
    assert problem["detail"].count("\n") > 1_000
    assert problem["detail"].endswith(" more")
