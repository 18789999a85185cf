"""Words that only the complainant knows walk the whole way and are found nowhere outside our sealed columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from adapters.camunda_rest import list_all
from deploy.backup.make_backup import make_backup
from deploy.replay.evidence_files import SentFile
from deploy.replay.page_reading import StepRefused, read_hidden
from models.case.hotline_order import HotlineOrder
from models.case.respondent import Respondent
from models.clock.legal_time import ZONE
from prove.record import Record
from tests.acceptance.walk import CLERK, READER, Case, family_of, filing, finish, known_case, root_of, walk_to
from tests.names_nobody import assert_names_nobody
from tests.office_process import OfficeProcess
from tests.texts_of_pdf import text_of_pdf
from tests.web_staff.cases import unpacked

CLERK_COMPLAINED_ABOUT = "ying.shoudao"
# The route of complaints about his office, from acceptance to the return visit.
ROUTE = {
    "wen.rusheng": "du.daodi",
    "xun.wenshi": "du.daodi",
    "heng.gongyun": "zong.lanyun",
    "fang.huiyin": "jian.rujing",
}
IDENTITY = {
    "name": "金丝雀甲",
    "organisation": "金丝雀乙有限公司",
    "id_number": "110101199003074417",
    "phone": "19900004417",
    "email": "canary-4417@example.cn",
    "postal_address": "云河市金丝雀路4417号",
}
MATTER = {
    "content": "昨天在投诉处置科，工作人员应收到态度恶劣，当众念出我的病历金丝雀丙，让我明天再来。",
    "wanted": "请当面说明金丝雀丁。",
}
CANARIES = (*IDENTITY.values(), "金丝雀")
# What came with it; its name holds a canary too.
RECORDING = SentFile("金丝雀庚的经过.txt", "金丝雀庚：当时的经过".encode(), "text/plain")
ADMINISTRATOR = "guan.xitong"
TABLES_SEARCHED = "tables that leave, each searched for who complained"
# Tables with cases in them that a supervisor takes for a purpose, by the page that asks for it, and in which forms.
TABLES = {
    "/cases": ("/cases/table", ("csv", "xlsx")),
    "/ledger": ("/ledger/table", ("csv", "xlsx")),
    "/privacy/provisions": ("/privacy/provisions/table", ("csv",)),
}


def forms_of(words: Iterable[str]) -> tuple[bytes, ...]:
    """Hexadecimal and escaped forms of the same words."""
    return tuple(
        form
        for word in words
        for form in (
            word.encode(),
            word.encode("utf-16-le"),
            json.dumps(word)[1:-1].encode(),
            word.encode().hex().encode(),
        )
    )


FORMS, IDENTITY_FORMS = forms_of(CANARIES), forms_of(IDENTITY.values())


@pytest.fixture(scope="module")
def walked(office: OfficeProcess) -> Case:
    """A real-name complaint about an intake clerk, walked to the archive by the people of its route.

    His pages were looked at on the way.
    """
    fields = filing(
        **IDENTITY,
        **MATTER,
        respondent_window="",
        respondent_unit="投诉处置科",
        respondent_staff="应收到",
        keep_identity_secret="true",
    )
    receipt = office.people.file(fields, (RECORDING,))
    case = replace(known_case(office, receipt.number, receipt.query_code), instead=ROUTE)
    with office.clock.database.read() as session:
        query = select(Respondent.staff_id).where(Respondent.complaint_id == case.complaint_id)
        assert list(session.scalars(query)) == [CLERK_COMPLAINED_ABOUT]
    walk_to(office, case, "investigation")
    assert_not_shown_to_the_clerk(office, case)
    assert_due_list_names_nobody(office, case)
    finish(office, case)
    office.settle()
    return case


def assert_not_shown_to_the_clerk(office: OfficeProcess, case: Case) -> None:
    """No page and no answer of the API shows the case's words to the person it is about."""
    tasks = [row["userTaskKey"] for row in list_all(office.engine, "user-tasks/search", {})]
    of_case = [f"/cases/{case.complaint_id}", f"/api/v1/cases/{case.complaint_id}"]
    of_tasks = [f"{place}/{key}" for key in tasks for place in ("/tasks", "/api/v1/tasks")]
    lists = [
        "/tasks",
        "/cases",
        "/cases?text=金丝雀",
        f"/cases?text={IDENTITY['phone']}",
        "/register",
        "/due",
    ]
    api = [
        "/api/v1/tasks",
        f"/api/v1/tasks?complaint={case.complaint_id}",
        f"/api/v1/cases?number={case.number}",
    ]
    record = Record(
        "answers to the person complained about, each searched for words that only the complainant knows"
    )
    for path in (*of_case, *of_tasks, *lists, *api):
        record.attempts += 1
        answer = office.page(CLERK_COMPLAINED_ABOUT, path)
        # What somebody typed into the address himself comes back in the link to the other language.
        echoed = answer.text.replace(quote("金丝雀"), "").replace(f"text={IDENTITY['phone']}", "")
        assert [word for word in CANARIES if word in echoed] == [], path
        if path in of_case:
            assert answer.status_code in (403, 404), path
    record.save()


