"""What reaches the engine past the office's own door is seen, checked and recorded; what goes through it has a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from adapters.camunda_deployments import CamundaDeployments
from deploy.cli import jieban
from deploy.resource_files import check_files
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ledger.trail_event import TrailEvent
from models.office.deployed_version import DeployedVersion, Door
from models.office.deployment_proposal import DeploymentFile, DeploymentState
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from services.deployments.decide_deployment import DecideDeployment, decide_deployment
from services.deployments.deploy_files import DeployFiles, FilesRefused, deploy_files
from services.deployments.enter_version import FoundVersion, enter_version
from services.deployments.list_deployments import list_deployments
from services.deployments.list_versions import list_answered_versions, list_unreviewed_versions
from services.deployments.propose_files import propose_files
from services.deployments.record_versions import record_versions_step
from services.deployments.review_version import review_version
from services.deployments.send_confirmed import send_confirmed_step
from services.resource_check.read_surroundings import read_surroundings
from services.resource_check.shipped import is_of_this_release, is_shipped
from tests.database import key_file_of_this_process
from tests.deploy.edits import put_on, shipped, taken_out, user_task
from tests.full_office import FullOffice
from tests.owners import changes
from tests.workers.engine_office import EngineOffice, engine_office

SUPERVISOR, ADMINISTRATOR = "jian.rujing", "guan.xitong"
VISIT_FORM = ("site-visit.form", changes.site_visit_form().encode())


@pytest.fixture
def seen(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine with what this release ships, all of it seen."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        look(running)
        yield running


def look(running: EngineOffice) -> int:
    return record_versions_step(running.office.unit_of_work, CamundaDeployments(running.http))


def rows(running: EngineOffice, door: Door) -> list[DeployedVersion]:
    return running.office.rows(DeployedVersion, door=door)


def past_the_door(running: EngineOffice, *files: tuple[str, bytes]) -> None:
    """As Modeler deploys: by REST, without the office."""
    running.http.upload("deployments", dict(files))


def of_0_2_0(name: str) -> tuple[str, bytes]:
    """A file of that release."""
    return name, (Path(__file__).parents[1] / "adapters" / "files_of_0_2_0" / name).read_bytes()


def own_step() -> bytes:
    flow = "Flow_RecordInvestigationActToRecordFindings"
    return put_on(flow, user_task(form="site-visit"))(shipped("investigation.bpmn")).encode()


def test_what_the_release_brings_needs_no_review(seen: EngineOffice) -> None:
    """OW-7: each shipped diagram and table is on record by its digest, and nobody is asked about it."""
    recorded = rows(seen, Door.SHIPPED)
    diagrams = list((Path(__file__).parents[2] / "bpmn").glob("*.bpmn"))
    assert len([row for row in recorded if row.kind == "process"]) == len(diagrams) > 13
    assert len([row for row in recorded if row.kind == "decision"]) == 3
    assert all(len(row.digest) == 64 and row.faults == [] for row in recorded)
    assert rows(seen, Door.OUTSIDE) == []
    assert look(seen) == 0


def test_a_deployment_past_the_door_is_recorded_with_digest_version_and_faults(seen: EngineOffice) -> None:
    """OW-1, OW-7, OW-25: Modeler's deployment stands unreviewed, with what it would break."""
    without = taken_out("Task_ConcludeHandling")(shipped("complaint.bpmn")).encode()
    past_the_door(seen, ("complaint.bpmn", without))
    assert look(seen) == 1
    (row,) = rows(seen, Door.OUTSIDE)
    assert (row.kind, row.resource_id, row.version, row.deployed_by) == ("process", "complaint", 2, None)
    assert [fault["code"] for fault in row.faults] == ["STEP_MISSING"]
    assert row.is_unreviewed
    assert look(seen) == 0


