"""How a request that its stage took along is shown: to staff in the case file, to the complainant among the steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.actor import SYSTEM
from services.case.lifecycle import move_stage
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.unit.services.requests_office import act, ask_for_material
from tests.web.case_file import read_file
from tests.web.pages import Visitor, text_of

SignIn = Callable[[str], Visitor]
LAPSED = "已失效 因阶段结束失效"


@pytest.fixture
def filed(office: FullOffice) -> FiledComplaint:
    """A refused complaint with a request for material, a transfer and a wish to withdraw that nobody took up."""
    filed = office.file()
    case = filed.complaint_id
    ask_for_material(office, case)
    act(office, case, "open-referral", "wen.rusheng", unit="X-DL", needs_result=True)
    act(office, case, "request-withdrawal", "wen.rusheng", reason="来电要求撤回")
    with office.unit_of_work() as unit:
        move_stage(unit.session.get_one(Complaint, case), Stage.FEEDBACK, unit, SYSTEM)
    return filed


def test_the_case_file_says_that_the_stage_ended_them(sign_in: SignIn, filed: FiledComplaint) -> None:
    """State and reason at each of the three, and a line each on the trail."""
    page = text_of(read_file(sign_in("wen.rusheng"), filed.complaint_id))
    assert page.count(LAPSED) == 3
    history = sign_in("wen.rusheng").get(f"/cases/{filed.complaint_id}/history")
    assert text_of(history).count("请求失效") == 3


def test_the_complainant_is_told_among_the_steps(app: Flask, filed: FiledComplaint) -> None:
    """Nothing more is asked, the wish was not taken up, the other unit does not work on it."""
    visitor = Visitor(app)
    visitor.get("/progress")
    answer = visitor.post("/progress", {"number": filed.number, "query_code": filed.query_code})
    page = text_of(answer)
    assert "请您补充的材料不再需要（因阶段结束失效）" in page
    assert "您的撤回申请未及核实（因阶段结束失效）" in page
    assert "转交因阶段结束失效：云河市东岭区政务服务中心" in page
    assert 'id="asked-1"' not in answer.text, "it stands among what was asked, and no more as a question"
