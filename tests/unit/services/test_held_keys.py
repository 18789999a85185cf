"""Of which keys an engine is asked whether it is the office's: of nothing that has ended, since it may forget that at once."""

from __future__ import annotations

from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.ledger.inbox import InboxRow
from services.anchor.held_keys import HeldKeys, list_held_keys, list_newest_tokens
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.unit.services.test_reconcile import ROOT, running_case


def test_what_has_ended_is_not_asked_for(office: FullOffice) -> None:
    """The root, its newest job and its open task while the case is open; nothing once it is archived."""
    case = running_case(office)
    key = add_task(office, case, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.query(InboxRow).one().process_instance_key = ROOT
    assert list_held_keys(office.unit_of_work, None) == HeldKeys((key,), (ROOT,), (f"8{ROOT}",))
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
        unit.session.get_one(Task, key).state = TaskState.COMPLETED
    assert list_held_keys(office.unit_of_work, None) == HeldKeys((), (), ())
    assert list_newest_tokens(office.unit_of_work) == [f"8{ROOT}"]
