"""A member of staff declares a relation, and anew one whose time is over, on his own page over a socket."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from models.office.declared_relation import DeclaredRelation
from tests.served_office import ServedOffice

EXPIRED = "tan.genyuan"


def test_an_expired_relation_is_asked_for_and_declared_anew(served_office: ServedOffice) -> None:
    """ST-3: the page says that it waits, in Chinese, and takes the person's word."""
    visitor = served_office.visitor(EXPIRED)
    page = visitor.get("/relations")
    assert "费周折（窗口人员）" in page.text and "已过期，请重新申报" in page.text
    (row,) = served_office.office.rows(DeclaredRelation, staff_id=EXPIRED)
    refused = visitor.post(f"/relations/{row.id}", {"holds": "yes", "valid_until": "2026-01-01"})
    assert refused.status_code == 422
    done = visitor.post(f"/relations/{row.id}", {"holds": "yes", "valid_until": "2027-06-30"})
    assert done.status_code == 303
    page = visitor.get(done.headers["location"])
    assert "已记录，自现在起生效。" in page.text
    assert "2027-06-30" in page.text and "须作决定" in page.text and "已过期" not in page.text


def test_no_key_ends_a_declaration_by_accident(served_office: ServedOffice, browser: Browser) -> None:
    """Ctrl+Enter in a form with two answers leads to them; a form without its answer changes nothing."""
    (row,) = served_office.office.rows(DeclaredRelation, staff_id=EXPIRED)
    with served_office.page(browser, 1366, login=EXPIRED) as page:
        page.goto("/relations")
        page.locator(f"#until-{row.id}").press("Control+Enter")
        expect(page.locator("button[name=holds][value=yes]")).to_be_focused()
        page.keyboard.press("Alt+?")
        expect(page.locator("#keys")).to_be_hidden()
        page.keyboard.press("Shift+?")
        expect(page.locator("#keys")).to_be_visible()
    bare = served_office.visitor(EXPIRED).post(f"/relations/{row.id}", {"valid_until": ""})
    assert (bare.status_code, f'id="until-{row.id}-error"' in bare.text) == (422, True)
    (after,) = served_office.office.rows(DeclaredRelation, staff_id=EXPIRED)
    assert (after.has_ended, after.declared_anew_on) == (False, row.declared_anew_on)


def test_a_declaration_is_made_and_only_its_owner_reads_it(served_office: ServedOffice) -> None:
    """ST-3 R45: an empty page says what to do; a name outside is on nobody else's page and in no address."""
    visitor = served_office.visitor("hui.fangyi")
    assert "您没有申报过关系" in visitor.get("/relations").text
    said = {
        "subject_type": "company",
        "name": "云河欧阳商贸（集团）",
        "relation": "配偶持股",
        "effect": "hard_block",
    }
    missing = visitor.post("/relations", {**said, "relation": ""})
    assert missing.status_code == 422 and "云河欧阳商贸（集团）" in missing.text
    done = visitor.post("/relations", said)
    assert done.status_code == 303 and "欧阳" not in done.headers["location"]
    assert "云河欧阳商贸（集团）" in visitor.get("/relations").text
    assert "欧阳" not in served_office.visitor("ming.shouli").get("/relations").text
