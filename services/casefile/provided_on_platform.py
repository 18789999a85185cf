"""What somebody of the centre wrote to a complainant on the platform he came by: the platform gets it, and carries it."""

from dataclasses import dataclass

from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from services.actor import Actor
from services.casefile.record_provision import Provision, record_provision
from services.unit_of_work import Unit

# What stands in an answer besides the number; other words to him say that there is something to read or to bring.
KINDS = {
    ProvisionPurpose.DOCUMENT: (DataKind.CASE_NUMBER, DataKind.RESULT),
    ProvisionPurpose.NOTICE: (DataKind.CASE_NUMBER,),
}


@dataclass(frozen=True, slots=True)
class Written:
    """`what` names it among all that is written there of a case: the same is recorded once. `purpose`: document or notice."""

    what: str
    complaint_id: str
    purpose: ProvisionPurpose


def record_on_platform(written: Written, unit: Unit, actor: Actor) -> None:
    """Keep it on record, before any event of the unit where the case is not locked."""
    told = Provision(
        f"platform:{written.what}",
        written.complaint_id,
        Recipient.PLATFORM,
        written.purpose,
        ProvisionWay.PLATFORM,
        KINDS[written.purpose],
    )
    record_provision(told, unit, actor)
