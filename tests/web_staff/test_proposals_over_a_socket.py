"""What was learnt goes to the owner of a process: from a study, at a step of its diagram, answered, and carried by a version."""

from __future__ import annotations

import re

from bpmn.element_said import read_elements
from bpmn.reading import FOLDER
from models.ground.ids import new_id
from models.ground.proposal_codes import ProposalSource
from models.office.deployed_version import ResourceKind
from models.office.process_proposal import ProcessProposal
from services.deployments.enter_version import FoundVersion, enter_version
from services.proposals.freeze_figures import Learnt
from services.proposals.send_proposal import SendProposal, send_proposal
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.unit.services.planted_versions import PROCESS, STEP, STEP_NAME, diagram, record
from tests.unit.services.test_proposals import add_study
from tests.web.pages import text_of
from tests.web_a11y.look import require_axe, violations_of
from tests.web_staff.desk import Desk
from tests.web_staff.guided import assert_guided

SUPERVISOR, DIRECTOR, ADMINISTRATOR, CLERK = "jian.rujing", "zong.lanyun", "guan.xitong", "wen.rusheng"
SEEN, PROPOSED = "两级审批重复，市民多等五个工作日。", "取消科室再次审批，由中心一次办结。"
STUDY = "d" * 32


def test_experience_flows_back_to_the_design_of_the_process(served_office: ServedOffice) -> None:
    """R95: experience flows back to policy and process design."""
    office = served_office.office
    add_study(office, STUDY, 40, 12)
    record(office, 1, diagram())
    director, administrator = served_office.visitor(DIRECTOR), served_office.visitor(ADMINISTRATOR)
    form = f"/proposals/new?source=study&ref={STUDY}"
    led = director.get(f"/studies/{STUDY}")
    assert form.replace("&", "&amp;") in led.text, text_of(led)[-600:] + served_office.log.read_text()[-3000:]
    page = director.get(f"{form}&process_id={PROCESS}")
    assert STEP_NAME in text_of(page)
    sending = re.search(r'name="submission_id" value="([0-9a-f]{32})"', page.text)
    assert sending is not None
    typed = {"submission_id": sending[1], "process_id": PROCESS, "seen": SEEN, "workdays": "10"}
    wrong = director.post(form, typed | {"element_id": "UserTask_Gone", "proposed": PROPOSED})
    assert wrong.status_code == 422
    assert SEEN in wrong.text
    assert PROPOSED in wrong.text
    sent = [director.post(form, typed | {"element_id": STEP, "proposed": PROPOSED}) for _ in range(2)]
    assert [one.status_code for one in sent] == [303, 303]
    at = str(sent[0].headers["Location"]).split("?")[0]
    assert at == f"/proposals/{sending[1]}"
    to_answer = administrator.get(at)
    assert_guided(to_answer.text, "proposal-answer")
    shown = text_of(to_answer)
    for words in (SEEN, PROPOSED, STEP_NAME, "40", "12", "2026-06-01至2026-08-31", "专题分析", "针对版本"):
        assert words in shown, words
    assert "本人发现" not in shown
    assert served_office.visitor(CLERK).get(at).status_code == 403
    answers_and_versions(served_office, at)


