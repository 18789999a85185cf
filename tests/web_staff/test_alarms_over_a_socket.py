"""苗头预警 through the real web server: a wave is planted in an office with a past; supervisors read, open and decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.ground.codes import Category
from models.ground.errors import NotPermitted
from models.ground.ids import new_id
from models.ground.wave_codes import WaveDimension
from models.office.wave_alarm import WaveAlarm
from models.vault.keyring import Keyring
from services.waves.read_waves import read_wave
from services.waves.waves_step import WatchedPast, waves_step
from services.waves.window_subject import find_window_subject
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.past_of_an_office import Came, quiet_past, take_in
from tests.web.pages import text_of

SUPERVISOR, DIRECTOR, CLERK = "jian.rujing", "zong.lanyun", "wen.rusheng"
TODAY = date(2026, 9, 7)
WAVE = [Came(TODAY - timedelta(days=1), 15, Category.RIGHTS_HARMED, "RS", "C03", "RS-009")] * 3 + [
    Came(TODAY, 9, Category.RIGHTS_HARMED, "RS", "C03", "RS-009")
] * 5


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """Half a year and a bit, so that its own past sets the threshold."""
    with serve_office(tmp_path_factory.mktemp("alarms"), sqlite_office_template) as served:
        supervisor = served.visitor(SUPERVISOR)
        empty = text_of(supervisor.get("/alarms"))
        assert "目前没有超出平常的增多" in empty and "尚未收到投诉件" in empty
        take_in(served.office, quiet_past(TODAY, 250, 3))
        waves_step(served.office.unit_of_work, WatchedPast())
        watched = text_of(supervisor.get("/alarms"))
        assert "服务事项3、窗口4、投诉类别" in squeezed(watched) and "2025-12-31" in watched
        take_in(served.office, WAVE)
        waves_step(served.office.unit_of_work, WatchedPast())
        yield served


def wave_of(served: ServedOffice) -> WaveAlarm:
    with served.office.unit_of_work().reading() as unit:
        query = select(WaveAlarm).where(WaveAlarm.dimension == WaveDimension.ITEM, WaveAlarm.code == "RS-009")
        return unit.session.scalars(query).one()


def test_a_supervisor_reads_a_wave_opens_its_cases_and_takes_it_up(served: ServedOffice) -> None:
    """R94: alerts before a pattern becomes a wave."""
    supervisor, wave = served.visitor(SUPERVISOR), wave_of(served)
    page = supervisor.get("/alarms")
    told = squeezed(text_of(page))
    for words in ("待决定", "服务事项：RS-009", "2026-09-06–2026-09-07", "核对该事项的办事指南"):
        assert words in told, words
    assert f'href="/alarms/{wave.id}"' in page.text
    assert re.search(r'href="/alarms".*?<span[^>]*>\s*\d', page.text, re.DOTALL)
    one = supervisor.get(f"/alarms/{wave.id}")
    assert "2026-09-06至2026-09-07收到8件，平常约0." in squeezed(text_of(one))
    ledger = re.search(r'href="(/ledger\?item=RS-009[^"]*)"', one.text)
    assert ledger is not None
    assert "8" in text_of(supervisor.get(ledger[1].replace("&amp;", "&")))
    assert (
        len(set(re.findall(r'href="/cases/([^"]+)"', supervisor.get(ledger[1].replace("&amp;", "&")).text)))
        == 8
    )
    at = f"/alarms/{wave.id}/decision"
    refused = supervisor.post(at, {"decision": "take_up", "words": "社保科欧阳翠莲核对清单", "raised": "1"})
    assert refused.status_code == 422
    assert "社保科欧阳翠莲核对清单" in refused.text and "此项必填" in refused.text
    fields = {"decision": "take_up", "words": "社保科欧阳翠莲核对清单", "due_on": "2026-09-10", "raised": "1"}
    assert supervisor.post(at, fields).status_code == 303
    decided = squeezed(text_of(served.visitor(DIRECTOR).get("/alarms")))
    assert "社保科欧阳翠莲核对清单" in decided and "2026-09-10前完成" in decided and "已着手处理" in decided
    late = served.visitor(DIRECTOR).post(at, {"decision": "dismiss", "words": "误报", "raised": "1"})
    assert late.status_code == 409 and "已由他人处理" in late.text


def test_a_wave_at_a_window_leads_to_a_study_of_what_its_complaints_are_about(served: ServedOffice) -> None:
    """The form has unit and item of most of them, and the window in its reason; the study says where it comes from."""
    supervisor, of_item = served.visitor(SUPERVISOR), wave_of(served)
    with served.office.unit_of_work() as unit:
        kept = {column.key: getattr(of_item, column.key) for column in of_item.__table__.columns}
        window = WaveAlarm(**kept | {"id": new_id(), "dimension": WaveDimension.WINDOW, "code": "C03"})
        unit.session.add(window)
        wave_id = str(window.id)
    page = supervisor.get(f"/alarms/{wave_id}").text
    assert f'href="/studies/new?wave={wave_id}"' in page
    form = supervisor.get(f"/studies/new?wave={wave_id}").text
    assert re.search(r'<option value="RS"[^>]* selected', form)
    assert "C03窗口的投诉突然增多：2026-09-06至2026-09-07收到8件" in form
    assert re.search(rf'name="origin_id" value="{wave_id}"', form)
    office = served.office
    wave = read_wave(wave_id, office.unit_of_work(), office.actor(SUPERVISOR)).wave
    with pytest.raises(NotPermitted):
        find_window_subject(wave, office.unit_of_work(), office.actor(CLERK))
    assert find_window_subject(wave, office.unit_of_work(), office.actor(SUPERVISOR)) == ("RS", "RS-009")
    with office.unit_of_work() as unit:
        unit.session.delete(unit.session.get_one(WaveAlarm, wave_id))


def test_others_find_no_alarm(served: ServedOffice) -> None:
    clerk, wave = served.visitor(CLERK), wave_of(served)
    assert clerk.get("/alarms").status_code == 403
    assert clerk.get(f"/alarms/{wave.id}").status_code == 403
    assert served.visitor(SUPERVISOR).get("/alarms/nothing").status_code == 404


def test_it_reads_in_english_too(served: ServedOffice) -> None:
    supervisor = served.visitor(SUPERVISOR)
    page = text_of(supervisor.get("/alarms?lang=en"))
    assert "Rising complaints" in page and "What is watched" in page and "Service item" in page
    supervisor.get("/alarms?lang=zh")
