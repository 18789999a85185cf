"""What the centre publishes: how one complains, what counts, how it is reached; served over a socket, in Chinese."""

from __future__ import annotations

import re
from io import BytesIO

import httpx
import pytest
import segno
from playwright.sync_api import Browser, expect

from api.i18n import _catalogue
from models.ground.codes import Category
from models.office.centre import Centre
from services.office.public_channels import CHANNELS
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.browser import chromium
from tests.web.pages import FIELDS, text_of

PUBLIC = (
    "/",
    "/guide",
    "/guide/what-counts",
    "/channels",
    "/complaints/new",
    "/complaints/new/wish",
    "/complaints/new/you",
    "/progress",
    "/progress/recover",
    "/handover",
    "/sign-in",
)
STAFF = ("/tasks", "/register", "/channels")
OWNER = "ji.luqing"


@pytest.fixture(scope="module")
def browser() -> Browser:
    with chromium() as started:
        yield started


def words(visitor: SocketVisitor, path: str) -> str:
    page = visitor.get(path)
    assert page.status_code in (200, 404), page.status_code
    return text_of(page)  # type: ignore[arg-type]  # both have a text


def file(served: ServedOffice) -> httpx.Response:
    visitor = served.visitor()
    visitor.get("/complaints/new")
    return visitor.post("/complaints/new", {**FIELDS, "submission_id": visitor.submission_id})


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ("云河市政务服务中心", "云河市临江新区示例大道1号", "周一至周五及调休工作日")),
        (
            "en",
            (
                "Yunhe Government Service Centre",
                "1 Shili Avenue, Linjiang New District, Yunhe",
                "Monday to Friday",
            ),
        ),
    ],
)
def test_every_page_says_how_the_centre_is_reached(
    served_office: ServedOffice, language: str, told: tuple[str, ...]
) -> None:
    """DM-26, UX-58: name, address, telephone and hours, for citizens and for staff, on a page that is not there too."""
    everybody = (served_office.visitor(), (*PUBLIC, "/no-such-page"))
    clerk = (served_office.visitor("wen.rusheng"), STAFF)
    for visitor, paths in (everybody, clerk):
        for path in paths:
            page = words(visitor, f"{path}?lang={language}")
            for text in (*told, "0000-8800-1234", "09:00–12:00", "13:30–17:00"):
                assert text in page, f"{path}: {text}"


def test_the_flow_the_limits_and_their_basis_stand_on_the_first_page(served_office: ServedOffice) -> None:
    """What comes after what, by when, and by which rule; R6 as a whole is in test_public_numbers_over_a_socket.py."""
    page = words(served_office.visitor(), "/")
    steps = ("提出投诉", "决定是否受理", "调查核实", "提出和批准处理意见", "答复", "回访")
    way = page[page.index("怎么办理") :]
    assert re.search(".*".join(steps), way)
    assert "本中心时限" in page and "10 个工作日" in page


def test_the_first_page_has_three_doors(served_office: ServedOffice) -> None:
    """UX-24: a picture of the way, and filing, progress and guide as the first things to press."""
    page = served_office.visitor().get("/").text
    doors = page[page.index('<ul class="doors">') :]
    doors = doors[: doors.index("</ul>")]
    assert [part.partition('"')[0] for part in doors.split('<a href="')[1:]] == [
        "/complaints/new",
        "/progress",
        "/guide",
    ]
    assert (
        page.count(
            "<li>",
            page.index('<ol class="journey">'),
            page.index("</ol>", page.index('<ol class="journey">')),
        )
        == 6
    )


def test_the_guide_leads_step_by_step_from_whom_to_the_result(served_office: ServedOffice) -> None:
    """R91, R97: how to complain, rights and duties, expected result; to whom, with what focus, what limits, how it comes."""
    page = words(served_office.visitor(), "/guide")
    parts = ("向谁投诉", "重点写什么", "怎么办理", "多久办完", "结果怎么给您", "权利与义务", "不满意怎么办")
    body = page[page.index("不用注册，不看户籍") :]
    places = [body.index(part) for part in parts[1:]]
    assert places == sorted(places)
    for text in ("您的权利", "您的义务", "可以期待的结果", "3 个工作日"):
        assert text in body


def test_the_definition_helps_to_decide_and_leads_everybody_somewhere(served_office: ServedOffice) -> None:
    """R100: what a service complaint is, three questions with an answer each, and a place for what is none."""
    page = words(served_office.visitor(), "/guide/what-counts")
    assert "服务投诉针对的是本中心怎么提供服务" in page
    for question in ("1. 事情发生在本中心", "2. 是不满意服务过程，还是不服办理结果", "3. 是否已有机关在处理"):
        assert question in page
    for place in ("12345", "12388", "110", "决定书上写有复议、诉讼的机关"):
        assert place in page
    assert 'href="/guide/what-counts"' in served_office.visitor().get("/complaints/new").text


