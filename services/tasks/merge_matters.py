"""Matters that another case already deals with: that case gets a reminder (催办), this one points to it."""

from models.case.lifecycle import FileEntryKind, Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from services.casefile.add_entry import NewEntry, add_entry
from services.forms.task_case import TaskCase
from services.tasks.matter_ways import find_case_by_number


def note_mergers(case: TaskCase, matters: list[Matter]) -> None:
    """Point the case to the ones its matters went into, and remind each of those that is still open."""
    numbers = {matter.merged_into for matter in matters if matter.decision is MatterDecision.MERGE}
    for number in sorted(number for number in numbers if number is not None):
        case.complaint.merged_into = case.complaint.merged_into or number
        case.unit.trail.add(case.complaint.id, "matters.merged", {"into": number}, case.actor)
        _remind(case, number)


def _remind(case: TaskCase, number: str) -> None:
    parent = find_case_by_number(number, case)
    if parent is None or parent.stage is Stage.ARCHIVED:
        return
    text = f"同一事项的投诉{case.complaint.number}并入本件，记催办一次。"
    add_entry(NewEntry(parent.id, FileEntryKind.REMINDER, text, case.actor.name), case.unit)
    case.unit.trail.add(parent.id, "case.reminded", {"by_case": case.complaint.number}, case.actor)
