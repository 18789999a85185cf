"""The page of a task asks the database as often beside many rows as beside few, and no question twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.furnished_case import furnish_case
from tests.web_staff.rows_of_case import add_rows_of_case

# By form who looks, and the most statements: those that decide on all of a file read each of its tables once.
LOGINS = {
    "approve-opinion": ("heng.gongyun", 90),
    "decide-acceptance": ("wen.rusheng", 90),
    "decide-extension": ("heng.gongyun", 90),
    "record-findings": ("jian.rujing", 90),
    "record-return-visit": ("hui.fangyi", 60),
    "sign-referral": ("ren.shebao", 60),
}


@pytest.mark.parametrize("form", LOGINS)
def test_a_task_page_asks_as_often_beside_many_rows_as_beside_few(
    office: FullOffice, sign_in: Callable[[str], Visitor], form: str
) -> None:
    case = furnish_case(office, "203.0.113.20")
    login, most = LOGINS[form]
    visitor, asked = sign_in(login), []
    for more in (1, 8):
        add_rows_of_case(office, case.complaint_id, more)
        with statements(office) as seen:
            assert visitor.get(f"/tasks/{case.tasks[form]}").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] <= most
