"""补卷: what comes into a file after its archive is entered there as such; before the archive nothing is entered."""

from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind, Stage
from services.actor import Actor
from services.casefile.add_entry import NewEntry, add_entry
from services.unit_of_work import Unit


def enter_addendum(complaint_id: str, what: str, unit: Unit, actor: Actor) -> FileEntry | None:
    """Enter that this came in, in the caller's unit; `what` names the paper, in Chinese, and nothing of the complaint."""
    complaint = unit.session.get_one(Complaint, complaint_id)
    if complaint.stage is not Stage.ARCHIVED:
        return None
    entry = add_entry(NewEntry(complaint_id, FileEntryKind.ADDENDUM, f"补卷：{what}。", actor.name), unit)
    unit.trail.add(complaint_id, "file.added_to", {"entry_id": entry.id}, actor)
    return entry
