"""Files of a case as people look at them in the page, from the real web server, with Chinese names."""

from __future__ import annotations

import io
import wave
from io import BytesIO
from itertools import count
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from sqlalchemy import event

from deploy.replay.evidence_files import files_of
from deploy.replay.samples import load_stories
from models.case.evidence import Evidence
from models.ledger.trail_event import TrailEvent
from services.evidence.incoming_file import IncomingFile
from services.views.evidence_viewer import view_evidence
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.pages import photo

CLERK = "wen.rusheng"
DEMO = Path(__file__).parents[2] / "deploy" / "demo" / "stories.json"
_numbers = count(1)


def document(pages: int) -> bytes:
    made, target = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        made.new_page(595, 842)
    made.save(target)
    return target.getvalue()


def sound(seconds: int = 1) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        written.writeframes(b"\0\0" * 8000 * seconds)
    return target.getvalue()


FILES = {
    "窗口“照片”.jpg": ("image/jpeg", photo()),
    "办事指南（旧）.pdf": ("application/pdf", document(3)),
    "坏的.pdf": ("application/pdf", b"%PDF-1.7 broken\n%%EOF"),
    "通话录音.wav": ("audio/wav", sound()),
    "说明.txt": ("text/plain", "原话：不在这里办。".encode("gb18030")),
}


def filed(office: FullOffice, *names: str) -> dict[str, Evidence]:
    files = [IncomingFile(name, FILES[name][0], BytesIO(FILES[name][1])) for name in names]
    case = office.file(*files, address=f"viewer-{next(_numbers)}")
    return {row.name: row for row in office.rows(Evidence, complaint_id=case.complaint_id)}


def looks(office: FullOffice, file: Evidence) -> int:
    events = office.rows(TrailEvent, complaint_id=file.complaint_id, kind="evidence.opened")
    return sum(1 for look in events if look.payload["evidence_id"] == file.id)


def page_of(file: Evidence) -> str:
    return f"/cases/{file.complaint_id}/evidence/{file.id}"


