"""人大监督、政协监督、行政监督 and 司法监督 through the real web server, each as its people live it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.outside_review import OutsideReview
from models.clock.legal_time import beijing_date
from models.ground.ids import new_id
from models.ledger.trail_event import TrailEvent
from models.office.oversight import OversightRead
from models.vault.keyring import Keyring
from services.case.reopen_case import reopen
from services.figures.append_step import append_figures_step
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.summarised_cases import Lived, live
from tests.web.pages import text_of
from tests.web_staff.cases import CANARIES, file_case
from tests.web_staff.people import OVERSEER

ADMINISTRATOR, SUPERVISOR, CLERK = "guan.xitong", "jian.rujing", "wen.rusheng"
MANDATE = {
    "staff_id": OVERSEER,
    "kind": "congress",
    "body": "云河市人大常委会监察和司法委员会",
    "paper_no": "云人监〔2026〕12号",
    "received_from": "2026-09-01",
    "received_until": "2026-12-31",
    "reach": "files",
    "valid_from": "2026-12-01",
    "valid_until": "2026-12-31",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("oversight"), sqlite_office_template) as served:
        file_case(served.office)
        for day in range(1, 8):
            live(served.office, Lived(f"2026-11-{day:02}T09:00", closed=f"2026-11-{day + 10}T09:00"))
        served.office.clock.set("2026-12-01T09:00")
        while append_figures_step(served.office.unit_of_work):
            pass
        yield served


def grant(served: ServedOffice, **other: str) -> tuple[SocketVisitor, str]:
    """Granted by the administrator, confirmed by the supervisor; the overseer and the address of the mandate."""
    reader, administrator = served.visitor(OVERSEER), served.visitor(ADMINISTRATOR)
    administrator.get("/mandates/new")
    fields = MANDATE | other | {"submission_id": administrator.submission_id}
    sent = administrator.post("/mandates/new", fields)
    assert sent.status_code == 303, text_of(sent)
    address = sent.headers["location"].split("?")[0]
    decision = served.visitor(SUPERVISOR).post(f"{address}/decision", {"decision": "confirm"})
    assert decision.status_code == 303
    return reader, address.rsplit("/", 1)[1]


def test_congress_and_cppcc_read_de_identified_views_and_reports_and_change_nothing(
    served: ServedOffice,
) -> None:
    """DM-39, R80: people's congress and CPPCC oversight: read-only, de-identified views and reports."""
    reader, mandate = grant(served)
    pages = [reader.get(f"/oversight/{mandate}"), reader.get(f"/oversight/{mandate}/files")]
    links = re.findall(rf'href="(/oversight/{mandate}/files/\d+)"', pages[1].text)
    assert len(links) == 8
    pages += [reader.get(link) for link in links]
    assert all(page.status_code == 200 for page in pages)
    told = " ".join(page.text for page in pages)
    numbers = re.findall(r"YH-2026-\d+", told)
    assert [value for value in CANARIES.values() if value in told] == []
    assert numbers == [], "the number that a complainant knows"
    assert "温如生" not in told and "办事员态度生硬" not in told
    course = text_of(pages[-1])
    for words in ("环节", "时限", "决定"):
        assert words in course, words
    assert "按时办结率" in text_of(pages[0])
    # One came in September and seven in November: each of the two lines would tell the other.
    assert "本表不显示" in text_of(pages[0])
    for wanted in ("/cases", "/ledger", "/figures", "/tasks", "/absences", "/concerning-me", "/performance"):
        assert reader.get(wanted).status_code == 403, wanted
    assert reader.post("/absences", {}).status_code == 403
    refused = reader.post(f"/oversight/{mandate}/report", {"purpose": "看", "format": "pdf"})
    assert refused.status_code == 422 and "看" in refused.text
    paper = reader.post(f"/oversight/{mandate}/report", {"purpose": "常委会专题审议", "format": "pdf"})
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    table = reader.post(f"/oversight/{mandate}/report", {"purpose": "常委会专题审议", "format": "csv"})
    assert table.status_code == 200 and "按时办结率" in table.text
    assert "本表不显示" in table.text
    assert_names_nobody(table.content, (*CANARIES.values(), "办事员态度生硬"))
    assert served.visitor(CLERK).get("/oversight").status_code == 403


