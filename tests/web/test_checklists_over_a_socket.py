"""What citizens mind before they do business, over the real server: read, worded by one person, approved by another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.ground.codes import Category
from models.ledger.trail_event import TrailEvent
from models.office.item_checklist import ItemChecklist
from models.office.service_item import ServiceItem
from models.office.unit import OrganisationUnit
from models.vault.keyring import Keyring
from services.actor import SYSTEM
from services.figures.append_step import append_figures_step
from services.office.load_organisation import load_organisation, read_organisation
from tests.office import ORGANISATION
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.summarised_cases import ITEM, Lived, live
from tests.web.pages import text_of

SUPERVISOR, DIRECTOR, CLERK, ADMINISTRATOR = "jian.rujing", "zong.lanyun", "wen.rusheng", "guan.xitong"
DESK = f"/checklist-desk/{ITEM}"
SUGGESTED = "补过一次材料后又要补别的"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("checklists"), sqlite_office_template) as served:
        for day in range(1, 6):
            told = Lived(f"2026-09-{day:02}T10:00", category=Category.REPEATED_MATERIALS)
            found = Category.BUCK_PASSING if day == 1 else Category.REPEATED_MATERIALS
            live(served.office, Lived(told.received, category=told.category, found=found))
        served.office.clock.set("2026-10-12T09:00")
        while append_figures_step(served.office.unit_of_work):
            pass
        yield served


def form_of(page: str) -> dict[str, str]:
    """The fields of the form in which a list is worded, as a browser would send them."""
    own = page.split('id="word"')[1]
    fields = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', own, re.DOTALL))
    (fields["replaces"],) = re.findall(r'name="replaces" value="([^"]*)"', own)
    return fields


def waiting_of(page: str) -> str:
    (found,) = re.findall(r'name="checklist_id" value="([0-9a-f]{32})"', page)
    return found


def test_before_doing_business_people_read_a_checklist_of_their_item(served: ServedOffice) -> None:
    """R108: self-protection tips before doing business (防身的技巧): checklists tied to service items."""
    visitor = served.visitor()
    page = visitor.get("/checklists")
    told = text_of(page)
    for words in ("一次性告知", "工号", "《行政许可法》第五十八条", "投诉", "社会保障卡申领、补换"):
        assert words in told
    assert f'href="/checklists/{ITEM}"' in page.text
    item = visitor.get(f"/checklists/{ITEM}")
    told = text_of(item)
    # Of the register, of its own list, and of the general one.
    for words in ("C01、C02", "5个工作日", "身份证", "旧卡里的余额", "一次性告知"):
        assert words in told
    assert 'lang="zh-CN"' in item.text and "data-print" in item.text
    found = text_of(visitor.get("/checklists?words=公积金"))
    assert "住房公积金提取" in found and "社会保障卡申领" not in found
    assert "没有匹配的事项" in text_of(visitor.get("/checklists?words=%25"))
    for away in ("NOWHERE", "general", "%00", "事" * 300):
        assert visitor.get(f"/checklists/{away}").status_code == 404, away
    assert 'href="/checklists"' in visitor.get("/guide").text


def test_the_form_of_a_complaint_leads_to_the_list_of_the_item_that_was_chosen(served: ServedOffice) -> None:
    visitor = served.visitor()
    assert 'href="/checklists"' in visitor.get("/complaints/new/wish").text
    chosen = {"service_item_chosen": "社会保障卡申领、补换", "service_item": "", "go": "on"}
    assert visitor.post("/complaints/new/wish", chosen).status_code == 303
    for page in ("/complaints/new/wish", "/complaints/new/check"):
        assert f'href="/checklists/{ITEM}"' in visitor.get(page).text, page


def test_one_person_words_a_list_and_another_lets_it_out(served: ServedOffice) -> None:
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    assert served.visitor(CLERK).get(DESK).status_code == 403
    page = supervisor.get(DESK)
    sent = form_of(page.text)
    assert supervisor.post(DESK, sent | {"reason": "没有改"}).status_code == 422, "it says the same"
    assert supervisor.post(DESK, sent | {"bring": "字" * 201, "reason": "太长"}).status_code == 422
    sent |= {"bring": "身份证原件\r\n\r\n代办的带委托书 ", "reason": "慕容科长提出"}
    old = sent | {"replaces": "0"}
    assert "代办的带委托书" in supervisor.post(DESK, old).text, "what was typed is not lost"
    assert supervisor.post(DESK, sent).status_code == 303
    assert supervisor.post(DESK, sent).status_code == 409, "one waits"
    assert "代办的带委托书" not in served.visitor().get(f"/checklists/{ITEM}").text

    waiting = {"checklist_id": waiting_of(director.get(DESK).text)}
    at = f"{DESK}/decision"
    assert supervisor.post(at, waiting | {"decision": "approve"}).status_code == 409, "he decides on none"
    assert served.visitor(ADMINISTRATOR).post(at, waiting | {"decision": "withdraw"}).status_code == 409
    assert director.post(at, waiting | {"decision": "refuse", "decision_reason": " "}).status_code == 422
    assert director.post(at, waiting | {"decision": "sign"}).status_code == 422
    assert director.post(at, {"checklist_id": "0" * 32, "decision": "approve"}).status_code == 404
    for _ in range(2):
        assert director.post(at, waiting | {"decision": "approve"}).status_code == 303
    assert (
        served.visitor(ADMINISTRATOR)
        .post(at, waiting | {"decision": "refuse", "decision_reason": "晚"})
        .status_code
        == 409
    )
    told = served.visitor().get(f"/checklists/{ITEM}")
    assert "代办的带委托书" in told.text and "旧卡里的余额" in told.text
    rows = [row for row in served.office.rows(ItemChecklist) if row.item == ITEM and row.no]
    assert sorted((row.no, row.ended_at is None) for row in rows) == [(1, False), (2, True)]
    events = [row for row in served.office.rows(TrailEvent) if row.kind.startswith("checklist.")]
    assert [event.kind for event in events] == ["checklist.proposed", "checklist.approved"]
    assert "慕容" not in str([event.payload for event in events]), "words of people stand in no trail"


def test_an_administrator_does_not_approve_what_he_worded_and_may_withdraw_it(served: ServedOffice) -> None:
    administrator, at = served.visitor(ADMINISTRATOR), "/checklist-desk/general"
    sent = form_of(administrator.get(at).text)
    missing = administrator.post(at, sent | {"ask_for": "", "reason": "少一部分"})
    assert missing.status_code == 422, "the general list has every part"
    assert administrator.post(at, sent | {"bring": "身份证件", "reason": "简化"}).status_code == 303
    waiting = {"checklist_id": waiting_of(administrator.get(at).text)}
    own = administrator.post(f"{at}/decision", waiting | {"decision": "approve"})
    assert own.status_code == 409 and "核准该版本" not in own.text
    assert administrator.post(f"{at}/decision", waiting | {"decision": "withdraw"}).status_code == 303
    assert "替别人办的" in served.visitor().get("/checklists").text


def test_what_was_found_true_often_proposes_a_line_and_what_was_seldom_is_not_told(
    served: ServedOffice,
) -> None:
    """Four of five that tell of it were found so: fewer than five are not told; then one more is."""
    supervisor = served.visitor(SUPERVISOR)
    assert SUGGESTED not in supervisor.get(DESK).text
    told = Category.REPEATED_MATERIALS
    case = live(served.office, Lived("2026-09-07T10:00", category=told, found=told))
    with served.office.unit_of_work() as unit:
        unit.trail.add(case, "decision.acceptance", {}, SYSTEM)
    while append_figures_step(served.office.unit_of_work):
        pass
    page = supervisor.get(DESK)
    assert "：5件" in text_of(page)
    assert SUGGESTED in page.text
    assert page.text.split('id="problems"')[1].split("</section>")[0].count("<li>") == 1
    assert SUGGESTED not in served.visitor(ADMINISTRATOR).get(DESK).text, "figures are for who watches"
    sent = form_of(page.text) | {"reason": "投诉反映", "taken": told.value}
    assert supervisor.post(DESK, sent).status_code == 303
    waiting = {"checklist_id": waiting_of(supervisor.get(DESK).text)}
    assert (
        served.visitor(DIRECTOR).post(f"{DESK}/decision", waiting | {"decision": "approve"}).status_code
        == 303
    )
    assert SUGGESTED in served.visitor().get(f"/checklists/{ITEM}").text


def test_a_document_gives_way_to_what_people_worded_and_a_closed_item_has_no_page(
    served: ServedOffice,
) -> None:
    office = served.office
    before = [(row.item, row.no) for row in office.rows(ItemChecklist)]
    load_organisation(read_organisation(ORGANISATION), office.unit_of_work(), SYSTEM)
    assert [(row.item, row.no) for row in office.rows(ItemChecklist)] == before
    with office.unit_of_work() as unit:
        unit.session.get_one(ServiceItem, ITEM).closed_at = unit.clock.now()
    assert served.visitor().get(f"/checklists/{ITEM}").status_code == 404
    assert served.visitor(SUPERVISOR).get(DESK).status_code == 404


def test_no_list_is_worded_of_an_item_that_nobody_could_read(served: ServedOffice) -> None:
    """The desk knows the same items as the page of everybody: none of a unit that is closed."""
    supervisor, item = served.visitor(SUPERVISOR), "BD-003"
    assert supervisor.get(f"/checklist-desk/{item}").status_code == 200
    with served.office.unit_of_work() as unit:
        owner = unit.session.get_one(ServiceItem, item).unit
        unit.session.get_one(OrganisationUnit, owner).closed_at = unit.clock.now()
    assert served.visitor().get(f"/checklists/{item}").status_code == 404
    assert supervisor.get(f"/checklist-desk/{item}").status_code == 404
