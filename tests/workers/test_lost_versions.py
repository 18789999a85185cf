"""Diagrams, tables and forms of an owner that the engine has lost with its store are told, and left to people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.camunda_deployments import CamundaDeployments
from adapters.camunda_monitor import CamundaMonitor
from deploy.cli.reconcile import find_refusal
from models.office.deployed_version import DeployedVersion, Door
from models.office.engine_anchor import StoreState
from models.office.standstill import Standstill, StandstillKind
from services.deployments.deploy_files import DeployFiles, deploy_files
from services.deployments.record_versions import record_versions_step
from services.deployments.review_version import review_version
from services.forms.keep_form import keep_form
from services.reconcile.difference import Difference, Differing
from services.reconcile.reconcile_step import Compared, reconcile_step
from tests.deploy.edits import shipped
from tests.workers.engine_office import EngineOffice, copied_office
from tests.workers.two_stores import compare, copy_store, put_store

SUPERVISOR = "jian.rujing"
NAMES = ("disposal.bpmn", "draft-opinion.form", "triage.dmn")


@pytest.fixture
def seen(tmp_path: Path, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """What this release ships, all of it on record; nobody works on jobs."""
    with copied_office(sqlite_office_template, tmp_path, search_lag_ms=0) as running:
        look(running)
        yield running


def look(running: EngineOffice) -> None:
    """As the workers do, an hour after the last."""
    running.office.clock.moment += timedelta(hours=1)
    record_versions_step(running.office.unit_of_work, CamundaDeployments(running.http))


def bring(running: EngineOffice, *files: tuple[str, bytes]) -> None:
    """By the office's own door."""
    running.office.clock.moment += timedelta(hours=1)
    command = DeployFiles(tuple(files), ())
    office = running.office
    deploy_files(command, office.unit_of_work, office.actor(SUPERVISOR), CamundaDeployments(running.http))


def diagram(name: str) -> tuple[str, bytes]:
    return "disposal.bpmn", shipped("disposal.bpmn").replace('name="处理"', f'name="{name}"').encode()


def form(text: str = "附法制审核意见。") -> tuple[str, bytes]:
    schema = json.loads(shipped("draft-opinion.form"))
    schema["components"].append({"type": "text", "id": "Field_OfTheOwner", "text": text})
    return "draft-opinion.form", json.dumps(schema).encode()


def table() -> tuple[str, bytes]:
    return "triage.dmn", shipped("triage.dmn").replace(
        'name="投诉分类建议"', 'name="本机构分类建议"'
    ).encode()


def told(running: EngineOffice) -> list[str]:
    found = compare(running).differing
    assert {one.difference for one in found} <= {Difference.VERSION_LOST}
    return sorted(one.recorded for one in found)


def test_versions_of_an_owner_that_the_engine_lost_are_told_until_a_person_has_settled_each(
    seen: EngineOffice,
) -> None:
    """14.1: the shipped ones took their place in silence; their owner brings his again, or answers for the shipped one."""
    bring(seen, diagram("处理及会签"), form(), table())
    assert told(seen) == []
    put_store(seen, None)
    look(seen)
    assert told(seen) == list(NAMES)
    found = compare(seen)
    assert not any(one.is_repaired for one in found.differing)
    assert find_refusal(found, StoreState.OURS, (), lost=False) is None, "nothing begins anew"
    lost = replace(found, differing=(*found.differing, Differing("0" * 32, Difference.RUN_UNKNOWN, "1")))
    assert NAMES[2] in str(find_refusal(lost, StoreState.OURS, NAMES[:2], lost=False))
    assert find_refusal(lost, StoreState.OURS, NAMES, lost=False) is None
    compared = Compared()
    for _ in range(2):
        reconcile_step(seen.office.unit_of_work, seen.engine, CamundaMonitor(seen.http), compared)
    rows = seen.office.rows(Standstill, kind=StandstillKind.ASTRAY)
    assert sorted((row.complaint_id, row.facts["file"]) for row in rows) == [(None, name) for name in NAMES]
    bring(seen, diagram("处理及会签"), form())
    assert told(seen) == [NAMES[2]]
    bring(seen, (NAMES[2], shipped(NAMES[2]).encode()))
    assert told(seen) == []


def test_an_older_store_goes_by_the_version_before_and_what_came_past_the_door_is_no_loss(
    seen: EngineOffice,
) -> None:
    """The latter waits for a review; it says nothing that any version before it said."""
    bring(seen, diagram("处理一"))
    older = copy_store(seen, "older")
    bring(seen, diagram("处理二"))
    seen.http.upload("deployments", dict([diagram("处理三")]))
    assert told(seen) == []
    put_store(seen, older)
    assert told(seen) == ["disposal.bpmn"]
    bring(seen, diagram("处理一"))
    assert told(seen) == [], "somebody answers for going back to it"


def test_a_form_that_an_old_task_showed_after_the_one_that_replaced_it_is_no_loss(seen: EngineOffice) -> None:
    """Of forms past the door the key says which came later, not the moment at which one was seen."""
    office = seen.office
    seen.http.upload("deployments", dict([form("附集体讨论意见。")]))
    first = CamundaDeployments(seen.http).find_latest_form("draft-opinion")
    assert first is not None
    bring(seen, form())
    assert office.rows(DeployedVersion, key=first.form_key) == [], "nobody has seen it"
    with office.unit_of_work() as unit:
        keep_form(first, unit)
    look(seen)
    review_version(first.form_key, "核对过", office.unit_of_work(), office.actor(SUPERVISOR))
    (earlier,) = office.rows(DeployedVersion, key=first.form_key)
    (later,) = office.rows(DeployedVersion, resource_id="draft-opinion", door=Door.OFFICE)
    assert (earlier.door, earlier.seen_at > later.seen_at) == (Door.OUTSIDE, True)
    assert told(seen) == [], "the engine goes by what came by the office's own door"
    put_store(seen, None)
    look(seen)
    assert told(seen) == ["draft-opinion.form"]
