"""One office for the module, run by `jieban up` as `make run` does; owners change it while it serves, and people live on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.acceptance.walk import HANDLER, open_task
from tests.office_process import office_template, running_office
from tests.owners import changes
from tests.owners.changes import shipped
from tests.owners.owned_office import OwnedOffice
from tests.owners.story import (
    UNIT,
    Story,
    file_without_unit,
    go_on_to_the_archive,
    visit,
    wait_through_the_limit,
    walk_to_visit,
)
from tests.web.browser import chromium, watched_page


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnedOffice]:
    """A demo office at 2026-08-31 09:00 that serves."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    folder = tmp_path_factory.mktemp("owned")
    with running_office(folder / "office", template=template, names=(), search_lag_ms=200) as office:
        owned = OwnedOffice(office, folder)
        try:
            owned.start()
            yield owned
        finally:
            owned.close()


@pytest.fixture(scope="module")
def deployed(owned: OwnedOffice) -> list[dict[str, int]]:
    """The four changes, made while the office serves; what Modeler was told of each deployment."""
    visited = changes.with_site_visit(shipped("investigation.bpmn"))
    first = owned.write("investigation.bpmn", visited)
    form = owned.write("site-visit.form", changes.site_visit_form())
    told = owned.deploy(
        owned.by_rest(first, form),
        owned.by_rest(
            owned.write("plan-investigation.form", changes.with_risk_note(shipped("plan-investigation.form")))
        ),
        owned.by_grpc(
            owned.write("competence.dmn", changes.with_last_resort(shipped("competence.dmn"), UNIT))
        ),
    )
    basis = ("--amount", "2", "--basis", "云河市政务服务中心核查规定第三条", "--by", "guan.xitong")
    assert changes.LIMIT_KEY in owned.jieban("limits", "add", changes.LIMIT_KEY, *basis)
    limited = owned.write("investigation.bpmn", changes.with_visit_limit(visited))
    return told + owned.deploy(owned.by_grpc(limited))


@pytest.fixture(scope="module")
def story(owned: OwnedOffice, deployed: list[dict[str, int]]) -> Story:
    """The next complaint, through all four changes into the archive."""
    story = Story(file_without_unit(owned.office))
    walk_to_visit(owned.office, story)
    wait_through_the_limit(owned.office, story)
    visit(owned.office, story)
    go_on_to_the_archive(owned.office, story)
    return story


@dataclass
class Restarted:
    """Versions before, between and after two restarts, what `up` said, and a complaint filed after them."""

    versions: list[dict[str, list[int]]]
    said: list[str]
    story: Story


@pytest.fixture(scope="module")
def restarted(owned: OwnedOffice, story: Story) -> Restarted:
    """Two restarts as `make run` makes them; then another complaint walks to the owner's task."""
    versions, said = [owned.versions()], []
    for _ in range(2):
        said += owned.restart()
        versions.append(owned.versions())
    later = Story(file_without_unit(owned.office))
    walk_to_visit(owned.office, later)
    return Restarted(versions, said, later)


@pytest.fixture(scope="module")
def mistaken(owned: OwnedOffice, restarted: Restarted) -> list[str]:
    """Three mistakes go into use; what `jieban check` says of their files."""
    texts = {
        "record-findings.form": changes.without_finding(shipped("record-findings.form")),
        "extension.bpmn": changes.with_unknown_job(shipped("extension.bpmn"), "complaint.ask-the-mayor"),
        "complaint.bpmn": changes.without_start_message(shipped("complaint.bpmn")),
    }
    files = [owned.write(name, text) for name, text in texts.items()]
    owned.deploy(*(owned.by_rest(file) for file in files))
    return owned.jieban("check", *map(str, files), code=1).splitlines()


@pytest.fixture(scope="module")
def filled_in(owned: OwnedOffice, restarted: Restarted, mistaken: list[str]) -> dict[str, str]:
    """The owner's task filled in by hand in Chromium; what the page said to an empty form and after the submission."""
    said = {}
    task = open_task(owned.office, restarted.story.case, changes.VISIT_FORM)
    with chromium() as browser, watched_page(browser, 1366) as page:
        cookie = owned.office.people.session(HANDLER).cookies["jb_session"]
        page.context.add_cookies([{"name": "jb_session", "value": cookie, "url": owned.office.address}])
        page.goto(f"{owned.office.address}/tasks/{task.user_task_key}")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        page.locator("[data-form-submit]").click()
        said["empty"] = page.locator(".error-summary").inner_text()
        said["form"] = page.locator("main").inner_text()
        page.get_by_label("核查地点").fill("大厅西侧")
        # Leaving the field takes its fault away, and what stands below moves up.
        page.get_by_label("核查地点").press("Tab")
        page.get_by_label("已调取").check()
        page.locator("[data-form-submit]").click()
        page.wait_for_url("**?submitted=*")
        said["after"] = page.locator("main").inner_text()
    return said