def test_a_superior_inspects_by_scope_and_time_and_every_look_is_logged(served: ServedOffice) -> None:
    """DM-39, R82: superior administrative inspection: access by scope and time, logged."""
    reader, mandate = grant(
        served, kind="superior", units="GA", body="云河市政务服务管理局", paper_no="云政管〔2026〕7号"
    )
    assert "全部事项" in text_of(reader.get(f"/oversight/{mandate}"))
    assert re.findall(r"/files/\d+", reader.get(f"/oversight/{mandate}/files").text) == [], (
        "about other units"
    )
    looks = text_of(served.visitor(SUPERVISOR).get(f"/mandates/{mandate}"))
    assert "查看数据" in looks and "查看单件列表" in looks and "督察远" in looks
    own = text_of(reader.get(f"/oversight/{mandate}/looks"))
    assert "查看数据" in own and "查看单件列表" in own
    assert len(served.office.rows(OversightRead, mandate_id=mandate)) == 2
    _, later = grant(served, valid_from="2026-12-15", valid_until="2026-12-20", kind="inspection")
    early = reader.get(f"/oversight/{later}")
    assert early.status_code == 403 and "现在无效" in text_of(early)
    ended = served.visitor(SUPERVISOR).post(
        f"/mandates/{mandate}/withdrawal", {"withdraw_reason": "检查结束"}
    )
    assert ended.status_code == 303
    assert reader.get(f"/oversight/{mandate}/files").status_code == 403
    assert served.visitor(CLERK).get(f"/mandates/{mandate}").status_code == 403


def test_a_mandate_is_granted_by_its_form_with_faults_at_their_fields(served: ServedOffice) -> None:
    served.visitor(OVERSEER)
    administrator = served.visitor(ADMINISTRATOR)
    administrator.get("/mandates/new")
    fields = MANDATE | {"submission_id": administrator.submission_id}
    for wrong, words in (
        ({"staff_id": CLERK}, "不在可选范围内"),
        ({"valid_until": "9999-12-31"}, "日期格式不对"),
        ({"valid_until": "2028-01-31"}, "最长一年"),
        ({"received_until": "2026-08-01"}, "截止日期早于起始日期"),
        ({"paper_no": " "}, "此项必填"),
        ({"units": "没有"}, "不在可选范围内"),
    ):
        answer = administrator.post("/mandates/new", fields | wrong)
        assert answer.status_code == 422 and words in answer.text, wrong
        assert MANDATE["body"] in answer.text
    sent = [administrator.post("/mandates/new", fields).headers["location"] for _ in range(2)]
    assert sent[0] == sent[1], "sent twice it is one mandate"
    assert administrator.post(f"{sent[0].split('?')[0]}/decision", {"decision": "confirm"}).status_code == 403


