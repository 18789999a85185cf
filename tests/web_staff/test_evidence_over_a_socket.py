"""Evidence as staff gets it from the real web server: Chinese names, pictures in the page, looks that happened."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from api.security.headers import FIXED
from models.case.evidence import Evidence
from models.ledger.trail_event import TrailEvent
from services.evidence.incoming_file import IncomingFile
from tests.served_office import ServedOffice
from tests.web.pages import photo

CLERK = "wen.rusheng"
# Names that the findings met, and what a header must never break on.
NAMES = [
    "照片.jpg",
    "微信图片_20260903 (1).jpg",
    "窗口“没人”；证据 1.jpg",
    "résumé.jpg",
    'a"b;c.jpg',
    "𠮷野家小票.jpg",
]


def file_with(served: ServedOffice, name: str, content: bytes, media_type: str = "image/jpeg") -> Evidence:
    file = IncomingFile(name, media_type, BytesIO(content))
    filed = served.office.file(file, address=f"socket-{name}"[:40])
    return served.office.rows(Evidence, complaint_id=filed.complaint_id)[0]


def looks(served: ServedOffice, evidence: Evidence) -> list[tuple[str, bool]]:
    events = served.office.rows(TrailEvent, complaint_id=evidence.complaint_id, kind="evidence.opened")
    return [(event.actor, event.payload["is_safe_copy"]) for event in events]


def photo_with_place() -> bytes:
    """A picture whose metadata tell where it was taken."""
    target, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "CANARY-PLACE"
    Image.new("RGB", (64, 48), "navy").save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_evidence_with_any_name_is_handed_out_under_its_name(served_office: ServedOffice, name: str) -> None:
    """UX-1 ST-1 SE-1: a header holds Latin-1 only, a name holds what people type."""
    evidence = file_with(served_office, name, photo())
    answer = served_office.visitor(CLERK).get(f"/evidence/{evidence.id}")
    assert answer.status_code == 200
    assert answer.content == photo()
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert quote(evidence.name, safe="!#$&+-.^_`|~") in disposition or evidence.name in disposition.replace(
        "\\", ""
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == FIXED["X-Content-Type-Options"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert looks(served_office, evidence) == [(CLERK, False)]


def test_a_look_is_on_the_trail_only_when_something_was_handed_out(served_office: ServedOffice) -> None:
    """SE-1: neither a question for the headers nor a file that is changed or lost counts as a look."""
    evidence = file_with(served_office, "情况说明.txt", "原文".encode(), "text/plain")
    clerk = served_office.visitor(CLERK)
    asked = clerk.client.head(f"/evidence/{evidence.id}")
    assert (asked.status_code, looks(served_office, evidence)) == (200, [])
    stored = stored_file(served_office, evidence.storage_key)
    stored.write_bytes("改过".encode())
    assert clerk.get(f"/evidence/{evidence.id}").status_code == 503
    stored.unlink()
    assert clerk.get(f"/evidence/{evidence.id}").status_code == 404
    assert looks(served_office, evidence) == []


def test_a_picture_is_shown_from_its_redrawn_copy_and_that_is_a_look(served_office: ServedOffice) -> None:
    """UX-1: in the page, under the same name, without the place it was taken at."""
    evidence = file_with(served_office, "门口照片.jpg", photo_with_place())
    answer = served_office.visitor(CLERK).get(f"/evidence/{evidence.id}/picture")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert b"CANARY-PLACE" not in answer.content
    with Image.open(BytesIO(answer.content)) as shown:
        assert shown.size == (64, 48)
    assert looks(served_office, evidence) == [(CLERK, True)]


def test_what_is_no_picture_is_never_shown_in_a_page(served_office: ServedOffice) -> None:
    """UX-1: text, sound and documents are for saving only; nothing falls back to the original."""
    evidence = file_with(served_office, "录音文字.txt", "一段文字".encode(), "text/plain")
    assert served_office.visitor(CLERK).get(f"/evidence/{evidence.id}/picture").status_code == 404
    assert looks(served_office, evidence) == []


@pytest.mark.parametrize("width", [390, 1366])
def test_a_person_opens_a_picture_in_the_case_file_with_the_keyboard(
    served_office: ServedOffice, browser: Browser, width: int
) -> None:
    """UX-1: the case page alone is no look at its pictures; opening one is."""
    evidence = file_with(served_office, f"窗口照片{width}.jpg", photo())
    with served_office.page(browser, width, CLERK) as page:
        page.goto(f"/cases/{evidence.complaint_id}/evidence")
        page.wait_for_load_state("networkidle")
        assert looks(served_office, evidence) == []
        page.locator("summary", has_text="查看图片").focus()
        page.keyboard.press("Enter")
        picture = page.get_by_alt_text(f"证据图片：{evidence.name}")
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("naturalWidth", 64)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert looks(served_office, evidence) == [(CLERK, True)]
        with page.expect_download() as saved:
            page.get_by_role("link", name=evidence.name, exact=True).click()
        assert saved.value.suggested_filename == evidence.name
        assert Path(saved.value.path()).read_bytes() == photo()


def stored_file(served: ServedOffice, key: str) -> Path:
    return next(path for path in (served.office.folder / "files").rglob(key))