def assert_due_list_names_nobody(office: OfficeProcess, case: Case) -> None:
    """The due list as a supervisor takes it away, while limits of the case run."""
    session = office.people.session(READER)
    sent = {"purpose": "督办例会", "csrf_token": read_hidden(session.get("/due"), "csrf_token")}
    answer = session.post("/due/export.csv", data=sent)
    assert case.number in answer.text, "the case is in it"
    assert_names_nobody(answer.content, CANARIES)
    Record(TABLES_SEARCHED, attempts=1).save()


def assert_free_of_canaries(path: Path) -> None:
    content = path.read_bytes()
    assert content, f"{path} is empty: nothing was looked at"
    assert [form for form in FORMS if form in content] == [], path


def test_the_person_complained_about_never_sees_the_complainant(office: OfficeProcess, walked: Case) -> None:
    """R109: also after the archive no page of his shows identity or material of the complainant."""
    assert_not_shown_to_the_clerk(office, walked)


def test_the_staff_who_handle_the_case_do_see_the_matter(office: OfficeProcess, walked: Case) -> None:
    """DM-15: the canaries are real: who has the case by its route reads what was complained about."""
    seen = office.page("du.daodi", f"/cases/{walked.complaint_id}").text
    assert "金丝雀丙" in seen
    assert [word for word in IDENTITY.values() if word in seen] == [], "identity needs a purpose"


def test_no_variable_of_the_engine_holds_a_word_of_the_complaint(office: OfficeProcess, walked: Case) -> None:
    """R31: ids, enums, flags and dates only, by REST and in the engine's files."""
    family = family_of(office, root_of(office, walked))
    variables = list_all(office.engine, "variables/search?truncateValues=false", {})
    own = [item for item in variables if item["processInstanceKey"] in family]
    assert len(own) > 10
    told = json.dumps(variables, ensure_ascii=False)
    assert [word for word in CANARIES if word in told] == []
    record = Record(
        "variables and files of the engine, each searched for words that only the complainant knows"
    )
    record.attempts += len(variables)
    for file in sorted((office.data / "engine").glob("engine.db*")):
        if file.stat().st_size:
            assert_free_of_canaries(file)
            record.attempts += 1
    record.save()


def test_no_log_holds_a_word_of_the_complaint(office: OfficeProcess, walked: Case) -> None:
    """R31: logs name events by ids; failures too are told without values."""
    office.page("du.daodi", f"/cases/{walked.complaint_id}x")
    bad = {"content": "金丝雀戊", "name": "金丝雀己", "submission_id": "?"}
    with pytest.raises(StepRefused):
        office.people.file({**IDENTITY, **bad})
    record = Record("logs, each searched for words that only the complainant knows")
    for name in ("engine", "workers", "web"):
        record.attempts += 1
        assert [form for form in FORMS if form in office.log_of(name).read_bytes()] == [], name
    assert b"workers_started" in office.log_of("workers").read_bytes(), "the workers write a log"
    record.save()


def test_the_raw_database_file_holds_no_word_of_the_complaint(office: OfficeProcess, walked: Case) -> None:
    """R31: who takes the database file without its key reads nothing of it."""
    with office.clock.database.write_transaction() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM complaint").scalar_one()
    record = Record("files of the database, each searched for words that only the complainant knows")
    for name in ("jieban.sqlite3", "jieban.sqlite3-wal"):
        assert_free_of_canaries(office.data / name)
        record.attempts += 1
    record.save()


