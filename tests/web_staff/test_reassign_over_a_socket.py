"""A supervisor gives one open task to another person, from the page of the task or of the case, over a socket."""

from __future__ import annotations

import re

from models.case.designation import Designation
from models.case.task import Task
from models.ledger.outbox import OutboxRow
from models.office.staff import Staff
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.web_staff.cases import complain_about, relate
from tests.web_staff.people import BY_ROLE

SUPERVISOR, CLERK = BY_ROLE["supervisor"], BY_ROLE["intake"]
REASON = "原承办人手上积压过多，改由他人受理"


def file_task(served: ServedOffice, about: str, address: str) -> tuple[str, str]:
    """A case about this person with an open task of the intake, which a clerk holds."""
    case = served.office.file(address=address).complaint_id
    complain_about(served.office, case, about)
    key = add_task(served.office, case, "decide-acceptance")
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = CLERK
    return case, key


def clerks_of(served: ServedOffice) -> list[str]:
    return [row.login for row in served.office.rows(Staff) if "intake" in row.roles and row.active]


def offered(page: str) -> set[str]:
    choice = re.search(r'<select\s+id="to".*?</select>', page, re.S)
    assert choice
    return set(re.findall(r'<option value="([^"]+)"', choice[0]))


def test_a_supervisor_reassigns_from_task_and_case_and_only_those_are_offered_who_can_take_it(
    served_office: ServedOffice,
) -> None:
    """Wish 7: a button, a reason, the people of the role whom nothing keeps away, and the result in words."""
    accused, related = "guan.zhaopai", "ji.luqing"
    relate(served_office.office, related, accused)
    case, key = file_task(served_office, accused, "203.0.113.71")
    supervisor = served_office.visitor(SUPERVISOR)
    address = f"/tasks/{key}/reassign"
    for page in (f"/tasks/{key}", f"/cases/{case}"):
        assert f'href="{address}"' in supervisor.get(page).text, page
    assert f'href="{address}"' not in served_office.visitor(CLERK).get(f"/tasks/{key}").text
    assert served_office.visitor(CLERK).get(address).status_code == 403
    page = supervisor.get(address)
    assert "温如声" in page.text
    able = offered(page.text)
    assert able == set(clerks_of(served_office)) - {related, CLERK}
    [taker, *_] = sorted(able)
    unsaid = supervisor.post(address, {"holder": CLERK, "to": taker, "reason": " "})
    assert unsaid.status_code == 422 and f'value="{taker}" selected' in unsaid.text
    refused = supervisor.post(address, {"holder": CLERK, "to": related, "reason": REASON})
    assert refused.status_code == 422 and "不能办理本件的这个任务" in refused.text and REASON in refused.text
    done = supervisor.post(address, {"holder": CLERK, "to": taker, "reason": REASON})
    assert done.status_code == 303
    told = supervisor.get(done.headers["location"]).text
    name = served_office.office.rows(Staff, login=taker)[0].name
    assert f"任务已改派给{name}" in told and REASON in told
    assert served_office.office.rows(Task, user_task_key=key)[0].claimed_by == taker
    [named] = served_office.office.rows(Designation, user_task_key=key)
    assert (named.staff_id, named.by) == (taker, SUPERVISOR)
    assert any(key in row.dedupe_key for row in served_office.office.rows(OutboxRow)), "the engine is told"
    stale = supervisor.post(address, {"holder": CLERK, "to": SUPERVISOR, "reason": REASON})
    assert stale.status_code == 409 and "任务已换人" in stale.text
    again = supervisor.post(address, {"holder": CLERK, "to": taker, "reason": REASON})
    assert again.status_code == 303, "sent again it is the same decision"
    assert len(served_office.office.rows(Designation, user_task_key=key)) == 1


def test_a_supervisor_whom_the_case_is_about_finds_no_task_to_reassign(served_office: ServedOffice) -> None:
    """R45."""
    _, key = file_task(served_office, SUPERVISOR, "203.0.113.72")
    assert served_office.visitor(SUPERVISOR).get(f"/tasks/{key}/reassign").status_code == 404
