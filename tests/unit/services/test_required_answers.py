"""What the office cannot do without is asked for, also by an owner's version of the form that makes it optional."""

from __future__ import annotations

import json

import pytest

from models.case.answer import Answer
from models.ground.errors import InvalidInput
from models.office.deployed_form import DeployedForm
from services.tasks.registry import find_task_of_form
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, walk_to

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)
WHO = {
    "approve-opinion": "heng.gongyun",
    "assign-handler": "wen.rusheng",
    "decide-acceptance": "wen.rusheng",
    "give-answer": "xun.wenshi",
}
# What makes a question appear that is asked under a condition only.
ASKED_UPON: dict[str, tuple[dict[str, object], ...]] = {
    "give-answer": (
        {"ways": ["registered_letter"]},
        {"ways": ["phone"]},
        {"ways": ["phone"], "talk_with": "complainant"},
    ),
    "approve-opinion": (
        {"opinion_decision": "approve"},
        {"opinion_decision": "approve", "improvement": "needed"},
        {"opinion_decision": "approve", "improvement": "none"},
    ),
}


def make_all_optional(office: FullOffice, form_id: str) -> None:
    with office.unit_of_work() as unit:
        (form,) = [row for row in unit.session.query(DeployedForm) if row.form_id == form_id]
        text = json.dumps(form.schema_json)
        assert '"required": true' in text
        form.schema_json = json.loads(text.replace('"required": true', '"required": false'))


@pytest.mark.parametrize("form_id", WHO)
def test_an_answer_that_an_owner_made_optional_is_asked_for(office: FullOffice, form_id: str) -> None:
    """OW-14: an approval without decision ended in an error, an answer without words went out."""
    task = find_task_of_form(form_id)
    assert task is not None
    case = office.file(feedback_way="letter").complaint_id
    walk_to(office, case, form_id)
    key = add_task(office, case, form_id)
    make_all_optional(office, form_id)
    rows = {"matters": [{}, {}]} if any("[]" in path for path in task.required) else {}
    told = list_required(office, WHO[form_id], SubmitTask(key, rows))
    for asked in ASKED_UPON.get(form_id, ()):
        told |= list_required(office, WHO[form_id], SubmitTask(key, rows | asked))
    assert told >= task.required
    assert office.rows(Answer) == []


def test_an_answer_that_lacks_one_of_its_three_parts_is_refused_by_that_part_alone(
    office: FullOffice,
) -> None:
    """R60: findings, decision and measures, each of them; spaces are no words."""
    case = office.file(feedback_way="letter").complaint_id
    walk_to(office, case, "give-answer")
    key = add_task(office, case, "give-answer")
    whole = {
        "findings_text": "查明",
        "decision_text": "道歉",
        "measures_text": "培训",
        "ways": ["query_code"],
    }
    for part in ("findings_text", "decision_text", "measures_text"):
        for told in ({**whole, part: "  "}, {name: words for name, words in whole.items() if name != part}):
            asked = list_required(office, WHO["give-answer"], SubmitTask(key, told))
            assert asked & whole.keys() == {part}
    assert office.rows(Answer) == []


def list_required(office: FullOffice, login: str, command: SubmitTask) -> set[str]:
    """The paths for which this submission is refused because nothing was answered."""
    with pytest.raises(InvalidInput) as refused:
        submit_task(command, office.unit_of_work(), office.actor(login))
    return {path.replace(".0.", "[].") for path, code in refused.value.errors.items() if code == "REQUIRED"}
