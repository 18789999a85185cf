"""The hand-over of a proposal to the authority that decides on it, proven by its receipt."""

from dataclasses import dataclass

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.lifecycle import ClockStopReason
from models.ground.codes import UnitKind
from models.ground.errors import InvalidInput
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.casefile.record_provision import Provision, record_provision
from services.requests.request_rows import require_open, stop_own_clock
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class HandOver:
    """To which authority, and the number of its receipt."""

    to_unit: str
    receipt: str
    note: str = ""


def hand_over(row: DisciplinaryTransfer, command: HandOver, unit: Unit, actor: Actor) -> None:
    """Record the hand-over; InvalidInput on `to` or `receipt`, Conflict("REQUEST_ENDED")."""
    require_open(row)
    receiver = unit.session.get(OrganisationUnit, command.to_unit)
    if receiver is None or receiver.kind is not UnitKind.EXTERNAL:
        raise InvalidInput({"to": "NOT_AN_OPTION"})
    if not command.receipt.strip():
        raise InvalidInput({"receipt": "REQUIRED"})
    row.to_unit, row.receipt, row.note = receiver.code, command.receipt.strip(), command.note.strip() or None
    row.transferred_by, row.transferred_at = actor.name, unit.clock.now()
    stop_own_clock(row.own_clock_id, ClockStopReason.TRANSFERRED, unit)
    payload = {"transfer_id": row.id, "to_unit": receiver.code, "matter_nos": list(row.matter_nos)}
    unit.trail.add(row.complaint_id, "discipline.transferred", payload, actor)
    provision = Provision(
        f"discipline:{row.id}",
        row.complaint_id,
        Recipient.AUTHORITY,
        ProvisionPurpose.DISCIPLINE,
        ProvisionWay.HAND,
        (DataKind.CASE_NUMBER, DataKind.MATTER, DataKind.EVIDENCE),
        name=receiver.name,
    )
    record_provision(provision, unit, actor)
    enter_addendum(row.complaint_id, f"问题线索移送第{row.no}号的移送回执", unit, actor)
