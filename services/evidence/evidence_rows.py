"""Enters stored files into a case inside the caller's unit."""

from collections.abc import Sequence

from models.case.evidence import Evidence
from models.ground.ids import new_id
from services.actor import Actor
from services.evidence.incoming_file import RefusedFile, StoredFile
from services.evidence.items import NewItem, register_item
from services.unit_of_work import Unit


def enter_files(complaint_id: str, stored: Sequence[StoredFile], unit: Unit, actor: Actor) -> list[str]:
    """One evidence row, one item and one trail event per file; returns the new ids of the files."""
    ids = []
    for file in stored:
        row = Evidence(
            id=new_id(),
            complaint_id=complaint_id,
            name=file.name,
            kind=file.media_type.split("/")[0],
            size=file.size,
            media_type=file.media_type,
            sha256=file.sha256,
            storage_key=file.storage_key,
            safe_copy_key=file.safe_copy_key,
            added_by=actor.name,
            added_at=unit.clock.now(),
            source=actor.kind.value,
        )
        unit.session.add(row)
        unit.trail.add(
            complaint_id,
            "evidence.added",
            {"evidence_id": row.id, "sha256": file.sha256, "size": file.size},
            actor,
        )
        unit.session.flush()
        register_item(complaint_id, NewItem(file_id=row.id), unit, actor)
        ids.append(row.id)
    return ids


def note_refused_files(complaint_id: str, refused: Sequence[RefusedFile], unit: Unit, actor: Actor) -> None:
    """The trail keeps that files were not taken and why; their names stay with the sender."""
    for file in refused:
        unit.trail.add(complaint_id, "evidence.refused", {"code": file.code}, actor)
