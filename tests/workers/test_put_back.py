"""The earlier version takes the place of one that came past the office's door, ordered by a person and sent by the workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.camunda_deployments import CamundaDeployments
from adapters.camunda_resources import CamundaResources
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.deployed_form import DeployedForm
from models.office.deployed_version import DeployedVersion, Door
from models.office.version_return import ReturnState, VersionReturn
from services.deployments.deploy_files import DeployFiles, deploy_files
from services.deployments.list_past_door import PastDoor, list_past_door
from services.deployments.put_back import PutBack, put_back
from services.deployments.record_versions import record_versions_step
from services.deployments.review_version import review_version
from services.deployments.send_put_back import send_put_back_step
from services.forms.keep_form import keep_form
from services.ports.engine import EngineForm
from services.views.unreviewed import list_unreviewed
from tests.deploy.edits import shipped
from tests.full_office import FullOffice
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.test_cases_of_versions import ASKS_TABLE, FORM, TABLE, enter, look

SUPERVISOR, ADMINISTRATOR, CLERK = "jian.rujing", "guan.xitong", "wen.rusheng"


@pytest.fixture
def seen(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine with what this release ships, all of it seen; nobody works on jobs."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        look(running)
        yield running


def past_the_door(seen: EngineOffice, name: str) -> None:
    """The disposal with another name, as Modeler deploys, and seen by the workers."""
    renamed = shipped("disposal.bpmn").replace('name="处理"', f'name="{name}"').encode()
    seen.http.upload("deployments", {"disposal.bpmn": renamed})
    look(seen)


def waiting(seen: EngineOffice) -> list[PastDoor]:
    shown, total = list_past_door(seen.office.unit_of_work(), seen.office.actor(SUPERVISOR))
    assert len(shown) == total
    return shown


def order(seen: EngineOffice, one: PastDoor, by: str = SUPERVISOR, reason: str = "名称不合规定") -> None:
    command = PutBack(one.row.key, one.earlier_key or "", reason)
    put_back(command, seen.office.unit_of_work(), seen.office.actor(by))


def latest(seen: EngineOffice) -> bytes | None:
    return CamundaResources(seen.http).find_latest_diagram("disposal")


def test_the_earlier_version_is_put_back_once_and_what_runs_goes_on(seen: EngineOffice) -> None:
    """SE-38: new complaints go the earlier way; a round more, as after a kill, makes no second version."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    earlier, case, later = latest(seen), office.file().complaint_id, office.file().complaint_id
    past_the_door(seen, "处置")
    enter(seen, "disposal", case)
    look(seen)
    (one,) = waiting(seen)
    assert (one.cases, one.file.runs, one.file.is_same) == (1, 1, False)
    order(seen, one)
    assert latest(seen) != earlier, "nothing is sent from the page"
    assert waiting(seen)[0].ordered_by
    engine.deploy({"disposal.bpmn": earlier or b""})  # as of a process that was killed before its record
    assert look(seen) == 1
    assert (latest(seen), waiting(seen), look(seen)) == (earlier, [], 0)
    assert [found.version for found in engine.list_versions("disposal")] == [3, 2, 1]
    running = engine.search_instances({"processDefinitionId": "disposal"}).items
    assert [instance.version for instance in running] == [2], "it stays in the version that it entered"
    enter(seen, "disposal", later)
    look(seen)
    with office.unit_of_work().reading() as unit:
        assert [(row.version, row.is_put_back) for row in list_unreviewed(case, unit)] == [(2, True)]
        assert list_unreviewed(later, unit) == ()
    made = office.rows(DeployedVersion, resource_id="disposal", version=3)[0]
    assert (made.door, made.deployed_by) == (Door.OFFICE, SUPERVISOR)
    (event,) = office.rows(TrailEvent, kind="version.put_back")
    assert (event.actor, event.payload["version"], event.payload["earlier"]) == (SUPERVISOR, 2, 1)