def test_a_document_is_drawn_page_by_page_and_that_is_one_look(served_office: ServedOffice) -> None:
    """UX-1, UX-48: pages are pictures, the document is never given to the browser to run; a sitting is one look."""
    file = filed(served_office.office, "办事指南（旧）.pdf")["办事指南（旧）.pdf"]
    clerk = served_office.visitor(CLERK)
    shown = clerk.get(page_of(file)).text
    assert all(f"第 {number} 页，共 3 页" in shown for number in (1, 2, 3))
    assert looks(served_office.office, file) == 0, "the page without its pictures shows nothing of it"
    for number in (1, 2, 3):
        answer = clerk.get(f"/evidence/{file.id}/pages/{number}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        with Image.open(BytesIO(answer.content)) as drawn:
            assert drawn.size == (1071, 1516)
    assert looks(served_office.office, file) == 1
    assert clerk.get(f"/evidence/{file.id}/pages/4").status_code == 404
    assert clerk.get(f"/evidence/{file.id}/play").status_code == 404


@pytest.mark.parametrize(("media_type", "where"), [("image/jpeg", "picture"), ("application/pdf", "pages/1")])
def test_a_file_of_a_story_of_the_demo_is_seen_in_the_page(
    served_office: ServedOffice, media_type: str, where: str
) -> None:
    """UX-40, UX-48: what the demo has as evidence is taken in as any file is, and drawn without saving it."""
    told = (file for story in load_stories(DEMO) for file in files_of(story))
    sent = next(file for file in told if file.media_type == media_type)
    office = served_office.office
    case = office.file(
        IncomingFile(sent.name, media_type, BytesIO(sent.content)), address=f"viewer-{next(_numbers)}"
    )
    (file,) = office.rows(Evidence, complaint_id=case.complaint_id)
    clerk = served_office.visitor(CLERK)
    shown = clerk.get(page_of(file)).text
    place = f"/evidence/{file.id}/{where}"
    assert sent.name in shown and f'src="{place}"' in shown
    with Image.open(BytesIO(clerk.get(place).content)) as drawn:
        assert drawn.width > 64 and len(drawn.convert("RGB").getcolors(maxcolors=1 << 24) or ()) > 1


def test_a_document_that_cannot_be_drawn_is_for_saving_with_a_sentence(served_office: ServedOffice) -> None:
    """UX-48."""
    file = filed(served_office.office, "坏的.pdf")["坏的.pdf"]
    clerk = served_office.visitor(CLERK)
    shown = clerk.get(page_of(file))
    assert (shown.status_code, "不能在页面里显示" in shown.text) == (200, True)
    assert f'href="/evidence/{file.id}" download' in shown.text
    assert clerk.get(f"/evidence/{file.id}/pages/1").status_code == 404


def test_sound_is_played_in_parts(served_office: ServedOffice) -> None:
    """UX-48: a player asks for a range; however many, it is one look."""
    file = filed(served_office.office, "通话录音.wav")["通话录音.wav"]
    clerk = served_office.visitor(CLERK)
    assert (
        f'<audio controls preload="metadata" src="/evidence/{file.id}/play"' in clerk.get(page_of(file)).text
    )
    for first in (0, 100):
        answer = clerk.client.get(
            f"/evidence/{file.id}/play", headers={"Range": f"bytes={first}-{first + 9}"}
        )
        assert (answer.status_code, answer.content) == (206, sound()[first : first + 10])
        assert answer.headers["Content-Range"] == f"bytes {first}-{first + 9}/{len(sound())}"
    assert looks(served_office.office, file) == 1


def test_a_text_is_read_in_the_page_whatever_its_encoding(served_office: ServedOffice) -> None:
    """UX-48."""
    file = filed(served_office.office, "说明.txt")["说明.txt"]
    assert "原话：不在这里办。" in served_office.visitor(CLERK).get(page_of(file)).text
    assert looks(served_office.office, file) == 1


def test_a_small_picture_tells_no_place_and_is_small(served_office: ServedOffice) -> None:
    exif, target = Image.Exif(), BytesIO()
    exif[0x010E] = "CANARY-PLACE"
    Image.new("RGB", (1600, 1200), "navy").save(target, "JPEG", exif=exif)
    case = served_office.office.file(
        IncomingFile("大图.jpg", "image/jpeg", BytesIO(target.getvalue())), address="viewer-large"
    )
    file = served_office.office.rows(Evidence, complaint_id=case.complaint_id)[0]
    answer = served_office.visitor(CLERK).get(f"/evidence/{file.id}/small")
    assert b"CANARY-PLACE" not in answer.content
    with Image.open(BytesIO(answer.content)) as small:
        assert small.size == (240, 180)


def test_another_cases_file_is_not_found_under_this_case(served_office: ServedOffice) -> None:
    one, other = (filed(served_office.office, "说明.txt")["说明.txt"] for _ in range(2))
    clerk = served_office.visitor(CLERK)
    assert clerk.get(f"/cases/{one.complaint_id}/evidence/{other.id}").status_code == 404
    assert looks(served_office.office, other) == 0


@pytest.mark.parametrize("width", [390, 1366])
def test_a_person_looks_through_all_files_with_the_keyboard(
    served_office: ServedOffice, browser: Browser, width: int
) -> None:
    """UX-1, UX-48: from file to file, each in the page, nothing reported by console or content policy."""
    files = filed(served_office.office, *FILES)
    first = files["窗口“照片”.jpg"]
    with served_office.page(browser, width, CLERK) as page:
        page.goto(f"/cases/{first.complaint_id}/evidence")
        page.get_by_role("link", name="查看文件 窗口“照片”.jpg").press("Enter")
        picture = page.get_by_alt_text("证据图片：窗口“照片”.jpg")
        expect(picture).to_have_js_property("naturalWidth", 64)
        seen = []
        for _ in range(len(FILES) - 1):
            page.get_by_role("link", name="下一件").press("Enter")
            page.wait_for_load_state("networkidle")
            seen.append(page.locator("h1").inner_text())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if "办事指南" in seen[-1]:
                expect(page.get_by_alt_text("第 1 页，共 3 页")).to_have_js_property("naturalWidth", 1071)
        assert [name for name in FILES if any(name in title for title in seen)] == list(FILES)[1:]
        expect(page.get_by_role("link", name="下一件")).to_have_count(0)


def test_the_viewer_asks_the_same_number_of_questions_for_many_files(office: FullOffice) -> None:
    """At most 40, however many files."""

    def questions(*names: str) -> int:
        file = filed(office, *names)["说明.txt"]
        asked: list[str] = []
        engine = office.database.engine
        listener = lambda _c, _cur, statement, *_rest: asked.append(statement)  # noqa: E731 - to be removed again
        event.listen(engine, "before_cursor_execute", listener)
        try:
            view_evidence(file.complaint_id, file.id, office.unit_of_work(), office.actor(CLERK))
        finally:
            event.remove(engine, "before_cursor_execute", listener)
        return len([statement for statement in asked if statement.startswith(("SELECT", "INSERT", "UPDATE"))])

    one, many = questions("说明.txt"), questions(*FILES)
    assert one == many <= 40
