"""Incidents with personal data: told is only who was told, closed by a second person, never deleted; over a socket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.data_request import DataRequest
from models.case.told_notice import ToldNotice
from models.ground.incident_codes import IncidentState
from models.office.impact_assessment import ImpactAssessment
from models.vault.keyring import Keyring
from services.filing.file_complaint import FiledComplaint
from services.privacy.incident_people import list_untold
from tests.mail_server import serve_mail
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import Outside

SUPERVISOR, DIRECTOR, ADMINISTRATOR, CLERK = "jian.rujing", "zong.lanyun", "guan.xitong", "wen.rusheng"
PLACE = "/privacy/incidents"
MAIL = "zhuge@example.com"
WORDS = {
    "found_by": "值班员巡检日志时发现",
    "cause": "备份盘误放在公共区域",
    "harm": "可能收到冒充本中心的来电",
    "measures": "已收回备份盘并更换密钥",
    "advice": "接到来电请回拨本中心核实",
    "contact": "数据安全岗 0571-0000-0000",
}
FIELDS: dict[str, str | list[str]] = {
    **WORDS, "what": "leaked", "discovered_at": "2026-09-07T09:30", "kinds": ["name", "contact"], "people": "3",
}  # fmt: skip
ASSESSMENT: dict[str, str | list[str]] = {
    "scope": "投诉人邮箱交给邮件服务商", "purpose": "告知办理进度", "effect": "邮箱泄露会让旁人知道其投诉过",
    "measures": "只传编号，不传事由", "triggers": ["entrusted"], "is_justified": "yes", "is_fitting": "yes",
    "risk": "low", "conclusion": "proceed", "review_on": "2027-09-01",
}  # fmt: skip
TOLD_TO_HIM = [WORDS[name] for name in WORDS if name != "found_by"]


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, whose clock goes on."""
    with serve_office(tmp_path_factory.mktemp("incidents"), sqlite_office_template) as served:
        yield served


