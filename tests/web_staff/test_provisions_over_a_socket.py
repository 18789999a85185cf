"""Which data left the office for whom, and contracts about it: written by itself, read, taken out and kept, over a socket."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from models.case.data_provision import DataProvision
from models.case.respondent import Respondent
from models.ground.look_codes import LookKind
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.office.data_contract import DataContract
from models.vault.keyring import Keyring
from services.actor import SYSTEM
from services.casefile.record_provision import Provision, record_provision
from services.retention.sweep_provisions import sweep_provisions
from tests.served_office import ServedOffice, serve_office

SUPERVISOR, DIRECTOR, ADMINISTRATOR, CLERK = "jian.rujing", "zong.lanyun", "guan.xitong", "wen.rusheng"
PLACE, CONTRACTS = "/privacy/provisions", "/privacy/contracts"
UNIT = "云河市社会保险事业管理中心"
CONTRACT = {
    "partner": "sms_provider",
    "name": "云河短信技术有限公司",
    "purpose": "发送办理进度提醒",
    "measures": "只传号码和编号，合同到期删除",
    "kinds": ["contact", "case_number"],
    "begins_on": "2026-09-01",
    "ends_on": "2027-08-31",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, whose clock goes on by years."""
    with serve_office(tmp_path_factory.mktemp("provisions"), sqlite_office_template) as served:
        yield served


def leave(served: ServedOffice, reference: str, case: str, **more: object) -> None:
    """Data leave by SMS, or as `more` says."""
    known: dict[str, object] = {
        "recipient": Recipient.SMS_PROVIDER,
        "purpose": ProvisionPurpose.NOTICE,
        "way": ProvisionWay.SMS,
        "kinds": (DataKind.CONTACT, DataKind.CASE_NUMBER),
    }
    with served.office.unit_of_work() as unit:
        record_provision(Provision(reference, case, **{**known, **more}), unit, SYSTEM)  # type: ignore[arg-type]  # fields by name in tests


def test_contracts_are_put_down_looked_after_and_ended_and_stay(served: ServedOffice) -> None:
    """What is entrusted names the contract of its day; before and after it the record says that there is none."""
    administrator, supervisor = served.visitor(ADMINISTRATOR), served.visitor(SUPERVISOR)
    case = served.office.file(content="短信告知的事", name="上官诉明")
    assert "尚未登记协议" in administrator.get(CONTRACTS).text
    leave(served, "one", case.complaint_id)
    wrong = {**CONTRACT, "name": " ", "kinds": [], "ends_on": "2026-08-01", "partner": "unit"}
    bare = administrator.post(CONTRACTS, wrong)
    assert bare.status_code == 422 and CONTRACT["measures"] in bare.text
    for name in ("name", "kinds", "ends_on", "partner"):
        assert f'href="#{name}"' in bare.text, name
    assert supervisor.post(CONTRACTS, CONTRACT).status_code == 403
    place = administrator.post(CONTRACTS, CONTRACT).headers["location"].partition("?")[0]
    leave(served, "two", case.complaint_id)
    assert administrator.post(place, {"step": "note", "text": ""}).status_code == 422
    assert administrator.post(place, {"step": "note", "text": "现场检查，未留存号码"}).status_code == 303
    assert "现场检查，未留存号码" in supervisor.get(place).text
    assert administrator.post(place, {"step": "end"}).status_code == 303
    assert administrator.post(place, {"step": "end"}).status_code == 409
    leave(served, "three", case.complaint_id)
    page = supervisor.get(f"{PLACE}?number={case.number}").text
    assert page.count("未登记协议") == 2 and page.count(str(CONTRACT["name"])) == 1
    assert "今日无效" in supervisor.get(CONTRACTS).text
    with pytest.raises(DatabaseError, match="append-only"), served.office.unit_of_work() as unit:
        unit.session.execute(delete(DataContract))


