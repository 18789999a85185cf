"""Which files this database knows as destroyed: the list beside the key file names them all."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.clock.legal_time import beijing_date
from models.ground.keeping_codes import DestructionState
from models.vault.destroyed_list import DestroyedFile
from services.unit_of_work import Unit

_GONE = (DestructionState.EMPTYING, DestructionState.EMPTIED)


def list_emptied(unit: Unit) -> list[DestroyedFile]:
    """Whatever was emptied by a list, in the order of the lists."""
    rows = unit.session.execute(
        select(DestructionLine.complaint_id, DestructionList.number, Complaint.destroyed_at)
        .join(DestructionList, DestructionList.id == DestructionLine.list_id)
        .join(Complaint, Complaint.id == DestructionLine.complaint_id)
        .where(DestructionLine.state.in_(_GONE), Complaint.destroyed_at.is_not(None))
        .order_by(DestructionList.opened_at, DestructionLine.list_id, DestructionLine.position)
    )
    return [DestroyedFile(key, number, beijing_date(at)) for key, number, at in rows if at]
