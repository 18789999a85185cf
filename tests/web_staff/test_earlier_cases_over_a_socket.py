"""Like cases that people decided before, on the page of the acceptance as the real web server sends it."""

from __future__ import annotations

import re
from itertools import count

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import Category
from services.filing.new_case import FiledComplaint
from services.suggestions.earlier_cases import MOST, list_earlier_cases
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import accept, add_task

CLERK = "wen.rusheng"
TOILET = "西侧卫生间锁了两周，贴着检修中，老人只能走到马路对面去找"
_addresses = count(1)


def file(office: FullOffice, content: str, **told: object) -> FiledComplaint:
    address = f"198.51.102.{next(_addresses)}"
    return office.file(address=address, content=content, **{"wanted": "", "is_anonymous": True, **told})


def decide(office: FullOffice, case: FiledComplaint) -> None:
    """A clerk accepts it as irregular operation, simple."""
    matters = len(office.rows(Matter, complaint_id=case.complaint_id))
    accept(office, case.complaint_id, matters)


def earlier(served: ServedOffice, case: FiledComplaint, language: str = "zh") -> str:
    key = add_task(served.office, case.complaint_id, "decide-acceptance")
    page = served.visitor(CLERK).get(f"/tasks/{key}?lang={language}").text
    block = re.search(r'aria-labelledby="earlier-cases">(.*?)</section>', page, re.S)
    assert block
    return " ".join(re.sub(r"<[^>]+>", " ", block[1]).split())


def test_a_decision_is_found_as_soon_as_it_is_made_and_not_before(served_office: ServedOffice) -> None:
    """ST-32: the server that runs takes it in; what nobody decided is no example."""
    office = served_office.office
    first = file(office, TOILET)
    fresh = file(office, f"{TOILET}，请开门")
    assert first.number not in earlier(served_office, fresh)
    decide(office, first)
    told = earlier(served_office, fresh)
    assert first.number in told
    assert re.search(r"类别 违规操作 \d", told)
    assert re.search(r"复杂程度 简易 \d", told)
    assert "处理方式" not in told
    assert "Complexity Simple" in earlier(served_office, fresh, "en")


def test_disposals_are_told_of_closed_cases(served_office: ServedOffice) -> None:
    office = served_office.office
    first = file(office, "叫号屏幕从九点黑到十一点，谁也不知道轮到几号")
    decide(office, first)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, first.complaint_id).closed_at = unit.clock.now()
        for row in unit.session.query(Matter).filter_by(complaint_id=first.complaint_id):
            row.disposals = ["improve_service"]
    told = earlier(served_office, file(office, "叫号屏幕黑了两个小时，谁也不知道轮到几号"))
    assert "处理方式（已办结的） 改进服务 1" in told


def test_a_case_that_the_reader_must_not_open_is_no_example(office: FullOffice) -> None:
    """ST-32: neither it nor its figures."""
    first, fresh = file(office, TOILET), file(office, TOILET)
    decide(office, first)
    assert [case.number for case in of(office, fresh)] == [first.number]
    with office.unit_of_work() as unit:
        (row,) = unit.session.query(Respondent).filter_by(complaint_id=first.complaint_id)
        row.staff_id = CLERK
    assert of(office, fresh) == []


def test_the_name_of_a_complainant_makes_no_likeness(office: FullOffice) -> None:
    """ST-32: his own words are cut out before the text is entered."""
    named = {"is_anonymous": False, "name": "欧阳金丝雀甲乙丙丁", "phone": "199-0000-0777"}
    decide(office, file(office, "欧阳金丝雀甲乙丙丁：电梯停了", **named))
    assert of(office, file(office, "欧阳金丝雀甲乙丙丁：复印要钱", **named)) == []


def test_five_at_most_and_a_corrected_decision_counts_as_corrected(office: FullOffice) -> None:
    for _ in range(MOST + 2):
        decide(office, file(office, TOILET))
    with office.unit_of_work() as unit:
        for row in unit.session.query(Complaint):
            row.category = Category.RIGHTS_HARMED
    found = of(office, file(office, TOILET))
    assert len(found) == MOST
    assert {case.category for case in found} == {Category.RIGHTS_HARMED}


def of(office: FullOffice, case: FiledComplaint) -> list:
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, case.complaint_id)
        return list_earlier_cases(complaint, unit, office.actor(CLERK))
