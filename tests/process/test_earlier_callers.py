"""Cases that run on the diagrams of 0.1.0 finish after the office was brought to this release.

`first_way/` holds the diagrams as they were shipped. A running instance keeps its version; what it calls is the latest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bpmn.canonical import canonical_digest
from bpmn.generate import SHIPPED
from engine.core.commands import Deploy, Resource
from engine.state.process_instance import ProcessInstance
from tests.engine.driver import Driver
from tests.process.office import RESOURCES, Office
from tests.process.walks import answer, decide_opinion, draft, investigate, visit

FIRST_WAY = Path(__file__).parent / "first_way"
CALLED_THEN = ["complaint", "intake", "investigation", "disposal", "feedback"]


class EarlierOffice(Office):
    """An office that opened with 0.1.0; `upgrade` brings it to the files of this release."""

    def __init__(self, engine: Driver) -> None:
        super().__init__(engine)
        # Deployed again on top, the old versions are the latest until the upgrade.
        self.deploy(sorted(FIRST_WAY.glob("*.bpmn")))

    def deploy(self, paths: list[Path]) -> None:
        self.engine.run(Deploy(tuple(Resource(path.name, path.read_bytes()) for path in paths)))

    def upgrade(self) -> None:
        """The release is installed while cases run."""
        self.deploy(RESOURCES)

    def version_of(self, key: int) -> int:
        return next(row.version for row in self.engine.rows(ProcessInstance) if row.key == key)


@pytest.fixture
def office(engine: Driver) -> EarlierOffice:
    return EarlierOffice(engine)


def decide(office: Office) -> None:
    """Intake as it was: no transfers, nothing left undecided."""
    office.submit(
        "UserTask_DecideAcceptance",
        outcome="accepted",
        handler_id=None,
        resolve_clock_id="resolve",
        investigation_clock_id="investigation",
        feedback_clock_id=None,
        needs_answer_task=None,
    )


def assign(office: Office) -> None:
    office.submit("UserTask_AssignHandler", handler_id="li")


def find(office: Office) -> None:
    """The investigation of either release, whichever the case is in."""
    if office.is_at("UserTask_PlanInvestigation"):
        investigate(office)
    else:
        office.submit("UserTask_RecordFindings")


def approve(office: Office) -> None:
    draft(office)
    decide_opinion(office)


STEPS: list[Callable[[Office], None]] = [decide, assign, find, approve, answer, visit]


def test_kept_diagrams_are_those_of_the_release() -> None:
    shipped = json.loads(SHIPPED.read_text("utf-8"))["releases"]["0.1.0"]
    for path in FIRST_WAY.glob("*.bpmn"):
        assert canonical_digest(path.name, path.read_bytes()) == shipped[path.name]
    assert sorted(path.stem for path in FIRST_WAY.glob("*.bpmn")) == sorted(CALLED_THEN)


@pytest.mark.parametrize("done", range(len(STEPS)))
def test_case_of_the_release_before_finishes_with_the_new_stages(office: EarlierOffice, done: int) -> None:
    """Upgraded after each step; handler, clocks and answer reach the old caller."""
    key = office.register()
    version = office.version_of(key)
    for step in STEPS[:done]:
        step(office)
    office.upgrade()
    for step in STEPS[done:]:
        step(office)
    assert office.version_of(key) == version
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])
    assert office.taken("complaint.conclude-handling") == []
    assert office.leftovers() == []


def test_new_case_takes_the_new_way(office: EarlierOffice) -> None:
    old = office.register("old")
    office.upgrade()
    new = office.register("new")
    assert office.version_of(new) > office.version_of(old)
    assert office.taken("complaint.prepare-triage") == [{"complaint_id": "new"}]


def test_opinion_sent_to_investigation_is_drafted_again_where_the_caller_cannot_go_back(
    office: EarlierOffice,
) -> None:
    """The old caller knows no way back from disposal, so the new disposal stays in its own loop."""
    office.register()
    for step in (decide, assign, find):
        step(office)
    office.upgrade()
    draft(office)
    decide_opinion(office, "investigate")
    assert office.is_at("UserTask_DraftOpinion")


def test_wish_for_redo_ends_the_visit_where_the_caller_cannot_go_back(office: EarlierOffice) -> None:
    """The old caller archives after the visit; the case can be opened again from the archive."""
    office.register()
    for step in STEPS[:3]:
        step(office)
    office.upgrade()
    approve(office)
    answer(office)
    visit(office, wants_redo=True)
    assert office.archived == ["c1"]
