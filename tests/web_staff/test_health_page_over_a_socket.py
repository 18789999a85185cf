"""The health of the office as an administrator reads it, each part in words, and what no answer can hold up."""

from __future__ import annotations

import os
import re
import threading
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models.ground.errors import OutsideUnavailable
from models.ground.release import RELEASE
from services.actor import SYSTEM
from services.figures.append_step import append_figures_step
from services.health.workers_beat import STALE_SECONDS, write_workers_beat
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.browser import chromium
from tests.web.pages import EngineAway, build_app, text_of
from tests.web_staff.people import session_of, signed_in

ADMINISTRATOR = "guan.xitong"
# A look is waited for 0.7 and 0.3 seconds; the rest is for the page on a busy machine.
ANSWERED_SECONDS = 4.0


def states(text: str) -> dict[str, str]:
    """The state of each part by its name, as the table has them."""
    rows = re.findall(
        r'data-label="部分"><strong>([^<]+)</strong>.*?<span class="tag [^"]+">([^<]+)</span>', text, re.S
    )
    return dict(rows)


def beat(office: FullOffice, age: float) -> None:
    path, now = office.folder / "workers.heartbeat", office.system_clock.now().timestamp()
    write_workers_beat(path, now - age - 1)
    os.utime(path, (now, now - age))


def test_each_part_is_told_in_words_with_what_to_do(served_office: ServedOffice) -> None:
    """DM-40: without engine and workers the page says what people notice of it and what helps; nothing but words and numbers."""
    administrator = served_office.visitor(ADMINISTRATOR)
    administrator.get("/health")
    page = administrator.get("/health")
    found = states(page.text)
    assert found["网页"] == "正常"
    assert found["数据库"] == "正常"
    assert found["流程运行"] == "中断"
    assert found["后台办理"] == "中断"
    assert found["磁盘空间"] == "正常"
    assert found["密钥文件"] == "正常"
    assert found["病毒扫描"] == "未设置"
    told = text_of(page)
    assert "投诉件不会进入下一环节" in told
    assert "重新启动后台服务" in told
    assert f"版本 {RELEASE}" in told
    assert "本页无法得知是否已有备份" in told
    part = administrator.client.get("/health", headers={"X-Fragment": "1"})
    assert "<html" not in part.text
    assert states(part.text)["流程运行"] == "中断"
    assert "Processes" in administrator.get("/health?lang=en").text
    assert served_office.visitor("jian.rujing").get("/health").status_code == 403


def test_what_worked_before_says_how_long_ago_and_a_lost_key_file_warns_before_a_restart(
    office: FullOffice,
) -> None:
    """DM-40: since when, by whichever process looked; the keys that a running process holds hide no lost file."""
    beat(office, 0)
    well = signed_in(build_app(office, EngineAway(ready=True)), office, ADMINISTRATOR)
    well.get("/health")
    assert states(well.get("/health").text)["后台办理"] == "正常"
    for name in ("engine", "workers"):
        file, now = office.folder / f"served.{name}", office.system_clock.now().timestamp()
        os.utime(file, (now - 7_300, now - 7_300))
    beat(office, STALE_SECONDS + 1)
    lost = office.folder / "keys" / "vault.json"
    ill = signed_in(build_app(office, key_file=lost), office, ADMINISTRATOR)
    ill.get("/health")
    page = text_of(ill.get("/health"))
    assert page.count("上次正常在2小时前") == 2
    assert "不要重新启动" in page
    assert "有问题" in page


@pytest.mark.parametrize("frozen", ["engine", "scanner"])
def test_a_part_that_does_not_answer_holds_up_no_page(
    office: FullOffice, frozen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DM-40: the page is there in time and says that no answer came."""
    goes_on = threading.Event()

    def hang(*_arguments: object) -> bool:
        goes_on.wait()
        return True

    engine = EngineAway(ready=True)
    if frozen == "engine":
        engine.is_ready = hang  # type: ignore[method-assign]  # an engine that takes connections and never answers
    app = build_app(office, engine, has_scanner=True)
    if frozen == "scanner":
        scan = office.unit_of_work().ports.virus_scan
        monkeypatch.setattr(type(scan), "find_threat", hang)
    administrator = signed_in(app, office, ADMINISTRATOR)
    try:
        began = time.monotonic()
        page = administrator.get("/health")
        assert time.monotonic() - began < ANSWERED_SECONDS
        name = {"engine": "流程运行", "scanner": "病毒扫描"}[frozen]
        assert states(page.text)[name] == "未回应"
        assert "没有及时回应" in text_of(page) or "需要处理" in text_of(page)
    finally:
        goes_on.set()


def test_a_scanner_that_is_away_is_told(office: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """DM-40: an upload would be refused; the administrator reads it here first."""

    def refuse(*_arguments: object) -> None:
        raise OutsideUnavailable

    app = build_app(office, EngineAway(ready=True), has_scanner=True)
    monkeypatch.setattr(type(office.unit_of_work().ports.virus_scan), "find_threat", refuse)
    administrator = signed_in(app, office, ADMINISTRATOR)
    administrator.get("/health")
    assert states(administrator.get("/health").text)["病毒扫描"] == "中断"


def test_figures_that_stand_still_are_told(office: FullOffice) -> None:
    """What happened is counted within a quarter of an hour, or an administrator reads that it is not."""
    with office.unit_of_work() as unit:
        unit.trail.add(None, "office.changed", {}, SYSTEM)

    def told() -> str:
        administrator = signed_in(build_app(office), office, ADMINISTRATOR)
        administrator.get("/health")
        return states(administrator.get("/health").text)["统计库"]

    assert told() == "正常", "it has just happened"
    office.clock.moment += timedelta(minutes=16)
    assert told() == "有问题"
    append_figures_step(office.unit_of_work)
    assert told() == "正常"


def test_a_page_that_cannot_ask_says_so_until_it_can(served_office: ServedOffice) -> None:
    """DM-40: what stands there is not taken for the present when the pages themselves do not answer."""
    stale = "网页暂无回应，以下为先前的状况。"
    with chromium() as browser:
        page = browser.new_context(base_url=served_office.address).new_page()
        token = session_of(served_office.office, ADMINISTRATOR)
        page.context.add_cookies([{"name": "jb_session", "value": token, "url": served_office.address}])
        page.clock.install()
        page.goto("/health")
        expect(page.get_by_text(stale)).to_have_count(0)
        page.route("**/health", lambda route: route.fulfill(status=503, body="away"))
        page.clock.fast_forward(16_000)
        expect(page.get_by_text(stale)).to_be_visible()
        page.unroute("**/health")
        page.clock.fast_forward(16_000)
        expect(page.get_by_text(stale)).to_have_count(0)