def test_what_was_shipped_over_an_owners_version_came_past_the_door(seen: EngineOffice) -> None:
    """SE-38: an approval that two people confirmed is not taken out unseen by the product's own file, nor by an older one."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    own, of_release = own_step(), shipped("investigation.bpmn").encode()
    command = DeployFiles((("investigation.bpmn", own),), ())
    deploy_files(command, office.unit_of_work, office.actor(ADMINISTRATOR), engine)
    old = of_0_2_0("extension.bpmn")
    assert (is_shipped(*old), is_of_this_release(*old)) == (True, False)
    past_the_door(seen, ("investigation.bpmn", of_release), old)
    assert look(seen) == 2
    found = {row.resource_id: row for row in rows(seen, Door.OUTSIDE)}
    assert {name: row.version for name, row in found.items()} == {"investigation": 3, "extension": 2}
    past_the_door(seen, ("investigation.bpmn", own))
    past_the_door(seen, ("investigation.bpmn", of_release))
    look(seen)
    found_last = {row.version for row in rows(seen, Door.OUTSIDE) if row.resource_id == "investigation"}
    assert found_last == {3, 4, 5}, "nor over what nobody reviewed"
    assert (seen.install(), look(seen)) == (1, 1)
    assert [row.version for row in rows(seen, Door.SHIPPED) if row.resource_id == "extension"] == [1, 3]


def test_what_two_people_brought_back_is_what_the_installer_finds(seen: EngineOffice) -> None:
    """A file that the engine had before keeps its key: it is the newest by when it was brought, and not by that key."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    of_release = shipped("investigation.bpmn").encode()

    def bring(content: bytes) -> None:
        command = DeployFiles((("investigation.bpmn", content),), ())
        deploy_files(command, office.unit_of_work, office.actor(ADMINISTRATOR), engine)

    bring(own_step())
    (first,) = (row for row in rows(seen, Door.SHIPPED) if row.resource_id == "investigation")
    office.clock.set("2026-09-07T11:00")
    found = FoundVersion(
        first.key, first.kind, first.resource_id, first.name, 1, "investigation.bpmn", of_release
    )
    with office.unit_of_work() as unit:
        enter_version(found, (), unit, deployed_by=ADMINISTRATOR)
    newest = FoundVersion(
        f"{int(first.key) + 10**6}", first.kind, "investigation", "", 9, "investigation.bpmn", of_release
    )
    with office.unit_of_work() as unit:
        enter_version(newest, (), unit)
    assert newest.key in {row.key for row in rows(seen, Door.SHIPPED)}


def test_the_installer_replaces_what_an_earlier_release_brought_and_nobody_is_asked(
    office: FullOffice, tmp_path: Path
) -> None:
    """OW-7: seen in two looks or in one, and where somebody here had the earlier one put back by name."""
    with engine_office(office, tmp_path, search_lag_ms=0, is_empty=True) as running:
        past_the_door(running, of_0_2_0("extension.bpmn"))
        look(running)
        past_the_door(running, of_0_2_0("complexity.dmn"))
        running.install()
        look(running)
        put_back = DeployFiles((of_0_2_0("extension.bpmn"),), ())
        engine = CamundaDeployments(running.http)
        deploy_files(put_back, office.unit_of_work, office.actor(ADMINISTRATOR), engine)
        assert (running.install(), look(running)) == (1, 1)
        assert rows(running, Door.OUTSIDE) == []
        recorded = rows(running, Door.SHIPPED)
    assert sorted((row.resource_id, row.version) for row in recorded if row.version > 1) == [
        ("complexity", 2),
        ("extension", 2),
        ("extension", 4),
    ]
    assert all(row.faults == [] for row in recorded)


def test_a_form_that_only_a_new_diagram_links_is_recorded_with_it(seen: EngineOffice) -> None:
    """OW-7, OW-14: 8.8 searches no forms; the diagram that links one leads to it, so the diagram is without a fault."""
    past_the_door(seen, VISIT_FORM, ("investigation.bpmn", own_step()))
    assert look(seen) == 2
    found = {row.resource_id: row for row in rows(seen, Door.OUTSIDE)}
    assert found.keys() == {"investigation", "site-visit"}
    assert all(row.faults == [] for row in found.values())
    # The definition by which the form was found is no version of anybody.
    assert look(seen) == 0


