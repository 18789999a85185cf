"""What people ask about their own personal data, at the query code and at the counter: decided, and done, over a socket."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Stage
from models.ground.keeping_codes import Judgement
from models.ground.privacy_codes import DataRequestState, DataRight, IdentityCheck
from models.ledger.trail_event import TrailEvent
from models.vault.earlier_identity import EarlierIdentity
from models.vault.identity_reveal import IdentityReveal
from models.vault.keyring import Keyring
from models.vault.masking import PersonalField
from services.beside.sheets.consent import has_consented
from services.identity.open_identity import open_identity
from services.volumes.taking_rights import may_take_identity
from tests.provisions import left
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web_staff.used_up import looks_used_up
from tests.web_staff.watermarks import mark_of

SUPERVISOR, DIRECTOR, CLERK, ADMINISTRATOR = "jian.rujing", "zong.lanyun", "wen.rusheng", "guan.xitong"
PLACE = "/privacy/requests"
STAFF_NAME = "温如声"
NAME, PHONE, RIGHT_PHONE = "欧阳诉明", "13900001111", "13900002222"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("data"), sqlite_office_template) as served:
        yield served


class Person:
    """A complainant at his query code."""

    def __init__(self, served: ServedOffice, content: str) -> None:
        self.served, self.visitor = served, served.visitor()
        filed = served.office.file(content=content, name=NAME, phone=PHONE, consent_to_share_identity=True)
        self.id, self.number = filed.complaint_id, filed.number
        self.key = {"number": filed.number, "query_code": filed.query_code}

    def prove(self) -> None:
        assert self.visitor.post("/progress/own", {**self.key, "mark": NAME}).status_code == 200

    def ask(self, kind: str, sending: str = "", **more: str) -> tuple[int, str]:
        fields = {**self.key, "kind": kind, "submission_id": sending or f"ask-{kind}-{self.id}"[:40], **more}
        answer = self.visitor.post("/progress/data", fields)
        return answer.status_code, answer.text

    def row(self, kind: DataRight) -> DataRequest:
        (row,) = self.served.office.rows(DataRequest, complaint_id=self.id, kind=kind)
        return row

    def page(self) -> str:
        return self.visitor.post("/progress", self.key).text


def decide(visitor: SocketVisitor, row: DataRequest, outcome: str, **more: str) -> int:
    return visitor.post(f"{PLACE}/{row.id}", {"outcome": outcome, **more}).status_code


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_copy_holds_his_own_data_and_nobody_elses_and_is_on_record(served: ServedOffice) -> None:
    """One proof more, a decision, and then the same content for programs and for people."""
    told = f"窗口{STAFF_NAME}让我打13700009999，我的电话是{PHONE}"
    person, supervisor = Person(served, told), served.visitor(SUPERVISOR)
    refused = person.ask("copy")
    assert refused[0] == 409 and "须先核验身份" in refused[1]
    person.prove()
    assert person.ask("copy")[0] == 200
    assert person.ask("copy")[0] == 200, "sent twice is asked once"
    row = person.row(DataRight.COPY)
    assert row.identity_check is IdentityCheck.CODE_AND_MARK and row.due_on.isoformat() == "2026-09-28"
    assert "2026-09-28" in person.page() and person.number in supervisor.get(PLACE).text
    early = person.visitor.post("/progress/data-copy", {**person.key, "request_id": row.id})
    assert early.headers["content-type"].startswith("text/html"), "nobody has decided"
    assert decide(supervisor, row, "granted") == 303
    assert decide(supervisor, row, "refused", refusal="other", answer="晚") == 409
    answer = person.visitor.post("/progress/data-copy", {**person.key, "request_id": row.id})
    assert answer.headers["content-type"] == "application/zip"
    files = files_of(answer.content)
    assert files["个人信息副本.pdf"].startswith(b"%PDF")
    document = json.loads(files["个人信息副本.json"])
    assert document["identity"] == {"name": NAME, "phone": PHONE}
    assert PHONE in document["matter"] and "13700009999" not in document["matter"]
    assert STAFF_NAME not in json.dumps(document, ensure_ascii=False)
    stranger = served.visitor().post("/progress/data-copy", {**person.key, "request_id": row.id})
    assert stranger.headers["content-type"].startswith("text/html"), "the code alone opens nothing"
    other = Person(served, "别的事")
    other.prove()
    foreign = other.visitor.post("/progress/data-copy", {**other.key, "request_id": row.id})
    assert foreign.headers["content-type"].startswith("text/html")
    clerk = served.visitor(CLERK)
    assert f'action="{PLACE}/{row.id}/copy"' in clerk.get(f"/cases/{person.id}/data-requests").text
    at_counter = clerk.post(f"{PLACE}/{row.id}/copy", {})
    assert at_counter.headers["content-type"] == "application/zip"
    (look,) = served.office.rows(IdentityReveal, complaint_id=person.id)
    assert (look.viewer, look.fields) == (CLERK, ["name", "phone"])
    kinds = [event.kind for event in served.office.rows(TrailEvent, complaint_id=person.id)]
    assert kinds.count("data-request.copied") == 2 and kinds.count("data-request.made") == 1
    copied = [(name, kinds) for name, _, kinds in left(served.office, person.id) if name == "person"]
    assert copied[0] == ("person", ("identity", "matter"))


def test_a_correction_is_made_when_it_is_granted_and_keeps_what_was(served: ServedOffice) -> None:
    """At the counter by a clerk who saw a document; told only when it has happened."""
    person = Person(served, "更正电话的事")
    clerk, director = served.visitor(CLERK), served.visitor(DIRECTOR)
    place = f"/cases/{person.id}/data-requests"
    page = clerk.get(place).text
    sending = re.search(r'name="submission_id" value="([^"]+)"', page)
    assert sending
    fields = {"submission_id": sending[1], "kind": "correct", "field": "phone", "value": "12"}
    bare = clerk.post(place, fields)
    assert bare.status_code == 422 and "核验方式" in bare.text and 'value="12"' in bare.text
    fields |= {"value": RIGHT_PHONE, "asked_by": "counter", "check": "document"}
    assert clerk.post(place, fields).status_code == 303
    row = person.row(DataRight.CORRECT)
    shown = director.get(f"{PLACE}/{row.id}").text
    assert "139****1111" in shown and "139****2222" in shown and RIGHT_PHONE not in shown
    assert "同意办理" not in person.page().split('id="data"')[1].split("<details")[0]
    assert decide(director, row, "granted") == 303
    with served.office.unit_of_work().reading() as unit:
        assert open_identity(person.id, unit).phone == RIGHT_PHONE
    (earlier,) = served.office.rows(EarlierIdentity, complaint_id=person.id)
    assert (earlier.field, earlier.value, earlier.replaced_by) == (PersonalField.PHONE, PHONE, DIRECTOR)
    assert "同意办理" in person.page()
    wrong = person.visitor.post("/progress/own", {**person.key, "mark": PHONE})
    assert wrong.status_code == 422, "the earlier number opens nothing"
    right = person.visitor.post("/progress/own", {**person.key, "mark": RIGHT_PHONE})
    assert right.status_code == 200


def test_erasure_is_refused_while_it_is_handled_and_restricted_after_the_archive(
    served: ServedOffice,
) -> None:
    """The file must be kept; a refusal has its ground, words and remedy; a consent taken back is none."""
    person, supervisor, clerk = Person(served, "删除的事"), served.visitor(SUPERVISOR), served.visitor(CLERK)
    person.prove()
    assert person.ask("erase")[0] == 422, "without a word about what"
    assert person.ask("erase", text="请删除我的电话")[0] == 200
    row = person.row(DataRight.ERASE)
    assert decide(supervisor, row, "granted") == 422, "no file is erased"
    assert decide(supervisor, row, "restricted") == 422, "it is still handled"
    assert decide(supervisor, row, "refused") == 422, "no ground"
    assert decide(supervisor, row, "refused", refusal="still_needed", answer="办结后可再提出") == 303
    page = person.page()
    for words in ("不予办理", "第四十七条第一款", "办结后可再提出", "向人民法院提起诉讼"):
        assert words in page, words
    assert "办结后可再提出" not in served.visitor().post("/progress", person.key).text
    assert person.ask("withdraw_consent", text="不再同意")[0] == 200
    assert decide(supervisor, person.row(DataRight.WITHDRAW_CONSENT), "granted") == 303
    with served.office.unit_of_work() as unit:
        assert not has_consented(person.id, unit)
        unit.session.get_one(Complaint, person.id).stage = Stage.ARCHIVED
    assert person.ask("erase", "again-" + "0" * 20, text="请删除")[0] == 200
    again = next(
        one
        for one in served.office.rows(DataRequest, complaint_id=person.id, kind=DataRight.ERASE)
        if one.state is DataRequestState.OPEN
    )
    assert clerk.post(f"/cases/{person.id}/identity", {"purpose": "核对联系方式"}).status_code == 200
    assert decide(supervisor, again, "restricted") == 303
    barred = clerk.post(f"/cases/{person.id}/identity", {"purpose": "核对联系方式"})
    assert barred.status_code == 403 and "只存储" in barred.text
    with served.office.unit_of_work() as unit:
        complaint, head = unit.session.get_one(Complaint, person.id), served.office.actor(DIRECTOR)
        assert not may_take_identity(complaint, unit, head), "nor does it leave with the file"
        unit.session.add(FileKeeping(complaint_id=person.id, decided=Judgement.TRANSFER))
        assert may_take_identity(complaint, unit, head), "the archives get the whole file"


def test_the_copy_at_the_counter_is_for_who_may_open_the_identity(served: ServedOffice) -> None:
    """Not for the supervisor, who decides on it; nor where secrecy is asked for, nor where the data are kept apart."""
    person = Person(served, "副本交给谁的事")
    supervisor, director, clerk = (served.visitor(login) for login in (SUPERVISOR, DIRECTOR, CLERK))
    person.prove()
    person.ask("copy")
    row = person.row(DataRight.COPY)
    place = f"{PLACE}/{row.id}/copy"
    assert decide(supervisor, row, "granted") == 303
    assert place not in supervisor.get(f"{PLACE}/{row.id}").text
    assert supervisor.post(place, {}).status_code == 403
    assert place in director.get(f"{PLACE}/{row.id}").text
    with looks_used_up(served, DIRECTOR):
        waits = director.post(place, {})
        assert (waits.status_code, "次数过多" in waits.text) == (429, True), "SE-12: a look like any other"
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, person.id).confidentiality_requested = True
    assert place not in director.get(f"{PLACE}/{row.id}").text
    assert place not in clerk.get(f"/cases/{person.id}/data-requests").text
    assert [visitor.post(place, {}).status_code for visitor in (director, clerk)] == [403, 403]
    with served.office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, person.id)
        complaint.confidentiality_requested, complaint.stage = False, Stage.ARCHIVED
    assert person.ask("erase", text="请删除")[0] == 200
    own_words = supervisor.get(f"{PLACE}/{person.row(DataRight.ERASE).id}")
    assert "请删除" in own_words.text and len(mark_of(own_words)) >= 20, "SE-36: whose screen it was"
    assert mark_of(supervisor.get(f"{PLACE}/{row.id}")) == [], "nothing of his words is shown"
    assert decide(supervisor, person.row(DataRight.ERASE), "restricted") == 303
    barred = director.post(place, {})
    assert barred.status_code == 403 and "只存储" in barred.text
    assert served.office.rows(IdentityReveal, complaint_id=person.id) == []


def test_who_may(served: ServedOffice) -> None:
    person = Person(served, "谁能看的事")
    person.prove()
    person.ask("copy")
    place = f"{PLACE}/{person.row(DataRight.COPY).id}"
    visitors = [served.visitor(login) for login in (SUPERVISOR, DIRECTOR, CLERK, ADMINISTRATOR)]
    assert [visitor.get(place).status_code for visitor in visitors] == [200, 200, 403, 403]
    assert served.visitor(SUPERVISOR).get("/privacy/requests/" + "0" * 32).status_code == 404
    answers = [visitor.post(f"{place}/copy", {}).status_code for visitor in visitors]
    assert answers == [403, 404, 404, 403], "none is granted yet"