def test_irregular_service_effective_complaints_and_what_to_prepare_are_told(
    served_office: ServedOffice,
) -> None:
    """R106: every kind with an example, what makes a complaint effective, which papers help."""
    page = words(served_office.visitor(), "/guide/what-counts")
    kinds = set(Category) - {Category.SUGGESTION, Category.NONE}
    chinese = _catalogue("zh")
    for kind in kinds:
        assert f"{chinese[f'category.{kind}']} {chinese[f'category_example.{kind}']}" in page
    for text in (
        "违规操作 越权加环节",
        "反复提交材料 已交过的材料又要",
        "什么是有效投诉",
        "准备什么",
        "受理单或办件编号",
    ):
        assert text in page


def test_addresses_are_published_and_kept_current(served_office: ServedOffice) -> None:
    """R19: who answers for an address says that it holds, or changes it; old ones are marked and shown to supervisors."""
    supervisor, stranger = served_office.visitor("du.daodi"), served_office.visitor("wen.rusheng")
    visitor = served_office.visitor()
    before = words(visitor, "/channels")
    assert "意见箱" in before and "待核对" in before
    assert "季录清" not in before, "the unit answers for it in public, never a person by name"
    assert "个渠道超过一个月未核对： 意见箱" in words(supervisor, "/channels")
    assert "个渠道超过一个月未核对" not in before
    told = {"address": "一楼大厅1号箱（每周五上午两人共同开箱并签字）"}
    assert stranger.post("/channels/boxes", told).status_code == 403
    assert served_office.visitor().post("/channels/boxes", told).status_code in (303, 403)
    assert "一楼大厅1号箱（每周五" not in words(visitor, "/channels")
    owner = served_office.visitor(OWNER)
    owner.get("/channels")
    assert owner.post("/channels/boxes", {"address": " "}).status_code == 422
    assert owner.post("/channels/boxes", told).status_code == 303
    after = words(visitor, "/channels")
    assert told["address"] in after
    assert "待核对" not in after
    (centre,) = served_office.office.rows(Centre)
    assert centre.contact[CHANNELS]["boxes"]["checked_by"] == OWNER


def test_the_picture_on_the_receipt_leads_to_the_progress_of_this_number(served_office: ServedOffice) -> None:
    """UX-23, UX-46, UX-58: a QR code as a file of this site; the query code is not in it."""
    receipt = file(served_office)
    source = receipt.text.partition('<img src="')[2].partition('"')[0]
    visitor = served_office.visitor()
    picture = visitor.client.get(source)
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    number = source.rpartition("=")[2]
    drawn = BytesIO()
    address = f"{served_office.address}/progress?number={number}"
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=4)
    assert picture.content == drawn.getvalue()
    assert f'value="{number}"' in visitor.get(f"/progress?number={number}").text
    assert visitor.client.get("/progress/code.svg?number=YH-2026-000001&x=1").status_code == 200
    assert visitor.client.get("/progress/code.svg?number=https://elsewhere.example").status_code == 404


def test_the_printed_receipt_is_a_letter(served_office: ServedOffice, browser: Browser) -> None:
    """UX-23, UX-58: letterhead with address and telephone, margins, no bar of the demo, no buttons."""
    with served_office.page(browser, 794) as page:
        page.goto("/complaints/new")
        page.get_by_label("发生了什么").fill(FIELDS["content"])
        for _ in range(2):
            page.get_by_role("button", name="下一步").click()
        page.get_by_label("匿名投诉").check()
        page.get_by_role("button", name="下一步").click()
        page.get_by_role("button", name="提交投诉").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("投诉已收到")
        page.emulate_media(media="print")
        head = page.locator(".letterhead")
        expect(head).to_be_visible()
        for text in ("云河市政务服务中心", "云河市临江新区示例大道1号", "0000-8800-1234"):
            expect(head).to_contain_text(text)
        for gone in (".demo-bar", ".page-header", ".page-footer", "[data-print]"):
            expect(page.locator(gone)).to_be_hidden()
        expect(page.locator(".receipt-picture img")).to_be_visible()
        margins = page.evaluate(
            """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
               .filter(rule => rule instanceof CSSPageRule).map(rule => rule.style.marginLeft)"""
        )
        assert margins == ["16mm"]
