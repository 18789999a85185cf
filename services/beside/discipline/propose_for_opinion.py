"""The transfer that follows from an approved opinion with a proposal of discipline: one per round, for all its claims."""

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.ground.codes import Disposal
from models.ground.ids import ComplaintId, new_id
from services.actor import Actor
from services.casefile.get_case import list_claims
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_own_process
from services.unit_of_work import Unit


def propose_for_opinion(complaint: Complaint, unit: Unit, actor: Actor) -> DisciplinaryTransfer | None:
    """Open the transfer in the caller's unit, or find that nothing is proposed or that it stands already (R52)."""
    numbers = [
        claim.no
        for claim in list_claims(complaint.id, unit)
        if Disposal.PROPOSE_DISCIPLINE in claim.disposals
    ]
    if not numbers or _is_proposed(complaint, unit):
        return None
    now = unit.clock.now()
    row = DisciplinaryTransfer(
        id=new_id(),
        complaint_id=complaint.id,
        no=next_no(DisciplinaryTransfer, complaint.id, unit),
        round=complaint.round,
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=now,
        claim_nos=numbers,
    )
    unit.session.add(row)
    unit.session.flush()
    clock = open_clock(
        OpenClock(
            ComplaintId(complaint.id),
            ClockKind.DISCIPLINARY_TRANSFER,
            complaint.round,
            now,
            subject_id=row.id,
        ),
        unit,
    )
    row.own_clock_id = clock.id
    payload = {"transfer_id": row.id, "claim_nos": numbers}
    unit.trail.add(complaint.id, "discipline.proposed", payload, actor)
    variables = {"transfer_id": row.id, "complaint_id": complaint.id}
    tell_own_process(MessageName.TRANSFER_PROPOSED, row, variables, unit)
    return row


def _is_proposed(complaint: Complaint, unit: Unit) -> bool:
    standing = select(DisciplinaryTransfer.id).where(
        DisciplinaryTransfer.complaint_id == complaint.id, DisciplinaryTransfer.round == complaint.round
    )
    return unit.session.scalars(standing.limit(1)).first() is not None
