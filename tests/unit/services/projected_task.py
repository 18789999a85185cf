"""A task as the projection would have it, without an engine: enough to submit the shipped forms."""

from __future__ import annotations

import json
from pathlib import Path

from models.case.claim import Claim
from models.case.lifecycle import TaskState
from models.case.matter import Matter
from models.case.proposal import Proposal
from models.case.task import Task
from models.ground.approval_codes import ProposalState
from models.ground.codes import MatterDecision
from models.office.deployed_form import DeployedForm
from services.case.approval_step import KNOWS_APPROVAL
from services.tasks.registry import find_task_of_form
from services.worklist.submit_task import SubmitTask, SubmittedTask, submit_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.told_by_call import with_call

FORMS = Path(__file__).parents[3] / "bpmn" / "forms"
# The forms that answer each claim beside their matters.
ANSWERS_CLAIMS = ("draft-opinion", "settle-on-spot")
ACCEPT = ACCEPTED_ROW
APPROVAL_OF = {"decide-acceptance": "approve-acceptance", "settle-on-spot": "approve-settlement"}
REFUSE = {
    "decision": "refuse",
    "nonaccept_ground": "in_trial",
    "met_points": ["complainant", "concrete"],
    "basis": "《中华人民共和国民事诉讼法》第六条",
    "right_place": "云河市临江区人民法院",
}


def add_task(office: FullOffice, complaint_id: str, form_id: str, key: str = "") -> str:
    """An open task of a shipped form; returns its key."""
    shipped = find_task_of_form(form_id)
    assert shipped is not None, form_id
    key = key or str(len(office.rows(Task)) + 2251799813685249)
    with office.unit_of_work() as unit:
        if unit.session.get(DeployedForm, f"1{form_id}"[:20]) is None:
            schema = json.loads((FORMS / f"{form_id}.form").read_text("utf-8"))
            unit.session.add(
                DeployedForm(
                    form_key=f"1{form_id}"[:20],
                    form_id=form_id,
                    version=1,
                    schema_json=schema,
                    seen_at=office.clock.now(),
                )
            )
        unit.session.add(
            Task(
                user_task_key=key,
                complaint_id=complaint_id,
                element_id=shipped.element.value,
                process_instance_key="1",
                form_id=form_id,
                form_version=1,
                candidate_groups=[role.value for role in shipped.roles],
                state=TaskState.OPEN,
                details={KNOWS_APPROVAL: True} if KNOWS_APPROVAL in shipped.kept_variables else {},
                created_at=office.clock.now(),
            )
        )
    return key


def support_claims(office: FullOffice, complaint_id: str) -> list[dict[str, str]]:
    """An answer to each claim that arises from an accepted matter: what went another way is answered there."""
    matters = office.rows(Matter, complaint_id=complaint_id, decision=MatterDecision.ACCEPT)
    accepted = {matter.no for matter in matters}
    claims = office.rows(Claim, complaint_id=complaint_id)
    return [
        {"answer": "supported"}
        for claim in claims
        if not claim.matter_nos or accepted & set(claim.matter_nos)
    ]


def submit(
    office: FullOffice, complaint_id: str, form_id: str, login: str, **answers: object
) -> SubmittedTask:
    """Add the task and submit it; what a policy holds back is approved at once by who is in charge."""
    done = submit_alone(office, complaint_id, form_id, login, **answers)
    if office.rows(Proposal, complaint_id=complaint_id, form_id=form_id, state=ProposalState.OPEN):
        submit_alone(office, complaint_id, APPROVAL_OF[form_id], "heng.gongyun", approval="approve")
    return done


def submit_alone(
    office: FullOffice, complaint_id: str, form_id: str, login: str, **answers: object
) -> SubmittedTask:
    """Add the task and submit it; what a policy holds back waits."""
    key = add_task(office, complaint_id, form_id)
    if form_id in ANSWERS_CLAIMS and "matters" in answers and "claims" not in answers:
        answers["claims"] = support_claims(office, complaint_id)
    return submit_task(SubmitTask(key, with_call(answers)), office.unit_of_work(), office.actor(login))


def accept(office: FullOffice, complaint_id: str, matters: int = 2) -> SubmittedTask:
    """Accept every matter as a simple case."""
    return submit(
        office,
        complaint_id,
        "decide-acceptance",
        "wen.rusheng",
        category="irregular_operation",
        route="intervene",
        complexity="simple",
        matters=[ACCEPT] * matters,
    )


def walk_to(office: FullOffice, complaint_id: str, form_id: str) -> None:
    """Do everything before this form's task."""
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "有依据",
        "basis": "办事指南",
    }
    steps = {
        "assign-handler": ("wen.rusheng", {"handler_id": "xun.wenshi"}),
        "record-findings": (
            "xun.wenshi",
            {
                "methods": ["documents"],
                "matters": [
                    {
                        "finding": "substantiated",
                        "facts": "属实",
                        "heard": "当面听取了窗口说明",
                        "uncited_reason": "录像在卷",
                        "responsibility": "unit",
                    }
                ]
                * 2,
            },
        ),
        "draft-opinion": ("xun.wenshi", {"matters": [opinion] * 2}),
        "approve-opinion": ("heng.gongyun", {"opinion_decision": "approve", **NOTHING_TO_IMPROVE}),
        "give-answer": (
            "xun.wenshi",
            {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]},
        ),
    }
    if form_id == "decide-acceptance":
        return
    accept(office, complaint_id)
    for step, (login, answers) in steps.items():
        if step == form_id:
            return
        submit(office, complaint_id, step, login, **answers)