def record(visitor: SocketVisitor, *cases: FiledComplaint, **changes: object) -> str:
    """The address of a new incident."""
    fields = {**FIELDS, "numbers": "\n".join(case.number for case in cases), **changes}
    answer = visitor.post(f"{PLACE}/new", fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def step(visitor: SocketVisitor, place: str, what: str, **fields: str) -> int:
    return visitor.post(place, {"step": what, **fields}).status_code


def part_of(page: str, number: str) -> str:
    """The row of one case."""
    (row,) = (row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if f">{number}</a>" in row)
    return row


def test_an_incident_is_told_and_only_what_happened_stands_there(served: ServedOffice) -> None:
    """One gets a mail, one a call, one nobody can reach; a second person closes what the law wants done."""
    by_mail = served.office.file(name="诸葛诉明", email=MAIL, phone="", feedback_way="email")
    by_phone = served.office.file(name="欧阳诉明", feedback_way="phone")
    nobody = served.office.file(is_anonymous=True, name="", phone="")
    one, other = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    bare = one.post(f"{PLACE}/new", {**FIELDS, "harm": "", "people": "许多", "numbers": "YH-2026-999999"})
    assert bare.status_code == 422 and WORDS["cause"] in bare.text
    for name in ("harm", "people"):
        assert f'href="#{name}"' in bare.text, name
    place = record(one, by_mail, by_phone, nobody)
    page = one.get(place).text
    assert page.count("尚未告知") >= 3 and all(words in page for words in WORDS.values())
    citizen = served.visitor()
    key = {"number": by_mail.number, "query_code": by_mail.query_code}
    assert WORDS["harm"] not in citizen.post("/progress", key).text, "nobody has told him"
    assert step(other, place, "close") == 409, "the authority is not told"
    assert step(one, place, "authority", name="云河市网信办", way="电话", told_at="2026-09-08T00:00") == 422
    assert step(one, place, "authority", name="云河市网信办", way="电话", told_at="2026-09-07T09:20") == 422
    assert step(one, place, "authority", name="云河市网信办", way="电话", told_at="2026-09-07T09:50") == 303
    assert step(one, place, "authority", name="别处", way="函", told_at="2026-09-07T09:55") == 409
    assert step(one, place, "people") == 303
    page = one.get(place).text
    assert "发送中，尚未告知" in part_of(page, by_mail.number), "planned is not told"
    with serve_mail() as mail, serve_sms() as sms:
        Outside(served.office, mail, sms).send()
        assert len(mail.came) == 1
        (said,) = mail.read()
    assert all(words in str(said) for words in TOLD_TO_HIM) and "诸葛诉明" not in str(said)
    assert WORDS["found_by"] not in str(said)
    page = one.get(place).text
    assert "已告知" in part_of(page, by_mail.number) and "尚未告知" in part_of(page, by_phone.number)
    shown = citizen.post("/progress", key).text
    assert all(words in shown for words in TOLD_TO_HIM)
    assert step(other, place, "close") == 409, "two are not told"
    person = {"complaint_id": by_phone.complaint_id}
    assert step(one, place, "person", **person, way="phone", told_at="2026-09-07T10:30") == 422, "to come"
    served.office.clock.set("2026-09-07T11:00")
    assert step(one, place, "person", **person, way="phone", told_at="2026-09-07T10:30") == 303
    assert step(one, place, "person", **person, unreachable="无人接听") == 409, "told is never taken back"
    lost = {"complaint_id": nobody.complaint_id, "unreachable": "匿名投诉，未留联系方式"}
    assert step(one, place, "person", **lost) == 303
    page = one.get(place).text
    assert "无法联系" in part_of(page, nobody.number) and "匿名投诉，未留联系方式" in page
    assert step(one, place, "close") == 403, "who recorded it"
    assert step(other, place, "close") == 303
    assert step(other, place, "people") == 409, "closed"
    (row,) = served.office.rows(DataIncident)
    assert (row.state, row.closed_by) == (IncidentState.CLOSED, DIRECTOR)
    assert served.visitor(SUPERVISOR).post(f"{place}/correct", {**FIELDS, "version": "1"}).status_code == 409


def test_what_was_typed_comes_back_and_what_was_told_is_not_worded_anew(served: ServedOffice) -> None:
    by_phone = served.office.file(name="令狐诉明", feedback_way="phone")
    one = served.visitor(SUPERVISOR)
    for bad in ({"people": "9" * 5_000}, {"discovered_at": "0001-01-01T00:00"}, {"numbers": "YH\x00"}):
        assert one.post(f"{PLACE}/new", {**FIELDS, **bad}).status_code == 422, list(bad)
    (sending,) = re.findall(r'name="submission_id" value="(\w+)"', one.get(f"{PLACE}/new").text)
    place = record(one, by_phone, submission_id=sending)
    assert record(one, by_phone, submission_id=sending) == place, "the same form again"
    assert record(served.visitor(DIRECTOR), submission_id=sending) != place
    assert one.post(f"{PLACE}/new", {**FIELDS, "submission_id": "x"}).status_code == 422
    person = {"complaint_id": by_phone.complaint_id}
    assert step(one, place, "authority", name="云河市网信办", way="电话", told_at="0001-01-01T00:00") == 422
    early = {"step": "person", **person, "way": "phone", "told_at": "2026-09-06T10:00"}
    refused = one.post(place, early)
    row_of_him = part_of(refused.text, by_phone.number)
    assert refused.status_code == 422 and f'href="#told_at-{by_phone.complaint_id}"' in refused.text
    assert "<details open>" in row_of_him and 'value="2026-09-06T10:00"' in row_of_him
    assert 'value="phone" selected' in row_of_him and "不能早于发现时间" in row_of_him
    assert step(one, place, "person", **person, way="phone", told_at="2026-09-07T09:40") == 303
    changed = {**FIELDS, "version": "1", "harm": "还可能被冒名办事", "people": "4"}
    told = one.post(f"{place}/correct", changed)
    assert told.status_code == 422 and 'href="#harm"' in told.text, "told is what was told"
    assert one.post(f"{place}/correct", {**changed, "harm": WORDS["harm"]}).status_code == 303
    assert one.post(place, {"step": "person", "complaint_id": "\x00"}).status_code == 404


def test_a_mail_that_nobody_takes_tells_nobody(served: ServedOffice) -> None:
    """He stays untold, and out of reach only once somebody wrote why."""
    lost = served.office.file(name="东方诉明", email="gone@example.com", phone="", feedback_way="email")
    one, place = served.visitor(SUPERVISOR), record(served.visitor(SUPERVISOR), lost)
    assert step(one, place, "people") == 303
    with serve_mail() as mail, serve_sms() as sms:
        mail.at_rcpt = "550 no such user"
        Outside(served.office, mail, sms).send()
        assert not mail.came
    row = part_of(one.get(place).text, lost.number)
    assert "尚未告知" in row and "已告知" not in row
    reason = "邮件被退回，无其他联系方式"
    assert step(one, place, "person", complaint_id=lost.complaint_id, unreachable=reason) == 303
    row = part_of(one.get(place).text, lost.number)
    assert "无法联系" in row and reason in row


def test_who_was_told_meanwhile_gets_no_mail_and_who_gave_somebody_up_does_not_close(
    served: ServedOffice,
) -> None:
    """And where it concerns people and no case is named, nobody counts as told before it is said how they were."""
    case = served.office.file(name="上官诉明", email="shangguan@example.com", phone="", feedback_way="email")
    lost = served.office.file(is_anonymous=True, name="", phone="")
    one, other = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    authority = {"name": "云河市网信办", "way": "电话", "told_at": "2026-09-07T09:40"}
    for place, refused in ((record(served.visitor(ADMINISTRATOR)), 422), (record(other, case, lost), 409)):
        assert step(one, place, "authority", **authority) == 303
        assert step(one, place, "close") == refused, "nobody is told"
    assert step(one, place, "people") == 303
    him = {"complaint_id": case.complaint_id, "way": "phone", "told_at": "2026-09-07T09:50"}
    assert step(one, place, "person", **him) == 303
    with serve_mail() as mail, serve_sms() as sms:
        Outside(served.office, mail, sms).send()
        assert not mail.came
    gave_up = {"complaint_id": lost.complaint_id, "unreachable": "匿名", "way": "x" * 900}
    assert step(one, place, "person", **gave_up) == 303
    assert [step(who, place, "close") for who in (other, one)] == [403, 403]
    assert step(other, place, "spare", reason="已加密") == 303
    assert step(other, place, "spare", reason="别的理由") == 409


def test_the_head_decides_that_nobody_need_be_told_and_late_ones_are_an_alert(served: ServedOffice) -> None:
    """Authority and people are counted by themselves; the alert ends when they were told or the head said why not."""
    case = served.office.file(name="南宫诉明")
    place = record(served.visitor(ADMINISTRATOR), discovered_at="2026-09-07T10:00")
    administrator, supervisor, head = (served.visitor(one) for one in (ADMINISTRATOR, SUPERVISOR, DIRECTOR))
    assert administrator.post(f"{PLACE}/new", {**FIELDS, "numbers": case.number}).status_code == 422
    fields = {**FIELDS, "discovered_at": "2026-09-07T10:00", "version": "1", "numbers": case.number}
    assert supervisor.post(f"{place}/correct", fields).status_code == 303
    assert supervisor.post(f"{place}/correct", fields).status_code == 409, "overtaken"
    assert case.number in supervisor.get(place).text and case.number not in administrator.get(place).text
    incident = place.rpartition("/")[2]

    def untold() -> list[tuple[str, str]]:
        with served.office.unit_of_work().reading() as unit:
            return [found for found in list_untold(unit) if found[0] == incident]

    assert untold() == []
    served.office.clock.set("2026-09-07T14:30")
    assert untold() == [(incident, "authority"), (incident, "people")]
    assert step(supervisor, place, "spare", reason="数据已加密") == 403, "the head alone"
    assert step(head, place, "spare", reason=" ") == 422
    assert step(head, place, "spare", reason="备份盘已加密，密钥未泄露，不会造成危害") == 303
    assert untold() == [(incident, "authority")]
    assert (
        step(supervisor, place, "authority", name="云河市网信办", way="专报", told_at="2026-09-07T14:00")
        == 303
    )
    assert untold() == []
    assert "密钥未泄露" in supervisor.get(place).text
    assert step(supervisor, place, "close") == 303


def test_personal_data_are_told_of_asked_for_weighed_and_answered_for(served: ServedOffice) -> None:
    """R112: the version he was told, what he asks for, what is weighed before his data go by mail, and what went wrong."""
    case = served.office.file(name="司马诉明", email="sima@example.com", phone="", feedback_way="email")
    citizen, one, other = served.visitor(), served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    key = {"number": case.number, "query_code": case.query_code}
    (notice,) = served.office.rows(ToldNotice, complaint_id=case.complaint_id)
    assert f"{notice.version} 版" in citizen.get("/privacy-notice").text
    assert f"{notice.version}" in served.visitor(CLERK).get(f"/cases/{case.complaint_id}/complainant").text

    assert citizen.post("/progress/own", {**key, "mark": "司马诉明"}).status_code == 200
    request = {**key, "kind": "copy", "submission_id": "c" * 32}
    assert citizen.post("/progress/data", request).status_code == 200
    (asked,) = served.office.rows(DataRequest, complaint_id=case.complaint_id)
    assert one.post(f"/privacy/requests/{asked.id}", {"outcome": "granted"}).status_code == 303
    copy = citizen.post("/progress/data-copy", {**key, "request_id": asked.id})
    assert copy.headers["content-type"] == "application/zip"

    weighed = "/privacy/assessments/email"
    assert one.post(f"{weighed}/new", ASSESSMENT).status_code == 303
    (waiting,) = served.office.rows(ImpactAssessment)
    approval = {"assessment_id": waiting.id, "decision": "approve"}
    assert one.post(weighed, approval).status_code == 409, "his own"
    assert other.post(weighed, approval).status_code == 303
    assert ASSESSMENT["effect"] in other.get(weighed).text

    place = record(one, case)
    assert step(one, place, "people") == 303
    with serve_mail() as mail, serve_sms() as sms:
        Outside(served.office, mail, sms).send()
        (said,) = mail.read()
    shown = citizen.post("/progress", key).text
    assert all(words in str(said) and words in shown for words in TOLD_TO_HIM)
    assert "已告知" in part_of(one.get(place).text, case.number)


def test_nothing_deletes_an_incident_and_who_may(served: ServedOffice) -> None:
    record(served.visitor(SUPERVISOR), served.office.file(name="西门诉明"))
    for table in (DataIncidentCase, DataIncident):
        before = len(served.office.rows(table))
        with pytest.raises(DatabaseError, match="append-only"), served.office.unit_of_work() as unit:
            unit.session.execute(delete(table))
        assert len(served.office.rows(table)) == before > 0
    clerk = served.visitor(CLERK)
    assert [clerk.get(path).status_code for path in (PLACE, f"{PLACE}/new")] == [403, 403]
