"""问责登记 through the real web server: the person answers a suspicion, a second person decides, a third on the appeal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.ledger.trail_event import TrailEvent
from models.office.accountability import Accountability
from models.office.falsification_signal import FalsificationSignal
from models.office.staff import Staff
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.signalled_cases import DIRECTOR, HANDLER, OTHER, SUPERVISOR, case_of, look, rated
from tests.web.pages import text_of
from tests.web_staff.guided import assert_guided

SECOND = "du.daodi"
ANSWER, APPEAL = "九月二十日我在外地取证，评价系同事欧阳翠莲代录", "有差旅记录为证，请撤销"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("accountability"), sqlite_office_template) as served:
        with served.office.unit_of_work() as unit:
            unit.session.get_one(Staff, SECOND).roles = ["supervisor"]
        case = case_of(served.office)
        with served.office.unit_of_work() as unit:
            rated(unit, case, "2026-09-20T10:00", HANDLER)
        look(served.office, "2026-10-09T09:00")
        yield served


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_suspicion_is_registered_with_evidence_decided_and_appealed(served: ServedOffice) -> None:
    """DM-39, R89: accountability for dereliction and falsification: register, link to evidence, decision, appeal."""
    supervisor, second, director, person = (
        served.visitor(login) for login in (SUPERVISOR, SECOND, DIRECTOR, HANDLER)
    )
    assert "没有请您陈述的事项" in text_of(person.get("/accountability"))
    (signal,) = served.office.rows(FalsificationSignal)
    supervisor.post(f"/signals/{signal.id}/decision", {"decision": "take_up", "reason": "调取通话录音"})
    shown = supervisor.get(f"/signals/{signal.id}").text
    assert f'href="/accountability/new?signal={signal.id}"' in shown
    form = supervisor.get(f"/accountability/new?signal={signal.id}")
    [sending] = re.findall(r'name="submission_id" value="([0-9a-f]+)"', form.text)
    fields = {"submission_id": sending, "signal": signal.id, "suspicion": ""}
    refused = supervisor.post("/accountability", fields)
    assert refused.status_code == 422 and "此项必填" in refused.text
    fields["suspicion"] = "承办人自己录入满意度"
    at = supervisor.post("/accountability", fields).headers["location"]
    assert supervisor.post("/accountability", fields).headers["location"] == at, "sent twice it is one"
    note = {"number": "", "note": "通话清单一页，当日无呼出"}
    assert supervisor.post(f"{at}/evidence", note).status_code == 303
    assert person.get(at).status_code == 404 and "没有请您陈述" in text_of(person.get("/accountability"))
    wrong = supervisor.post(f"{at}/hearing", {"workdays": "9" * 3_000})
    assert wrong.status_code == 422
    assert supervisor.post(f"{at}/hearing", {"workdays": "5"}).status_code == 303
    assert f'<a href="{at}">就问责事项作出陈述' in person.get("/tasks").text, (
        "he has not to find it out by chance"
    )
    mine = text_of(person.get(at))
    assert "承办人自己录入满意度" in mine and "通话清单一页" in mine and "涉嫌不是结论" in mine
    early = second.post(f"{at}/decision", {"measure": "criticism", "reason": "属实", "appeal_workdays": "20"})
    assert early.status_code in (409, 422) and "本人尚未陈述" in text_of(early)
    assert person.post(f"{at}/words", {"said": ANSWER}).status_code == 303
    decision = {"measure": "criticism", "reason": "代录属实，未按规定回避", "appeal_workdays": "20"}
    assert supervisor.post(f"{at}/decision", decision).status_code == 403, "who opened it does not decide"
    assert second.post(f"{at}/decision", decision).status_code == 303
    assert f'<a href="{at}">阅知问责决定' in person.get("/tasks").text
    before = text_of(person.get(at))
    assert "有一份给您的决定" in before and "代录属实" not in before
    assert "尚未送达本人" in text_of(director.get(at))
    assert person.post(f"{at}/read").status_code == 303
    after = squeezed(text_of(person.get(at)))
    assert "批评教育" in after and "代录属实" in after and "可在2026-11-05前申诉" in after
    assert person.post(f"{at}/appeal", {"appeal": APPEAL}).status_code == 303
    verdict = {"appeal_result": "revoked", "appeal_reason": "差旅记录属实"}
    for earlier in (supervisor, second, person):
        assert earlier.post(f"{at}/appeal_decision", verdict).status_code == 403
    assert director.post(f"{at}/appeal_decision", verdict).status_code == 303
    told = text_of(person.get(at))
    assert "撤销决定" in told and "差旅记录属实" in told and "已终结" in told
    english = text_of(person.get(f"{at}?lang=en"))
    assert "the decision is revoked" in english
    person.get("/accountability?lang=zh")
    assert served.visitor(OTHER).get(at).status_code == 404
    for event in served.office.rows(TrailEvent):
        if event.kind.startswith("accountability."):
            assert event.complaint_id is None and ANSWER not in str(event.payload)


def test_nobody_puts_himself_on_record_and_acts_that_are_none_are_not_found(served: ServedOffice) -> None:
    supervisor = served.visitor(SUPERVISOR)
    own = {"submission_id": "b" * 32, "person": SUPERVISOR, "origin": "hand", "suspicion": "试一试"}
    assert supervisor.post("/accountability", own).status_code == 403
    empty = supervisor.post("/accountability", {"submission_id": "c" * 32, "suspicion": "欧阳翠莲迟报"})
    assert empty.status_code == 422 and "欧阳翠莲迟报" in empty.text
    (row,) = served.office.rows(Accountability)
    assert supervisor.post(f"/accountability/{row.id}/nothing").status_code == 404
    assert supervisor.get("/accountability?after=9999-99").status_code == 200
    assert served.visitor(HANDLER).get("/accountability/new").status_code == 403


def test_an_appeal_that_nobody_here_may_decide_goes_to_the_superior_body(served: ServedOffice) -> None:
    """Both who supervise had a hand in it: the page says so, and asks for the body and its paper.

    Beside each step of it stands what law, ethics and talk ask.
    """
    with served.office.unit_of_work() as unit:
        for one in unit.session.query(Staff).filter(Staff.login.not_in((SUPERVISOR, DIRECTOR))):
            one.roles = [role for role in one.roles if role not in ("supervisor", "director")]
    supervisor, director, person = (served.visitor(login) for login in (SUPERVISOR, DIRECTOR, HANDLER))
    form = supervisor.get("/accountability/new").text
    [sending] = re.findall(r'name="submission_id" value="([0-9a-f]+)"', form)
    fields = {
        "submission_id": sending,
        "person": HANDLER,
        "origin": "hand",
        "suspicion": "联系记录系事后补记",
    }
    at = supervisor.post("/accountability", fields).headers["location"]
    for visitor, act, guided, sent in (
        (supervisor, "hearing", "", {"workdays": "10"}),
        (person, "read", "answer", {}),
        (person, "words", "answer", {"said": ANSWER}),
        (
            director,
            "decision",
            "decision",
            {"measure": "criticism", "reason": "属实", "appeal_workdays": "20"},
        ),
        (person, "read", "read", {}),
        (person, "appeal", "appeal", {"appeal": APPEAL}),
    ):
        if guided:
            assert_guided(visitor.get(at).text, f"accountability-{guided}")
        assert visitor.post(f"{at}/{act}", sent).status_code == 303, act
    to_decide = director.get(at)
    assert "申诉请转上级机关决定" in text_of(to_decide)
    assert_guided(to_decide.text, "accountability-appeal_decision")
    verdict = {"appeal_result": "revoked", "appeal_reason": "差旅记录属实"}
    wordless = director.post(f"{at}/appeal_decision", verdict)
    assert wordless.status_code == 422 and "差旅记录属实" in wordless.text
    assert 'href="#appeal_paper"' in wordless.text
    verdict["appeal_paper"] = "云河市政务服务管理局，云政管〔2026〕31号"
    assert director.post(f"{at}/appeal_decision", verdict).status_code == 303
    assert "上级机关决定（云河市政务服务管理局，云政管〔2026〕31号）：差旅记录属实" in text_of(person.get(at))


def test_signals_of_the_person_are_linked_to_a_record_that_is_open_already(served: ServedOffice) -> None:
    """A signal that is found later is evidence of the same record, not of another one."""
    office = served.office
    later, waiting, of_another = (case_of(office) for _ in range(3))
    with office.unit_of_work() as unit:
        rated(unit, later, "2026-09-20T10:00", HANDLER)
        rated(unit, waiting, "2026-09-20T10:00", HANDLER)
        rated(unit, of_another, "2026-09-20T10:00", OTHER, reached=False)
    look(office, "2026-12-02T09:00")
    supervisor = served.visitor(SUPERVISOR)
    signals = {row.complaint_id: row for row in office.rows(FalsificationSignal)}
    for case in (later, of_another):
        taken = {"decision": "take_up", "reason": "调取通话录音"}
        assert supervisor.post(f"/signals/{signals[case].id}/decision", taken).status_code == 303
    form = supervisor.get("/accountability/new").text
    [sending] = re.findall(r'name="submission_id" value="([0-9a-f]+)"', form)
    fields = {"submission_id": sending, "person": HANDLER, "origin": "hand", "suspicion": "代录满意度"}
    at = supervisor.post("/accountability", fields).headers["location"]
    shown = supervisor.get(at).text
    assert f'<option value="{signals[later].id}">满意度由承办人录入' in shown
    assert signals[waiting].id not in shown and signals[of_another].id not in shown
    for case in (waiting, of_another):
        wrong = supervisor.post(f"{at}/evidence", {"signal": signals[case].id, "note": "通话清单一页"})
        assert wrong.status_code == 422 and "已着手核查且尚未列入的线索" in wrong.text
        assert "通话清单一页" in wrong.text, "what was typed stays"
    sent = {"signal": signals[later].id, "number": "", "note": "当日无呼出"}
    both = supervisor.post(f"{at}/evidence", sent | {"number": "YH-2026-000001"})
    assert both.status_code == 422 and "线索和投诉编号只填一项" in both.text
    for _ in range(2):
        assert supervisor.post(f"{at}/evidence", sent).status_code == 303, "sent twice it is one"
    linked = supervisor.get(at).text
    assert linked.count(f'href="/signals/{signals[later].id}"') == 1 and "当日无呼出" in linked
    assert f'value="{signals[later].id}"' not in linked, "and is offered no more"
