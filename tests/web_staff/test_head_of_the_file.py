"""Who stands in the head of a file: who registered it and who handles it, with his unit, through the real web server."""

from __future__ import annotations

import re

from tests.accepted_row import ACCEPTED_ROW
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import submit
from tests.web.case_file import read_file
from tests.web_staff.test_routes_over_a_socket import register

WORDS = "上周三在C03窗口，工作人员把材料退回，没有说明原因。"


def head_of(page: str) -> dict[str, str]:
    part = page.partition('<dl class="summary-list">')[2].partition("</dl>")[0]
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", part, re.S)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", value).split()) for name, value in pairs}


def test_the_head_names_who_registered_and_which_unit_and_person_handles(served_office: ServedOffice) -> None:
    """R29: accepting department and person."""
    case, _ = register(served_office, WORDS)
    clerk = served_office.visitor("wen.rusheng")
    assert "温如声" in head_of(read_file(clerk, case.id).text)["登记人"]
    answers = {"category": "bad_attitude", "route": "intervene", "complexity": "simple", "unit": "RS"}
    submit(
        served_office.office, case.id, "decide-acceptance", "wen.rusheng", **answers, matters=[ACCEPTED_ROW]
    )
    handler = {"handling_unit": "RS", "handler_id": "xun.wenshi"}
    submit(served_office.office, case.id, "assign-handler", "wen.rusheng", **handler)
    head = head_of(read_file(clerk, case.id).text)
    assert "云河市人力资源和社会保障局" in head["承办"]
    assert "荀问实" in head["承办"]