def test_two_who_decide_at_once_and_a_version_that_overtakes(seen: EngineOffice) -> None:
    """SE-38: the second of two reads that somebody decided; what overtakes an order leaves the version unreviewed."""
    office = seen.office
    past_the_door(seen, "处置")
    (one,) = waiting(seen)
    for by, reason, refused in ((CLERK, "不当", NotPermitted), (SUPERVISOR, " ", InvalidInput)):
        with pytest.raises(refused):
            order(seen, one, by, reason)
    with pytest.raises(NotFound):
        put_back(PutBack("1", "1", "不当"), office.unit_of_work(), office.actor(SUPERVISOR))
    with pytest.raises(Conflict):
        put_back(PutBack(one.row.key, "1", "不当"), office.unit_of_work(), office.actor(SUPERVISOR))
    order(seen, one)
    with pytest.raises(Conflict):
        order(seen, one, ADMINISTRATOR)
    with pytest.raises(Conflict):
        review_version(one.row.key, "可用", office.unit_of_work(), office.actor(ADMINISTRATOR))
    renamed = shipped("disposal.bpmn").replace('name="处理"', 'name="再处置"').encode()
    seen.http.upload("deployments", {"disposal.bpmn": renamed})
    overtaken(seen)
    newest, first = waiting(seen)
    assert (first.failure, first.is_overtaken, first.earlier_key) == ("NEWER_VERSION", True, None)
    assert newest.file.runs == 1, "what nobody answers for is not put back"
    assert office.rows(TrailEvent, kind="version.not_put_back")
    with pytest.raises(Conflict):
        put_back(
            PutBack(first.row.key, one.earlier_key or "", "x"),
            office.unit_of_work(),
            office.actor(SUPERVISOR),
        )
    order(seen, newest)
    look(seen)
    assert waiting(seen) == [], "those between the two that nobody reviewed go with it"


def overtaken(seen: EngineOffice) -> None:
    """Another process of the workers sees the later version before this one sends."""
    engine = CamundaDeployments(seen.http)
    record_versions_step(seen.office.unit_of_work, engine)
    assert send_put_back_step(seen.office.unit_of_work, engine) == 0


def test_a_table_and_a_form_are_put_back_too_and_what_has_no_earlier_version_is_not(
    seen: EngineOffice,
) -> None:
    """SE-38: the office keeps the forms, the engine the tables."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    command = DeployFiles((FORM, TABLE), ())
    deploy_files(command, office.unit_of_work, office.actor(ADMINISTRATOR), engine)
    table = TABLE[1].replace(b"<text>1</text>", b"<text>2</text>")
    seen.http.upload("deployments", {TABLE[0]: table, ASKS_TABLE[0]: ASKS_TABLE[1]})
    form = FORM[1].replace("核查地点".encode(), "现场地点".encode())
    assert form != FORM[1]
    deploy_files(
        DeployFiles(((FORM[0], form),), ()), office.unit_of_work, office.actor(ADMINISTRATOR), engine
    )
    with office.unit_of_work() as unit:
        row = office.rows(DeployedVersion, resource_id="site-visit", version=2)[0]
        row = unit.session.get_one(DeployedVersion, row.key)
        row.door, row.deployed_by = (
            Door.OUTSIDE,
            None,
        )  # 8.8 searches no forms: only a new diagram tells of one
    look(seen)
    found = {one.row.id: one for one in waiting(seen)}
    assert found.keys() == {"owners-table", "owners-asks", "site-visit"}
    with pytest.raises(RuleRefused):
        order(seen, found["owners-asks"])
    order(seen, found["owners-table"])
    with office.unit_of_work() as unit:
        # As after the engine's store was lost: the same form is found again under its new key.
        keep_form(EngineForm("2251799999999999", "site-visit", 1, FORM[1].decode()), unit)
    assert office.rows(DeployedForm, form_id="site-visit", version=1)[0].form_key == "2251799999999999"
    order(seen, found["site-visit"])
    look(seen)
    assert [row.state for row in office.rows(VersionReturn)] == [ReturnState.DONE, ReturnState.DONE]
    # Who deployed the form again in the later store is not known.
    assert {(one.row.id, one.row.version) for one in waiting(seen)} == {("owners-asks", 1), ("site-visit", 1)}
    assert b"<text>1</text>" in (CamundaResources(seen.http).find_latest_decision("owners-table") or b"")
    newest = engine.find_latest_form("site-visit")
    assert newest is not None and (newest.version, "核查地点" in newest.schema) == (3, True)
