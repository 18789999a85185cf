"""弄虚作假线索 through the real web server: rules with base rates, whom to look at first, evidence, and what is decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from api.staff.signal_places import PLACES, RECORDED
from models.case.answer import Answer
from models.ground.signal_codes import SignalCode
from models.office.falsification_signal import FalsificationSignal
from models.vault.keyring import Keyring
from services.signals.signals_step import LookedAtSignals, signals_step
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.signalled_cases import (
    DIRECTOR,
    HANDLER,
    OTHER,
    SUPERVISOR,
    VISITOR,
    cases_of,
    close,
    contact,
    findings,
    look,
    rated,
    sending,
)
from tests.web.pages import text_of


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """Sixty contacts, of which HANDLER back-dated six; one of three others, and a rating that the supervisor entered."""
    with serve_office(tmp_path_factory.mktemp("signals"), sqlite_office_template) as served:
        office = served.office
        assert "这里没有线索" in text_of(served.visitor(SUPERVISOR).get("/signals"))
        *contacted, told, bare, own_work, own = cases_of(office, 64)
        with office.unit_of_work() as unit:
            for no, case in enumerate(contacted):
                by = HANDLER if no < 12 else OTHER
                at = "2026-09-02T10:00" if no < 6 else "2026-09-10T10:00"
                contact(unit, case, "2026-09-10T16:00", at, by=by)
        with office.unit_of_work() as unit:
            sending(unit, told, "2026-09-10T10:00", "phone")
            said = Answer(complaint_id=told, round=1, findings_text="属实。", decision_text="予以纠正。")
            said.measures_text, said.published_at, said.given_by = "已致歉。", unit.clock.now(), HANDLER
            unit.session.add(said)
            findings(unit, bare, "2026-09-10T10:00")
            close(unit, bare, "2026-09-20T10:00")
            rated(unit, own_work, "2026-09-20T10:00", HANDLER)
        with office.unit_of_work() as unit:
            rated(unit, own, "2026-09-20T10:00", SUPERVISOR, reached=False)
        look(office, "2026-10-08T09:00")
        yield served


def test_records_that_do_not_go_together_are_told_with_base_rate_and_evidence(served: ServedOffice) -> None:
    """DM-39, R90: falsification signals: back-dated, no contact, closed without evidence, satisfaction by the handler."""
    supervisor = served.visitor(SUPERVISOR)
    page = supervisor.get("/signals")
    told = squeezed(text_of(page))
    for words in (
        "只是线索，不是结论",
        "倒填时间",
        "6/12",
        "其他人0.0%",
        "突出",
        "10.0%",
        "减1，小于零的按零计，最多计8",
    ):
        assert words in told, words
    assert "温如声（受理岗）" in told
    for words in ("记为已告知而无告知痕迹", "无证据办结", "满意度由承办人录入"):
        assert words in told, words
    assert len(page.content) < 200_000
    links = sorted(set(re.findall(r'href="(/signals/[0-9a-f]{32})"', page.text)))
    assert len(links) == 9, "that of his own rating is not among them"
    dated = [row for row in served.office.rows(FalsificationSignal) if row.code is SignalCode.BACK_DATED]
    one = supervisor.get(f"/signals/{dated[0].id}")
    shown = squeezed(text_of(one))
    for words in ("联系记录所记的时间", "2026-09-0210:00", "记入系统的时间", "2026-09-1016:00", "不算："):
        assert words in shown, words
    assert re.search(r'href="/cases/[0-9a-f]{32}"', one.text)
    english = text_of(supervisor.get("/signals?lang=en"))
    assert "Back-dated entry" in english and "no verdict" in english
    supervisor.get("/signals?lang=zh")
    for odd in (
        "?state=x&code=y&person=%27&after=never",
        "?after=9999-12-31T23:59:59%2B00:00+x",
        "?after=0001-01-01T00:00:00%2B14:00%20x",
        "?after=9999-12-31T23:59-14:00%20x",
        f"?person={OTHER}",
    ):
        assert supervisor.get(f"/signals{odd}").status_code == 200
    [of_person] = set(
        re.findall(r'href="(/signals\?[^"]*person=' + re.escape(HANDLER) + r'[^"]*)"', page.text)
    )
    kept = supervisor.get(unescape(of_person)).text
    assert f'name="person" value="{HANDLER}"' in kept, "the filter of a rule keeps the person"
    for login in (HANDLER, VISITOR):
        assert served.visitor(login).get("/signals").status_code == 403


def test_each_record_leads_to_the_place_in_the_case_where_it_stands(served: ServedOffice) -> None:
    """No more to the first page of the case, under one word for all of them."""
    director, found = served.visitor(DIRECTOR), set()
    for row in served.office.rows(FalsificationSignal):
        shown = director.get(f"/signals/{row.id}")
        evidence = shown.text.split('<h2 id="evidence">')[1].split("</table>")[0]
        places = re.findall(r'href="(/cases/\w+/)([\w-]*)(?:#([\w-]+))?"', evidence)
        assert len(places) == evidence.count('data-label="在案卷何处"'), text_of(shown)
        for case, section, anchor in places:
            page = director.get(case + section)
            assert page.status_code == 200 and section, (case, section)
            assert not anchor or f'id="{anchor}"' in page.text, (row.code, section, anchor)
            found.add((row.code, section, anchor.partition("-")[0]))
    assert (SignalCode.BACK_DATED, "entries", "entry") in found
    assert (SignalCode.TOLD_WITHOUT_ATTEMPT, "answers", "sending") in found
    assert (SignalCode.CLOSED_WITHOUT_EVIDENCE, "evidence", "") in found
    assert "工作记录" in text_of(
        director.get(f"/signals/{served.office.rows(FalsificationSignal, code='back_dated')[0].id}")
    )


def test_every_kind_of_evidence_has_a_place() -> None:
    catalogue = Path("api/translations/zh_CN/LC_MESSAGES/signals.po").read_text()
    assert set(re.findall(r'msgid "signal_evidence\.(\w+)"', catalogue)) == {*PLACES, RECORDED}


def test_a_signal_is_dismissed_with_a_reason_and_taken_up_by_a_second_look(served: ServedOffice) -> None:
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    of = [row for row in served.office.rows(FalsificationSignal) if row.code is SignalCode.BACK_DATED]
    at = f"/signals/{of[0].id}"
    refused = supervisor.post(f"{at}/decision", {"reason": "九月二日系统停机，纸质记录后补"})
    assert refused.status_code == 422 and "九月二日系统停机" in refused.text and "此项必填" in refused.text
    fields = {"decision": "dismiss", "reason": "九月二日系统停机，纸质记录后补"}
    assert supervisor.post(f"{at}/decision", fields).headers["location"] == "/signals?done=dismiss"
    assert supervisor.post(f"{at}/decision", fields).status_code == 303, "sent twice it is one"
    assert director.post(f"{at}/decision", fields | {"decision": "take_up"}).status_code == 409
    assert "九月二日系统停机" in text_of(director.get(at))
    assert "已排除" in text_of(director.get("/signals?state=dismissed"))
    taken = {"decision": "take_up", "reason": "调取通话录音"}
    assert director.post(f"/signals/{of[1].id}/decision", taken).headers["location"] == f"/signals/{of[1].id}"
    (own,) = [row for row in served.office.rows(FalsificationSignal) if row.person == SUPERVISOR]
    assert supervisor.get(f"/signals/{own.id}").status_code == 404
    assert supervisor.post(f"/signals/{own.id}/decision", taken).status_code == 404
    assert director.get(f"/signals/{own.id}").status_code == 200
    assert signals_step(served.office.unit_of_work, LookedAtSignals()) >= 0
    assert len([row for row in served.office.rows(FalsificationSignal)]) == 10
