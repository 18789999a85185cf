"""反复出现的问题 through the real web server: the same is found true again and again; supervisors read it and open its cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.ground.codes import Category, Finding
from models.ground.ids import new_id
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.past_of_an_office import Came, take_in
from tests.web.pages import text_of

SUPERVISOR, OWNER, CLERK = "jian.rujing", "guan.xitong", "wen.rusheng"
PAGE, RULE = "/recurrence", "/administration/recurrence"
TODAY = date(2026, 9, 7)


def take_true(served: ServedOffice, came: list[Came], cause: str = "") -> None:
    """Complaints with a matter found true of each."""
    cases = take_in(served.office, came)
    with served.office.unit_of_work() as unit:
        for case in cases:
            matter = Matter(id=new_id(), complaint_id=case, no=1, text="欧阳翠莲态度生硬")
            matter.finding = Finding.PARTLY_SUBSTANTIATED
            unit.session.add(matter)
            if cause:
                of = {"complaint_id": case, "matter_no": 1, "turn": 1, "code": cause, "is_main": True}
                unit.session.add(MatterCause(id=new_id(), **of, by=CLERK, said_at=unit.clock.now()))


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """One problem eight times in three weeks, six of them by one cause and two not found yet, and sixty others once each."""
    with serve_office(tmp_path_factory.mktemp("recurrence"), sqlite_office_template) as served:
        assert "按现行规则，没有反复出现的问题" in text_of(served.visitor(SUPERVISOR).get(PAGE))
        rude = [Came(TODAY - timedelta(days=day), category=Category.BAD_ATTITUDE) for day in range(3, 24, 3)]
        take_true(served, rude[:6], "people-2")
        take_in(served.office, rude[:2])
        others = [Came(TODAY, category=Category.BUCK_PASSING, item=f"RS-{no:03}") for no in range(100, 160)]
        take_true(served, others * 2)
        yield served


def row_of(page: str, words: str) -> str:
    [row] = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if words in row]
    return str(row)


def cases_behind(served: ServedOffice, link: str) -> int:
    page = served.visitor(SUPERVISOR).get(unescape(link)).text
    return len(set(re.findall(r'href="/cases/([^"/]+)"', page)))


def test_a_problem_that_recurs_is_listed_with_its_numbers_and_each_opens_its_cases(
    served: ServedOffice,
) -> None:
    supervisor = served.visitor(SUPERVISOR)
    for address, words in ((PAGE, "服务态度"), (f"{PAGE}?by=cause", "服务态度")):
        shown = supervisor.get(address).text
        row = row_of(shown, words)
        links = re.findall(r'href="(/ledger\?[^"]+)"><?[^>]*>?(\d+)', row)
        numbers = [int(number) for _, number in links]
        assert numbers == ([6, 6, 8] if address == PAGE else [6, 6])
        assert [cases_behind(served, link) for link, _ in links] == numbers
        assert "2026-08-20 – 2026-09-04" in row and "仍在发生" in row
    told = text_of(supervisor.get(f"{PAGE}?by=cause&lang=en"))
    assert "Recurring problems" in told and "Attitude" in told and "goes on" in told
    supervisor.get(f"{PAGE}?lang=zh")
    assert "没有反复出现的问题" in text_of(supervisor.get(f"{PAGE}?unit=SW"))
    ledger = supervisor.get(unescape(re.findall(r'href="(/ledger\?[^"]+)"', row)[0])).text
    assert "集体投诉只计主办件" in ledger and 'name="true_cause" value="people-2"' in ledger
    assert served.visitor(CLERK).get(PAGE).status_code == 403


def test_the_owner_sets_the_rule_and_the_list_follows_it_page_by_page(served: ServedOffice) -> None:
    owner, supervisor = served.visitor(OWNER), served.visitor(SUPERVISOR)
    shown = owner.get(RULE)
    assert "本单位尚未核定" in text_of(shown) and 'name="least_complaints"' in shown.text
    told = {"least_complaints": "1", "within_days": "九十", "basis": "主任办公会纪要", "replaces": "0"}
    refused = owner.post(RULE, told)
    assert refused.status_code == 422
    assert 'href="#within_days"' in refused.text and "主任办公会纪要" in refused.text
    told |= {"least_complaints": "2", "within_days": "30"}
    assert owner.post(RULE, told).headers["location"] == f"{RULE}?changed=1"
    changed = text_of(owner.get(f"{RULE}?changed=1"))
    assert "已修改，自即刻起执行" in changed and "主任办公会纪要" in changed
    overtaken = owner.post(RULE, told | {"least_complaints": "9"})
    assert overtaken.status_code == 422 and "其他人已修改" in text_of(overtaken)
    first = supervisor.get(PAGE).text
    assert "共 61 组" in first and first.count("<tr>") == 51
    [further] = re.findall(r'href="(/recurrence\?[^"]*newest=[^"]+)"', first)
    second = supervisor.get(unescape(further)).text
    items = [set(re.findall(r"problem_item=(RS-\d+)", page)) for page in (first, second)]
    assert second.count("<tr>") == 12 and not items[0] & items[1] and len(items[0] | items[1]) == 61
    for odd in (
        "?most=x&newest=2026-01-01",
        "?most=5&newest=never",
        "?by=x&unit=%27&most=5&newest=2026-09-07",
    ):
        assert supervisor.get(f"{PAGE}{odd}").status_code == 200
    assert owner.get(PAGE).status_code == 403 and supervisor.get(RULE).status_code == 403


def test_what_many_units_have_in_common_is_found_over_all_complaints(served: ServedOffice) -> None:
    """Common problems are found over all complaints, and each number opens them; of very many: test_common_of_many.py."""
    supervisor, common = served.visitor(SUPERVISOR), f"{PAGE}/common"
    assert f'href="{common}"' in supervisor.get(PAGE).text
    assert "没有多个单位共有的问题" in text_of(supervisor.get(common))
    kind, days = Category.REPEATED_MATERIALS, (5, 40, 120)
    at_three = [
        Came(TODAY - timedelta(days=day), category=kind, unit=unit, item=f"{unit}-001")
        for unit in ("RS", "CG", "SW")
        for day in days
    ]
    # A fourth has it once, and another problem lies at two units alone.
    at_three.append(Came(TODAY, category=kind, unit="YB", item="YB-001"))
    of_two = [
        Came(TODAY, category=Category.LOW_EFFICIENCY, unit=unit, item=f"{unit}-001") for unit in ("RS", "CG")
    ]
    take_true(served, at_three + of_two * 4)
    shown = supervisor.get(common).text
    row = row_of(shown, "反复提交材料")
    assert re.findall(r'<td class="amount"[^>]*>([\d,]+)</td>', row) == ["3", "4", "10", "7", "3"]
    links = re.findall(r'<a class="number" href="(/ledger\?[^"]+)">(\d+)', row)
    assert [int(number) for _, number in links] == [3, 3, 3, 1]
    assert [cases_behind(served, link) for link, _ in links] == [3, 3, 3, 1]
    assert f"/studies/new?category={kind.value}" in row
    assert len(re.findall(r"<tr><th scope=\"row\">", shown)) == 1
    assert "没有多个单位共有的问题" in text_of(supervisor.get(f"{common}?by=cause"))
    assert served.visitor(CLERK).get(common).status_code == 403