def test_a_court_outcome_is_recorded_and_linked_to_the_case_with_its_effect(served: ServedOffice) -> None:
    """DM-39, R81: judicial review: record a court outcome and link it to the case."""
    case = live(served.office, Lived("2026-11-03T09:00", closed="2026-11-20T09:00"))
    supervisor, at = served.visitor(SUPERVISOR), f"/cases/{case}/outside-reviews"
    assert "没有登记" in text_of(supervisor.get(at))
    fields = {
        "kind": "litigation",
        "body": "云河区人民法院",
        "docket_no": "（2026）云0102行初38号",
        "filed_on": "2026-11-25",
        "submission_id": supervisor.submission_id,
    }
    assert supervisor.post(at, fields | {"filed_on": "2026-12-09"}).status_code == 422
    assert supervisor.post(at, fields).status_code == 303
    assert supervisor.post(at, fields).status_code == 303, "sent twice"
    (review,) = served.office.rows(OutsideReview, complaint_id=case)
    outcome = {
        "outcome": "anew",
        "decided_on": "2026-11-30",
        "effect": "reopen",
        "asks": "撤销答复，三十日内重新作出处理",
        "do_by": "2026-12-30",
    }
    wrong = supervisor.post(f"{at}/{review.id}/outcome", outcome | {"effect": "nothing"})
    assert wrong.status_code == 422 and "撤销答复，三十日内重新作出处理" in wrong.text
    assert supervisor.post(f"{at}/{review.id}/outcome", outcome).status_code == 303
    shown = text_of(supervisor.get(at))
    assert "撤销并责令重作" in shown and "重新启动办理" in shown and "2026-12-30" in shown
    today = beijing_date(served.office.clock.now())
    late = f"2026-11-25（{today}补录）"
    assert late in shown and f"2026-11-30（{today}补录）" in shown, "both the day said and the day recorded"
    related = text_of(supervisor.get(f"/cases/{case}/related"))
    assert "撤销并责令重作" in related and late in related
    assert late in text_of(supervisor.get("/outside-reviews"))
    listed = text_of(supervisor.get("/outside-reviews"))
    assert "云河区人民法院" in listed and "重新办理" in listed
    clerk = served.visitor(CLERK)
    assert "撤销并责令重作" in text_of(clerk.get(at))
    assert (
        clerk.post(f"{at}/{review.id}/done", {"done_on": "2026-12-01", "done_words": "已重办"}).status_code
        == 403
    )
    done = {"done_on": "2026-12-01", "done_words": "已重新启动办理，欧阳科长承办"}
    early = supervisor.post(f"{at}/{review.id}/done", done)
    assert early.status_code == 422 and "尚未重新启动办理" in early.text, "nobody has opened it again"
    with served.office.unit_of_work() as unit:
        reopen(unit.session.get_one(Complaint, case), "法院责令重作", unit, served.office.actor(SUPERVISOR))
    too_early = done | {"done_on": "2026-11-30"}
    assert supervisor.post(f"{at}/{review.id}/done", too_early).status_code == 422, "it was not by that day"
    assert supervisor.post(f"{at}/{review.id}/done", done).status_code == 303
    assert "欧阳科长承办" in text_of(supervisor.get(at))
    kinds = [row.kind for row in served.office.rows(TrailEvent, complaint_id=case)]
    assert {"outside-review.filed", "outside-review.decided", "outside-review.done"} <= set(kinds)
    events = [row.payload for row in served.office.rows(TrailEvent, complaint_id=case)]
    assert "法院" not in str(events), "the trail has codes and days"


def test_an_answer_that_a_court_asks_for_is_given_again_before_it_is_done(served: ServedOffice) -> None:
    case = live(served.office, Lived("2026-11-03T09:00", closed="2026-11-20T09:00"))
    supervisor, at = served.visitor(SUPERVISOR), f"/cases/{case}/outside-reviews"
    supervisor.get(at)
    fields = {"kind": "litigation", "body": "云河区人民法院", "docket_no": "（2026）云0102行初39号"}
    fields |= {"filed_on": "2026-11-25", "submission_id": supervisor.submission_id}
    assert supervisor.post(at, fields).status_code == 303
    (review,) = served.office.rows(OutsideReview, complaint_id=case)
    outcome = {"outcome": "anew", "decided_on": "2026-11-30", "effect": "answer_again"}
    outcome |= {"asks": "重新答复", "do_by": "2026-12-30"}
    assert supervisor.post(f"{at}/{review.id}/outcome", outcome).status_code == 303
    done = {"done_on": "2026-12-01", "done_words": "已重新答复，欧阳科长承办"}
    early = supervisor.post(f"{at}/{review.id}/done", done)
    assert early.status_code == 422 and "没有送出新的答复" in early.text
    with served.office.unit_of_work() as unit:
        sent = AnswerSending(id=new_id(), complaint_id=case, round=1, attempt=2, ways=["phone"])
        sent.sent_at, sent.sent_by = unit.clock.now(), CLERK
        unit.session.add(sent)
    assert supervisor.post(f"{at}/{review.id}/done", done).status_code == 303
