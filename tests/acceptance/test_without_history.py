"""The case file needs nothing of the engine's history: pages of a whole case before and after it was deleted."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.camunda_monitor import CamundaMonitor
from deploy.wiring import build_ports
from models.case.case_run import CaseRun
from models.case.file_volume import FileVolume
from services.suggestions.keep_rules import keep_rules_step
from services.unit_of_work import UnitOfWork
from tests.acceptance.lived import Lived, live, write_stories
from tests.office_process import OfficeProcess

pytestmark = [
    pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="a part of make prove-whole"),
    pytest.mark.timeout(300),
]
# One that is refused at the acceptance, and so comes to its archive in few steps; told to the end.
TOLD = ("W2",)
SUPERVISOR = "jian.rujing"
READERS = (SUPERVISOR, "zong.lanyun", "xun.wenshi", "wen.rusheng")
# What is new in each answer: tokens against forgery, and ids of forms that were not sent.
_NEW_EACH_TIME = re.compile(r'(name="(?:csrf_token|submission_id)"[^>]*value|csrf-token" content)="[^"]*"')

_LINK = re.compile(r'href="(/cases/[^"#?]+)"')
# That somebody saved the bound file is told in its history, so each look would change it.
_ON_RECORD = "/file.pdf"


def file_pages(office: OfficeProcess, lived: Lived) -> dict[str, str]:
    """Every page of every file that its pages lead to, for each reader, and the progress that each complainant reads."""
    told: dict[str, str] = {}
    for case in lived.replay.cases.values():
        progress = office.people.read_progress(case.number, case.query_code)
        told[f"progress {case.number}"] = _main_of(progress)
        for reader in READERS:
            waiting, seen = [f"/cases/{case.complaint_id}"], set[str]()
            while waiting:
                path = waiting.pop()
                if path in seen:
                    continue
                seen.add(path)
                answer = office.page(reader, path)
                told[f"{reader} {path}"] = f"{answer.status_code} {_main_of(answer.text)}"
                links = [link for link in _LINK.findall(answer.text) if not link.endswith(_ON_RECORD)]
                waiting += [link for link in links if link.startswith(f"/cases/{case.complaint_id}")]
    return told


def _main_of(page: str) -> str:
    return _NEW_EACH_TIME.sub("", page.partition("<main")[2].partition("</main>")[0])


@pytest.fixture(scope="module")
def lived(prompt_office: OfficeProcess, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The stories to their ends."""
    file = write_stories(tmp_path_factory.mktemp("stories"), lambda story: story in TOLD)
    return live(prompt_office, file, Path(tmp_path_factory.mktemp("bookmark")) / "replay.json", ())


def test_nothing_of_a_file_needs_the_history_of_the_engine(
    prompt_office: OfficeProcess, lived: Lived
) -> None:
    """EN-8: with a retention of 0 days every page, timeline and progress of a file is as it was."""
    office, database = prompt_office, prompt_office.clock.database
    monitor = CamundaMonitor(office.engine)
    ports = build_ports(office.settings, database)
    while keep_rules_step(lambda: UnitOfWork(database, ports), monitor):
        pass
    office.wait_until(lambda: _are_sealed(office), "the files are bound")
    file_pages(office, lived)
    before = file_pages(office, lived)
    assert len(before) > 5 * len(TOLD)
    assert [place for place in before if place.endswith("/suggestion") and "规则" in before[place]]
    instance = _ended_run(office)
    assert office.page(SUPERVISOR, f"/monitor/instances/{instance}").status_code == 200
    office.stop("engine")
    settings = office.settings
    ports_told = ("--grpc-port", str(settings.grpc_port), "--rest-port", str(settings.rest_port))
    policy = ("--retention-days", "0", "--shown-seconds", "0")
    command = (sys.executable, "-m", "engine", "--data", str(settings.data / "engine"), *ports_told, *policy)
    office.start("engine", command)
    ended = {"state": {"$in": ["COMPLETED", "TERMINATED"]}, "parentProcessInstanceKey": {"$exists": False}}
    office.wait_until(lambda: not monitor.search_instances(ended).total, "the history is deleted")
    after = file_pages(office, lived)
    assert after.keys() == before.keys()
    assert [place for place, page in before.items() if after[place] != page] == []
    gone = office.page(SUPERVISOR, f"/monitor/instances/{instance}")
    assert gone.status_code == 404
    assert "其历史按规定删除" in gone.text


def _ended_run(office: OfficeProcess) -> str:
    with office.clock.database.read() as session:
        ended = select(CaseRun.process_instance_key).where(CaseRun.ended_at.is_not(None))
        return str(session.scalars(ended.limit(1)).first())


def _are_sealed(office: OfficeProcess) -> bool:
    """The workers do so some seconds after the archive."""
    with office.clock.database.read() as session:
        volumes = session.scalars(select(FileVolume)).all()
        return bool(volumes) and all(volume.sealed_at is not None for volume in volumes)