def test_only_steps_that_people_know_by_name_are_offered_and_their_names_are_shown(
    served_office: ServedOffice,
) -> None:
    """A gate without a name and the office's own instance are no places to propose anything at."""
    office, director = served_office.office, served_office.visitor(DIRECTOR)
    for process, name in (("feedback", "答复"), ("office-anchor", "机构锚点")):
        file = f"{process}.bpmn"
        found = FoundVersion(new_id()[:18], ResourceKind.PROCESS, process, name, 1, file, content_of(process))
        with office.unit_of_work() as unit:
            enter_version(found, [], unit)
    form = director.get("/proposals/new?process_id=feedback")
    offered = re.findall(
        r'<option value="(\w+)"', form.text.split('id="element_id"')[1].split("</select>")[0]
    )
    assert "未命名" not in text_of(form) and "机构锚点" not in text_of(form)
    assert "机构锚点" not in text_of(served_office.visitor(SUPERVISOR).get("/measures/new"))
    unnamed = next(one for one in read_elements("feedback", content_of("feedback")) if one not in offered)
    typed = {"process_id": "feedback", "seen": SEEN, "proposed": PROPOSED, "workdays": "10"}
    for process, element in (("feedback", unnamed), ("office-anchor", "StartEvent_Begin")):
        fields = typed | {"process_id": process, "element_id": element, "submission_id": new_id()}
        assert director.post("/proposals/new", fields).status_code == 422, process
    step = next(one for one in offered if one.startswith("UserTask_"))
    sent = director.post("/proposals/new", typed | {"element_id": step, "submission_id": new_id()})
    at = str(sent.headers["Location"]).split("?")[0]
    for page in (at, "/proposals", "/tasks"):
        assert "UserTask_" not in text_of(served_office.visitor(ADMINISTRATOR).get(page)), page


def content_of(process: str) -> bytes:
    return (FOLDER / f"{process}.bpmn").read_bytes()


def answers_and_versions(served: ServedOffice, at: str) -> None:
    """Taken up by another, carried by what really changed the step, told to who proposed it."""
    director, administrator = served.visitor(DIRECTOR), served.visitor(ADMINISTRATOR)
    supervisor = served.visitor(SUPERVISOR)
    assert f'href="{at}"' in supervisor.get("/tasks").text
    assert "您提出" not in text_of(administrator.get(at))
    assert "建议由您提出，由他人答复。" in text_of(director.get(at))
    assert director.post(f"{at}/answer", {"answer": "taken_up", "seen": "0"}).status_code == 403
    refused = administrator.post(f"{at}/answer", {"answer": "refused", "words": "", "seen": "0"})
    assert refused.status_code == 422
    taken = {"answer": "taken_up", "words": "下一版取消。", "seen": "0"}
    assert administrator.post(f"{at}/answer", taken).status_code == 303
    again = administrator.post(f"{at}/answer", taken)
    assert again.status_code == 409
    assert "这件建议已有新的情况" in text_of(again)
    assert f'href="{at}"' in director.get("/tasks").text
    answered = director.get(at)
    assert "下一版取消。" in text_of(answered)
    assert_guided(answered.text, "proposal-read")
    assert f'href="{at}"' in administrator.get("/proposals?show=to_deploy").text
    assert "第2版" not in text_of(director.get(at))
    record(served.office, 2, diagram("director"))
    assert "第2版已落实" in text_of(director.get(at))
    assert f'href="{at}"' in administrator.get("/proposals?show=carried").text
    assert director.post(f"{at}/read", {}).status_code == 303
    assert f'href="{at}"' not in director.get("/tasks").text
    record(served.office, 3, diagram(has_step=False))
    assert "第3版起已无此环节，最后见于第2版" in text_of(director.get(at))


def test_a_diagram_bears_a_mark_at_the_step_with_a_list_that_says_the_same(
    desk: Desk, office: FullOffice
) -> None:
    require_axe()
    step = "UserTask_DecideAcceptance"
    content = (FOLDER / "intake.bpmn").read_bytes()
    found = FoundVersion("intake", ResourceKind.PROCESS, "intake", "受理", 3, "intake.bpmn", content)
    with office.unit_of_work() as unit:
        enter_version(found, [], unit)
    command = SendProposal(new_id(), Learnt(ProposalSource.HAND), "", "intake", step, SEEN, PROPOSED, "10")
    row_id = send_proposal(command, office.unit_of_work, office.actor(DIRECTOR))
    with desk.page_of(SUPERVISOR, 1440) as page:
        page.goto(f"{desk.address}/monitor/processes/intake")
        page.wait_for_selector("[data-monitor][data-ready]")
        mark = page.locator(f'.djs-overlays[data-container-id="{step}"]').get_by_text("建议1件")
        assert mark.is_visible()
        assert page.locator(f'table a[href="/proposals/{row_id}"]').inner_text() == PROPOSED
        assert violations_of(page) == []
    assert office.rows(ProcessProposal)[0].source_path is None
