"""A program with an intake account hands over a message of e-mail as it came."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.incoming_codes import IncomingReason, IncomingState
from services.actor import Actor, require_role
from services.identity.query_code import derive_query_code
from services.incoming.mail.take_in_mail import take_in_mail
from services.incoming.take_in import Arrival
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """What became of it; number and query code where it was filed, as the complainant is told them."""

    state: IncomingState
    reason: IncomingReason | None
    number: str | None = None
    query_code: str | None = None


def deliver_mail(
    raw: bytes, received_at: datetime | None, unit_of_work: UnitOfWork, actor: Actor
) -> DeliveredMail:
    """Take it in, now or as of an earlier moment; InvalidInput as `take_in`."""
    require_role(actor, Role.INTAKE)
    moment = received_at or unit_of_work.ports.clock.now()
    taken = take_in_mail(Arrival(raw, moment), unit_of_work)
    if taken.state is not IncomingState.FILED or taken.complaint_id is None:
        return DeliveredMail(taken.state, taken.reason)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get_one(Complaint, taken.complaint_id)
        return DeliveredMail(
            taken.state, taken.reason, complaint.number, derive_query_code(complaint.submission_id)
        )
