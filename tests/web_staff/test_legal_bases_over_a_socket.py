"""The register of legal bases as an administrator keeps it, through the real web server and with the words of the page."""

from __future__ import annotations

import re

from models.ledger.trail_event import TrailEvent
from models.office.legal_basis import LegalBasis
from tests.served_office import ServedOffice

ADMINISTRATOR = "guan.xitong"
ENTRY = {
    "name": "《云河市政务服务中心服务投诉处置办法》",
    "article": "第十二条",
    "text": "多收的材料当场退还，并向办事人说明。",
    "issued_by": "云河市政务服务管理局",
    "in_force_from": "2026-01-01",
    "uses": ["opinion", "order"],
    "reason": "本中心办法施行",
}


def test_a_basis_is_entered_changed_and_the_version_before_stays_readable(
    served_office: ServedOffice,
) -> None:
    """R88, DM-40: the centre keeps its own bases; a change is a version, with who, when and why."""
    administrator = served_office.visitor(ADMINISTRATOR)
    page = administrator.get("/legal-bases").text
    assert "依据登记册" in page
    assert "《信访工作条例》第三十四条" in page
    assert "系统预置，待本中心核对" in page
    bare = {**ENTRY, "reason": "", "uses": []}
    refused = administrator.post("/legal-bases", bare)
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert 'id="uses-error"' in refused.text
    assert "多收的材料当场退还" in refused.text, "what was typed comes back"
    saved = administrator.post("/legal-bases", ENTRY)
    assert saved.headers["location"] == "/legal-bases?changed=1"
    assert "《云河市政务服务中心服务投诉处置办法》第十二条" in administrator.get("/legal-bases").text
    (first,) = [row for row in served_office.office.rows(LegalBasis) if row.article == "第十二条"]
    form = administrator.get(f"/legal-bases?replaces={first.id}").text
    assert f'name="replaces" value="{first.id}"' in form
    assert 'id="uses-order" name="uses" value="order" checked' in form
    changed = {**ENTRY, "article": "第十三条", "replaces": first.id, "reason": "条次调整"}
    assert administrator.post("/legal-bases", changed).status_code == 303
    shown = administrator.get("/legal-bases").text
    current, _, earlier = shown.partition("历史版本")
    assert "第十三条" in current
    assert "第十二条" not in current
    assert "《云河市政务服务中心服务投诉处置办法》第十二条" in earlier
    kept = [row for row in served_office.office.rows(TrailEvent) if row.kind == "legal-basis.changed"]
    assert (kept[-1].actor, kept[-1].payload["article"]) == (ADMINISTRATOR, "第十三条")


def test_the_page_speaks_english_and_is_for_administrators_alone(served_office: ServedOffice) -> None:
    page = served_office.visitor(ADMINISTRATOR).get("/legal-bases?lang=en").text
    assert "Legal bases" in page
    assert "came with the product, to be checked by the centre" in page
    assert served_office.visitor("wen.rusheng").get("/legal-bases").status_code == 403


def test_a_basis_that_grounds_propose_ends_only_when_that_was_seen_and_can_be_taken_up_again(
    served_office: ServedOffice,
) -> None:
    """DM-40: what loses the basis is named before it does; what was ended by mistake holds again with a few clicks."""
    administrator = served_office.visitor(ADMINISTRATOR)
    (first,) = [row for row in served_office.office.rows(LegalBasis) if row.code == "gbt-36113-7.1"]
    form = administrator.get(f"/legal-bases?replaces={first.id}").text
    assert "下列不予受理的理由引用此依据" in form
    ending = {
        "name": first.name,
        "article": first.article,
        "text": first.text,
        "issued_by": first.issued_by,
        "uses": list(first.uses),
        "in_force_until": "2026-09-01",
        "replaces": first.id,
        "reason": "误操作",
    }
    refused = administrator.post("/legal-bases", ending)
    assert refused.status_code == 422
    assert "请确认这些理由将失去依据" in refused.text
    assert "紧急" in refused.text
    assert administrator.post("/legal-bases", {**ending, "is_confirmed": "true"}).status_code == 303
    again = administrator.get(f"/legal-bases?again={first.id}").text
    (ended,) = [
        row
        for row in served_office.office.rows(LegalBasis)
        if row.code == first.code and row.ended_at is None
    ]
    assert f'name="replaces" value="{ended.id}"' in again
    assert re.search(r'name="in_force_until"[^>]*value=""', again)
    back = {**ending, "in_force_until": "", "replaces": ended.id, "reason": "恢复"}
    assert administrator.post("/legal-bases", back).status_code == 303
    found = administrator.get("/legal-bases?q=36113&use=refusal").text
    assert "7.1" in found
    assert "没有符合条件的依据" in administrator.get("/legal-bases?q=没有这样的依据").text