def test_no_file_of_the_office_and_of_its_backup_holds_a_word_of_the_complaint(
    office: OfficeProcess, walked: Case, tmp_path: Path
) -> None:
    """SE-16, R31: every file that the office keeps, and every file of a copy of it that is taken away."""
    make_backup(office.settings, tmp_path / "backup", print)
    record = Record(
        "files of an office and of its backup, each searched for words that only the complainant knows"
    )
    for folder in (office.data, tmp_path / "backup"):
        files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
        for path in files:
            assert_free_of_canaries(path)
        record.attempts += len(files)
    assert list((office.data / "files").rglob("*")), "what came with the complaint lies somewhere"
    record.save()


def test_no_table_that_leaves_names_who_complained(office: OfficeProcess, walked: Case) -> None:
    """D3, R109: not to the supervisor, who may take them, in either form; nor to who takes the table of places.

    The package comes first: with it the case stands in the register of what left.
    """
    record = Record(TABLES_SEARCHED)
    session = office.people.session(READER)
    take_package(office, walked)
    for page, (place, forms) in TABLES.items():
        token = read_hidden(session.get(page), "csrf_token")
        for form in forms:
            sent = {"purpose": "月度统计", "format": form, "csrf_token": token}
            answer = session.post(place, data=sent)
            assert answer.status_code == 200, place
            assert walked.number in unpacked(answer.content).decode(), "the case is in it"
            assert_names_nobody(answer.content, IDENTITY.values())
            record.attempts += 1
    places = office.page(ADMINISTRATOR, "/administration/import/table.xlsx")
    assert places.status_code == 200
    assert_names_nobody(places.content, (*CANARIES, walked.number))
    record.attempts += 1
    record.save()


def test_no_table_of_what_goes_back_to_the_hotline_names_who_called(
    office: OfficeProcess, walked: Case
) -> None:
    """An order with the same person in it, which the clerk objects to, in either form."""
    session, now = office.people.session(CLERK), office.clock.now().astimezone(ZONE)
    token = read_hidden(session.get("/orders/returns"), "csrf_token")
    row = {"工单编号": "单-4417", "诉求人": IDENTITY["name"], "联系电话": IDENTITY["phone"]}
    row |= {
        "诉求标题": "多收材料",
        "诉求内容": f"{IDENTITY['name']}反映窗口多收材料",
        "派单时间": f"{now:%Y-%m-%d %H:%M:%S}",
    }
    taken_in = session.post("/api/v1/orders", json={"row": row}, headers={"X-CSRF-Token": token})
    assert taken_in.json().get("state") == "filed", taken_in.text
    with office.clock.database.read() as reading:
        order_id = reading.scalars(select(HotlineOrder.id).where(HotlineOrder.number == "单-4417")).one()
    why = {"reason": f"{IDENTITY['name']}的事项由他市办理", "basis": "《职责清单》第3项", "csrf_token": token}
    assert session.post(f"/orders/{order_id}/objection", data=why).status_code == 303
    record = Record(TABLES_SEARCHED)
    for form in ("csv", "xlsx"):
        sent = {"purpose": "每日回填", "format": form, "csrf_token": token}
        content = session.post("/orders/returns/file", data=sent).content
        assert taken_in.json()["number"] in unpacked(content).decode(), "the order is in it"
        assert_names_nobody(content, IDENTITY.values())
        record.attempts += 1
    record.save()


def test_the_package_without_the_person_names_nobody(office: OfficeProcess, walked: Case) -> None:
    """In no name of a file, in no file, and on no page of a PDF, where blanks do not part a word."""
    read = []
    record = Record("files of a package that leaves, each searched for who complained")
    with ZipFile(BytesIO(take_package(office, walked))) as package:
        for name in package.namelist():
            content = package.read(name)
            assert [form for form in IDENTITY_FORMS if form in content] == [], name
            paper = text_of_pdf(content) if name.endswith(".pdf") else ""
            assert [word for word in IDENTITY.values() if word in name + paper] == [], name
            read.append(paper)
            record.attempts += 1
        assert not [name for name in package.namelist() if "身份材料" in name]
    assert walked.number in "".join(read), "the papers can be read"
    record.save()


def take_package(office: OfficeProcess, case: Case) -> bytes:
    """As the supervisor takes it; the workers seal the file after the archive."""
    session, place = office.people.session(READER), f"/cases/{case.complaint_id}/archive"
    token = read_hidden(session.get(place), "csrf_token")
    taken: list[bytes] = []

    def is_sealed() -> bool:
        answer = session.post(f"{place}/package", data={"purpose": "移交市档案馆", "csrf_token": token})
        taken[:] = [answer.content]
        return answer.status_code == 200

    office.wait_until(is_sealed, "the package of the sealed file")
    return taken[0]
