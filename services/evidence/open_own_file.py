"""A complainant opens again a file that he sent himself. That he may was proved before; that he did is on the trail."""

from dataclasses import dataclass

from models.case.evidence import Evidence
from models.ground.errors import NotFound
from services.actor import Actor, ActorKind
from services.evidence.open_evidence import OpenedEvidence, find_stored, open_stored
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenOwnFile:
    """Which file of which case, as it was sent or as the picture without metadata."""

    complaint_id: str
    evidence_id: str
    wants_safe_copy: bool = False


def open_own_file(command: OpenOwnFile, unit_of_work: UnitOfWork, actor: Actor) -> OpenedEvidence:
    """The file; NotFound for one of another case and for one that somebody else put in, OutsideUnavailable for a changed one."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(Evidence, command.evidence_id)
        is_his = (
            row is not None
            and row.complaint_id == command.complaint_id
            and row.source == ActorKind.CITIZEN.value
        )
        if row is None or not is_his:
            raise NotFound
        stored = find_stored(row, wants_safe_copy=command.wants_safe_copy)
    return open_stored(stored, unit_of_work, actor)