def test_several_deployments_between_two_looks_are_all_seen(seen: EngineOffice) -> None:
    """OW-7: every version counts, not only the latest."""
    for number in range(3):
        text = shipped("review.bpmn").replace('name="复查"', f'name="复查{number}"')
        past_the_door(seen, ("review.bpmn", text.encode()))
    assert look(seen) == 3
    assert sorted(row.version for row in rows(seen, Door.OUTSIDE)) == [2, 3, 4]


def test_a_review_is_on_record_once_and_with_a_reason(seen: EngineOffice) -> None:
    """OW-25: who looked, when and why; the trail keeps it."""
    past_the_door(seen, VISIT_FORM, ("investigation.bpmn", own_step()))
    look(seen)
    office = seen.office
    supervisor = office.actor(SUPERVISOR)
    (diagram, form) = list_unreviewed_versions(office.unit_of_work(), supervisor)
    refusals: tuple[tuple[type[Exception], Callable[[], None]], ...] = (
        (InvalidInput, lambda: review_version(diagram.key, " ", office.unit_of_work(), supervisor)),
        (NotFound, lambda: review_version("1", "看过", office.unit_of_work(), supervisor)),
        (
            NotPermitted,
            lambda: review_version(diagram.key, "看过", office.unit_of_work(), office.actor("cha.fenming")),
        ),
    )
    for error, act in refusals:
        with pytest.raises(error):
            act()
    review_version(diagram.key, "调查科提出，核对了图和表单", office.unit_of_work(), supervisor)
    assert [row.key for row in list_unreviewed_versions(office.unit_of_work(), supervisor)] == [form.key]
    ((answered,), total) = list_answered_versions(office.unit_of_work(), supervisor)
    assert (total, answered.key, answered.review_reason) == (1, diagram.key, "调查科提出，核对了图和表单")
    assert answered.reviewed_by is not None
    with pytest.raises(Conflict):
        review_version(diagram.key, "再看", office.unit_of_work(), supervisor)
    events = office.rows(TrailEvent, kind="version.reviewed")
    assert [(event.actor, event.payload["version"]) for event in events] == [(SUPERVISOR, diagram.version)]