def test_the_register_is_narrowed_paged_and_taken_out_for_a_purpose(served: ServedOffice) -> None:
    """The newest first by key; the same reference is recorded once; nothing of a case that is kept from the reader."""
    supervisor = served.visitor(SUPERVISOR)
    case = served.office.file(content="转送外单位的事", name="司徒诉明")
    about_him = served.office.file(content="反映监督员", name="端木诉明")
    for number in range(52):
        leave(served, f"many-{number}", case.complaint_id)
    leave(served, "many-1", case.complaint_id)
    unit_got = {
        "recipient": Recipient.UNIT, "purpose": ProvisionPurpose.HANDLING, "way": ProvisionWay.SHEET,
        "kinds": (DataKind.MATTER, DataKind.NAME), "name": UNIT,
    }  # fmt: skip
    leave(served, "sheet", case.complaint_id, **unit_got)
    leave(served, "doubt", case.complaint_id, is_certain=False, words="=1+1")
    assert len(served.office.rows(DataProvision, complaint_id=case.complaint_id)) == 54
    first = supervisor.get(f"{PLACE}?number={case.number}").text
    assert first.count('data-label="接收方"') == 50 and UNIT in first and "是否交出不能确定" in first
    older = first.partition(f"{PLACE}?number={case.number}&amp;before=")[2].partition('"')[0]
    second = supervisor.get(f"{PLACE}?number={case.number}&before={older}").text
    assert second.count('data-label="接收方"') == 4 and "更早的记录" not in second
    narrowed = supervisor.get(f"{PLACE}?recipient=unit&since=2026-09-07&until=2026-09-07").text
    assert UNIT in narrowed and "短信服务商 " not in narrowed.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "没有符合条件的记录" in supervisor.get(f"{PLACE}?until=2026-09-06").text
    assert supervisor.get(f"{PLACE}?since=2026-09-07&until=2026-09-06").status_code == 422
    for far in ("since=0001-01-01", "until=9999-12-31", "until=0001-01-01"):
        answer = supervisor.get(f"{PLACE}?{far}")
        assert (answer.status_code, "日期格式不对" in answer.text) == (422, True), far
    assert (
        supervisor.post(f"{PLACE}/table", {"until": "9999-12-31", "purpose": "年度检查"}).status_code == 422
    )
    for key in ("99999999999999999999", "0", "-1"):
        assert supervisor.get(f"{PLACE}?before={key}").status_code == 200, key
    leave(served, "kept-away", about_him.complaint_id)
    assert about_him.number in supervisor.get(PLACE).text
    restrict(served, about_him.complaint_id)
    assert about_him.number not in supervisor.get(PLACE).text
    table = {"number": case.number}
    refused = supervisor.post(f"{PLACE}/table", {**table, "purpose": "查"})
    assert refused.status_code == 422 and 'id="purpose-error"' in refused.text
    answer = supervisor.post(f"{PLACE}/table", {**table, "purpose": "数据安全年度检查"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["content-type"].startswith("text/csv") and len(rows) == 55
    assert any(UNIT in row[3] and "姓名" in row[8] for row in rows)
    doubtful = [row for row in rows if row[-1] == "是否交出不能确定"]
    assert [(row[5].endswith("=1+1"), row[9], row[10]) for row in doubtful] == [
        (True, "未登记协议", "系统自动")
    ]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    (taken,) = served.office.rows(TrailEvent, kind="list.exported")
    assert (taken.payload["purpose"], taken.payload["number"]) == ("数据安全年度检查", 54)
    (look,) = served.office.rows(LookRecord, complaint_id=case.complaint_id, kind=LookKind.EXPORT)
    assert (look.viewer, look.purpose) == (SUPERVISOR, "table")


def restrict(served: ServedOffice, complaint_id: str) -> None:
    """The supervisor is complained about from now on."""
    with served.office.unit_of_work() as unit:
        rows = unit.session.query(Respondent).filter(Respondent.complaint_id == complaint_id).all()
        rows[0].staff_id = SUPERVISOR


def test_records_stay_three_years_whatever_is_set_and_then_go(served: ServedOffice) -> None:
    """R113: what was entrusted or provided stands on record for three years at least; a longer time is kept as it is set."""
    case = served.office.file(content="保存期限的事", name="东方诉明")
    leave(served, "kept", case.complaint_id)
    make = served.office.unit_of_work
    before = len(served.office.rows(DataProvision))
    for moment, years, gone in (("2029-09-07T09:00", 0, 0), ("2029-09-07T23:00", 5, 0)):
        served.office.clock.set(moment)
        assert sweep_provisions(make, years) == gone, moment
    assert len(served.office.rows(DataProvision)) == before
    served.office.clock.set("2029-09-08T09:00")
    assert sweep_provisions(make, 3) == before
    assert served.office.rows(DataProvision) == []


def test_who_may(served: ServedOffice) -> None:
    for login, status in ((DIRECTOR, 200), (ADMINISTRATOR, 403), (CLERK, 403)):
        assert served.visitor(login).get(PLACE).status_code == status, login
    assert served.visitor(CLERK).get(CONTRACTS).status_code == 403
