"""The past of a demo office: written once the demo complaints are lived, once in all, and only where it is asked for."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deploy.demo_past import DONE_FILE, DemoPast
from deploy.settings import Settings, SettingsFault, load_settings
from tests.office_process import LIMIT_SECONDS, office_template

CASES = 50


@pytest.fixture
def settings(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """A demo office that asks for a past; the command is told of its folder as `up` tells it."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    shutil.copytree(template, tmp_path / "office")
    monkeypatch.setenv("JIEBAN_DATA", str(tmp_path / "office"))
    monkeypatch.setenv("JIEBAN_DEMO_HISTORY", str(CASES))
    return load_settings()


def count(settings: Settings) -> int:
    with closing(sqlite3.connect(settings.sqlite_file)) as office:
        return int(office.execute("SELECT count(*) FROM complaint").fetchone()[0])


def test_it_waits_for_the_demo_complaints_and_is_written_once(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    is_replaying = True
    past = DemoPast(settings, True, lambda: is_replaying)
    past.step()
    assert not past.is_running, "both would wait for each other"
    is_replaying = False
    past.step()
    assert past.is_running
    past.wait(LIMIT_SECONDS)
    past.step()
    assert count(settings) == CASES
    assert (settings.data / DONE_FILE).exists()
    assert f"the past is there: {CASES}" in "".join(capfd.readouterr())
    again = DemoPast(settings, True, lambda: False)
    again.step()
    assert not again.is_running


def test_a_refusal_is_told_as_one(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    asked = {"years": 3, "cases": 60, "seed": 1, "make": "usual", "until": "2026-09-05"}
    (settings.data / "history.json").write_text(json.dumps(asked), encoding="ascii")
    past = DemoPast(settings, True, lambda: False)
    past.step()
    past.wait(LIMIT_SECONDS)
    past.step()
    said = "".join(capfd.readouterr())
    assert "another past already" in said and "the past was refused" in said
    assert "the next start goes on" not in said
    assert not (settings.data / DONE_FILE).exists()
    with pytest.raises(SettingsFault) as caught:
        load_settings({"JIEBAN_DEMO_HISTORY": "49"})
    assert "at least 50" in caught.value.faults[0]


def test_an_office_without_the_wish_and_one_that_is_no_demo_get_none(settings: Settings) -> None:
    (settings.data / "office.json").write_text('{"demo": false}', encoding="ascii")
    for past in (DemoPast(settings, True, lambda: False), DemoPast(settings, False, lambda: False)):
        past.step()
        assert not past.is_running
    assert not (settings.data / DONE_FILE).exists()
    assert count(settings) == 0
