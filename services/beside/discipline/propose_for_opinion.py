"""The transfer that follows from an approved opinion with a proposal of discipline: one per round, for all its matters."""

from sqlalchemy import select

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.complaint import Complaint
from models.ground.codes import Disposal
from services.actor import Actor
from services.casefile.get_case import list_matters
from services.requests.kinds.disciplinary_transfer import DISCIPLINARY_TRANSFER
from services.requests.open_request import NewRequest, open_request
from services.unit_of_work import Unit


def propose_for_opinion(complaint: Complaint, unit: Unit, actor: Actor) -> DisciplinaryTransfer | None:
    """Open the transfer in the caller's unit, or find that nothing is proposed or that it stands already (R52)."""
    numbers = [
        matter.no
        for matter in list_matters(complaint.id, unit)
        if Disposal.PROPOSE_DISCIPLINE in matter.disposals
    ]
    if not numbers or _is_proposed(complaint, unit):
        return None
    row = DisciplinaryTransfer(matter_nos=numbers)
    open_request(NewRequest(DISCIPLINARY_TRANSFER, row), complaint, unit, actor)
    return row


def _is_proposed(complaint: Complaint, unit: Unit) -> bool:
    standing = select(DisciplinaryTransfer.id).where(
        DisciplinaryTransfer.complaint_id == complaint.id, DisciplinaryTransfer.round == complaint.round
    )
    return unit.session.scalars(standing.limit(1)).first() is not None
