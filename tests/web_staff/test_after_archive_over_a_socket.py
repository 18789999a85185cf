"""An archived case on the pages of staff: what still runs, what came in afterwards, what is missing, what it teaches."""

from __future__ import annotations

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.ground.codes import RectificationKind
from services.actor import SYSTEM
from services.beside.rectification.order_rectification import OrderRectification, order_rectification
from services.beside.rectification.report import report
from services.case.archive_case import ArchiveCase, archive_case
from services.once.once_per_job import JobIdentity
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.web.case_file import read_file
from tests.web.pages import text_of

ANSWER = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
READER = "jian.rujing"


def archived(served: ServedOffice) -> str:
    """A closed case with an order that nobody has reported on."""
    office = served.office
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    command = OrderRectification("SJ", RectificationKind.RECTIFY, "请启用告知单")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        order_rectification(command, complaint, unit, office.actor("heng.gongyun"))
    submit(office, case, "give-answer", "xun.wenshi", **ANSWER)
    job = JobIdentity(str(int(case[:8], 16)), "2251799813685301", "complaint.archive-case")
    archive_case(ArchiveCase(case, 1, job), office.unit_of_work(), SYSTEM)
    return case


def test_list_search_and_file_say_that_something_of_an_archived_case_is_open(
    served_office: ServedOffice,
) -> None:
    """DM-21: 已归档，尚有 n 项在办; then the report is an addendum, and the file names what it lacks."""
    case = archived(served_office)
    visitor = served_office.visitor(READER)
    number = served_office.office.rows(Complaint, id=case)[0].number
    for address in ("/cases", f"/cases?number={number}", f"/cases/{case}"):
        assert "已归档，尚有1项在办" in "".join(text_of(visitor.get(address)).split()), address
    with served_office.office.unit_of_work() as unit:
        order = unit.session.query(Rectification).filter_by(complaint_id=case).one()
        report(order, "已启用", unit, served_office.office.actor("zhang.zhaoquan"))
    page = text_of(read_file(visitor, case))
    assert "补卷：整改要求第1号的整改情况报告。" in page
    assert "缺：调查记录、回访记录" in "".join(page.split())
    assert "没有需要改进之处" in page
    assert "个案已经纠正" in page


def test_in_english_too(served_office: ServedOffice) -> None:
    case = archived(served_office)
    visitor = served_office.visitor(READER)
    page = text_of(read_file(visitor, case, "?lang=en"))
    assert "Archived, 1 still open" in page.replace(" ,", ",")
    assert "There is nothing to improve" in page
