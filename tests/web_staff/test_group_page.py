"""The page of a case tells of its mass complaint: who leads, how far each is, what is missing before it is closed (DM-41)."""

from __future__ import annotations

from collections.abc import Callable

from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.unit.services.requests_office import act, case_of
from tests.unit.services.test_group import CLERK, accepted, approve, join, leading
from tests.web.case_file import read_file
from tests.web.pages import Visitor, text_of

SignIn = Callable[[str], Visitor]


def test_the_page_of_a_leading_file_lists_its_members_and_says_what_is_missing(
    office: FullOffice, sign_in: SignIn
) -> None:
    first = leading(office)
    clerk = sign_in(CLERK)
    alone = read_file(clerk.client, first).text
    assert "集体件 M1" in alone
    assert "还没有其他投诉并入" in alone
    assert "正在核实" in alone
    second = accepted(office)
    join(office, second, own_claims=["2"])
    page = read_file(clerk.client, first).text
    assert case_of(office, second).number in page
    assert "等待处理意见" in page
    assert "共2件，已答复0件，表示满意0件；达到60%方可办结。" in page
    approve(office, first)
    member = read_file(clerk.client, second).text
    assert "由主件一并查处" in member
    assert "只属于本件的诉求：第2项。" in member
    assert "已适用处理意见" in member
    assert f'href="/cases/{first}"' in member


def test_the_first_page_of_a_case_says_that_it_belongs_to_a_mass_complaint_and_leads_there(
    served_office: ServedOffice,
) -> None:
    """Whoever opens the case sees how many files it is of, and whether this one leads."""
    office, supervisor = served_office.office, served_office.visitor("jian.rujing")
    first = accepted(office, address="crowd-1")
    assert "集体件：" not in text_of(supervisor.get(f"/cases/{first}"))
    act(office, first, "open-group", CLERK, group_name="大厅停电", statement="正在核实", reason="同一天三件")
    others = [accepted(office, address=f"crowd-{no}") for no in (2, 3)]
    for case in others:
        act(office, case, "join-group", CLERK, group="大厅停电")
    for case, said in ((first, "本件为主件"), *((one, "本件随主件办理") for one in others)):
        page = supervisor.get(f"/cases/{case}")
        assert f"集体件：共3件，{said}" in text_of(page)
        assert f'href="/cases/{case}/related#group"' in page.text
        assert 'id="group"' in supervisor.get(f"/cases/{case}/related").text
    act(office, others[1], "leave-group", CLERK, reason="另有事由")
    assert "集体件：" not in text_of(supervisor.get(f"/cases/{others[1]}"))
    assert "共2件，本件为主件" in text_of(supervisor.get(f"/cases/{first}"))