def test_the_offices_own_door_refuses_the_grave_and_names_who_answers(seen: EngineOffice) -> None:
    """OW-7, OW-25: who, when, digest, versions and faults; a grave fault deploys nothing."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    around = read_surroundings(engine, office.unit_of_work())

    def deploy(*files: tuple[str, bytes]) -> list[str]:
        command = DeployFiles(files, tuple(check_files(files, around)))
        made = deploy_files(command, office.unit_of_work, office.actor(ADMINISTRATOR), engine)
        return [f"{version.id} {version.version}" for version in made]

    broken = taken_out("Task_ConcludeHandling")(shipped("complaint.bpmn")).encode()
    with pytest.raises(FilesRefused):
        deploy(VISIT_FORM, ("complaint.bpmn", broken))
    with pytest.raises(FilesRefused):
        deploy(("investigation.bpmn", own_step()))
    unwatched = taken_out("Call_WatchInvestigation")(own_step().decode()).encode()
    assert deploy(VISIT_FORM, ("investigation.bpmn", unwatched)) == ["investigation 2", "site-visit 1"]
    recorded = {row.resource_id: row for row in rows(seen, Door.OFFICE)}
    assert {row.deployed_by for row in recorded.values()} == {ADMINISTRATOR}
    assert {key: row.name for key, row in recorded.items()} == {
        "investigation": "调查",
        "site-visit": "现场核查",
    }
    assert [fault["code"] for fault in recorded["investigation"].faults] == ["WATCH_MISSING"]
    assert look(seen) == 0
    assert rows(seen, Door.OUTSIDE) == []
    (event,) = office.rows(TrailEvent, kind="files.deployed")
    assert event.actor == ADMINISTRATOR
    assert {told["id"] for told in event.payload["versions"]} == {"investigation", "site-visit"}


def test_what_a_second_person_confirmed_is_sent_once_under_the_name_of_who_brought_it(
    seen: EngineOffice,
) -> None:
    """SE-38: nothing reaches the engine before; a round more, as after a kill, makes no second version."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    renamed = shipped("review.bpmn").replace('name="复查"', 'name="复核"').encode()
    command = DeployFiles((("review.bpmn", renamed),), ())
    proposal = propose_files(command, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert send_confirmed_step(office.unit_of_work, engine) == 0
    assert rows(seen, Door.OFFICE) == []
    (waiting,), _ = list_deployments(office.unit_of_work(), office.actor(SUPERVISOR))
    confirm = DecideDeployment(proposal, "confirm", "", waiting.seen)
    with pytest.raises(NotPermitted):
        decide_deployment(confirm, office.unit_of_work(), office.actor(ADMINISTRATOR))
    decide_deployment(confirm, office.unit_of_work(), office.actor(SUPERVISOR))
    engine.deploy(dict(command.files))  # as of a process that was killed before its record
    assert send_confirmed_step(office.unit_of_work, engine) == 1
    assert send_confirmed_step(office.unit_of_work, engine) == 0
    (row,) = rows(seen, Door.OFFICE)
    assert (row.resource_id, row.version) == ("review", 2)
    assert (row.deployed_by, row.reviewed_by) == (ADMINISTRATOR, SUPERVISOR)
    assert look(seen) == 0


def test_files_that_were_changed_after_they_were_confirmed_are_not_sent(seen: EngineOffice) -> None:
    """SE-38: what two people agreed to is what goes in."""
    office, engine = seen.office, CamundaDeployments(seen.http)
    renamed = shipped("review.bpmn").replace('name="复查"', 'name="复核"').encode()
    proposal = propose_files(
        DeployFiles((("review.bpmn", renamed),), ()), office.unit_of_work(), office.actor(ADMINISTRATOR)
    )
    (waiting,), _ = list_deployments(office.unit_of_work(), office.actor(SUPERVISOR))
    confirm = DecideDeployment(proposal, "confirm", "", waiting.seen)
    decide_deployment(confirm, office.unit_of_work(), office.actor(SUPERVISOR))
    with office.unit_of_work() as unit:
        unit.session.get_one(DeploymentFile, (proposal, "review.bpmn")).content += b"\n"
    assert send_confirmed_step(office.unit_of_work, engine) == 0
    _, (ended,) = list_deployments(office.unit_of_work(), office.actor(SUPERVISOR))
    assert (ended.state, ended.failure) == (DeploymentState.FAILED, "FILES_CHANGED")
    assert rows(seen, Door.OFFICE) == []


def test_workers_that_looked_first_do_not_take_the_name_away(seen: EngineOffice) -> None:
    """OW-7: between engine and record the workers may have seen the version already."""
    office, engine = seen.office, CamundaDeployments(seen.http)

    class Slow(CamundaDeployments):
        def deploy(self, files):
            made = super().deploy(files)
            look(seen)
            return made

    files = (("review.bpmn", shipped("review.bpmn").replace('name="复查"', 'name="复核"').encode()),)
    deploy_files(DeployFiles(files, ()), office.unit_of_work, office.actor(ADMINISTRATOR), Slow(seen.http))
    assert [row.deployed_by for row in rows(seen, Door.OFFICE)] == [ADMINISTRATOR]
    assert rows(seen, Door.OUTSIDE) == []
    assert engine.list_processes_beyond({row.key for row in office.rows(DeployedVersion)}) == []


def test_the_running_workers_see_it_by_themselves(running: EngineOffice) -> None:
    """OW-7: within a minute (the workers look every fifteen seconds)."""
    without = taken_out("Task_ConcludeHandling")(shipped("complaint.bpmn")).encode()
    past_the_door(running, ("complaint.bpmn", without))
    running.wait_for(lambda: rows(running, Door.OUTSIDE), "the deployment is on record")


def confirm_what_waits(seen: EngineOffice) -> None:
    """By a supervisor, as the page shows it."""
    office = seen.office
    (waiting,), _ = list_deployments(office.unit_of_work(), office.actor(SUPERVISOR))
    assert [(file.name, bool(file.added)) for file in waiting.files] == [
        ("investigation.bpmn", True),
        ("site-visit.form", False),
    ]
    decide_deployment(
        DecideDeployment(waiting.id, "confirm", "", waiting.seen),
        office.unit_of_work(),
        office.actor(SUPERVISOR),
    )


def test_the_command_checks_refuses_and_deploys(
    seen: EngineOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OW-7, OW-14, OW-25: `jieban deploy` says file, element, reason and remedy, and what it deployed; `check` knows it."""
    engine = urlsplit(seen.server.rest_address)
    monkeypatch.setenv("ZEEBE_ADDRESS", seen.server.grpc_address)
    monkeypatch.setenv("CAMUNDA_REST_ADDRESS", f"http://{engine.netloc}")
    monkeypatch.setenv("JIEBAN_DATABASE_URL", str(seen.office.database.engine.url))
    monkeypatch.setenv("JIEBAN_KEY_FILE", str(key_file_of_this_process()))
    monkeypatch.setenv("JIEBAN_DATA", str(tmp_path))
    form, diagram, broken = (
        tmp_path / VISIT_FORM[0],
        tmp_path / "investigation.bpmn",
        tmp_path / "disposal.bpmn",
    )
    form.write_bytes(VISIT_FORM[1])
    diagram.write_bytes(own_step())
    broken.write_text(taken_out("UserTask_ApproveOpinion")(shipped("disposal.bpmn")), "utf-8")

    def run(*words: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(jieban, [*words])
        return outcome.exit_code, outcome.output

    by = ("--by", ADMINISTRATOR)
    code, said = run("deploy", str(broken), *by)
    assert (code, "没有账号或已停用" in said) == (1, True), "SE-38: who answers must be able to sign in"
    create_account(CreateAccount(ADMINISTRATOR), seen.office.unit_of_work(), SYSTEM)
    code, said = run("deploy", str(broken), *by)
    assert code == 1
    assert "disposal.bpmn: UserTask_ApproveOpinion: " in said
    assert "怎样改：按随附流程图恢复该步骤" in said
    assert "未部署任何文件" in said
    assert run("check", str(diagram))[0] == 1, "the form is not there yet"
    code, said = run("deploy", str(diagram), str(form), *by)
    assert (code, "待第二人确认" in said, "已部署" in said) == (0, True, False), said
    assert rows(seen, Door.OFFICE) == [], "SE-38: the engine knows nothing of it before"
    confirm_what_waits(seen)
    assert send_confirmed_step(seen.office.unit_of_work, CamundaDeployments(seen.http)) == 1
    assert {row.resource_id for row in rows(seen, Door.OFFICE)} == {"investigation", "site-visit"}
    assert run("check", str(diagram)) == (0, "1 files, no fault / 未发现问题\n")
    assert run("deploy", str(form), "--by", "cha.fenming")[0] == 1
    (tmp_path / "office.json").write_text('{"demo": true}', "utf-8")
    assert "已部署" in run("deploy", str(form), *by)[1], "demos deploy at once"


def test_a_form_that_was_deployed_alone_is_found_by_the_check(
    seen: EngineOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """OW-14: the false alarm: the owner's form is deployed already, and nothing links it yet."""
    past_the_door(seen, VISIT_FORM)
    monkeypatch.setenv("ZEEBE_ADDRESS", seen.server.grpc_address)
    monkeypatch.setenv("CAMUNDA_REST_ADDRESS", seen.server.rest_address)
    monkeypatch.setenv("JIEBAN_DATA", str(tmp_path / "no-office"))
    diagram = tmp_path / "investigation.bpmn"
    diagram.write_bytes(own_step())
    outcome = CliRunner().invoke(jieban, ["check", str(diagram)])
    assert (outcome.exit_code, outcome.stdout) == (0, "1 files, no fault / 未发现问题\n")
