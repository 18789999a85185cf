"""The superior organ reads, by the receipt code of its sheet, the whole of what was passed on to it: unopened, unsplit, named."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from models.case.receipt import Receipt
from models.ground.codes import IdentityKind
from models.ground.errors import NotFound
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.office.unit import OrganisationUnit
from services.access.look import Look
from services.actor import Actor, outside_unit
from services.acts.answer_from_outside import find_handed_over
from services.casefile.get_case import list_matters
from services.casefile.record_provision import Provision, record_provision
from services.identity.open_identity import RevealedIdentity, open_identity
from services.restriction.find_route import find_superior
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ReadPassedOn:
    """What was typed from the sheet."""

    reference: str
    receipt_code: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """`raw` is what came in, unchanged; `identity` None where nobody named himself. For its own contact with the person.

    `reader` is the name of the organ that reads it.
    """

    reference: str
    reader: str
    number: str
    received_at: datetime
    matter: str
    wanted: str | None
    matters: tuple[tuple[int, str], ...]
    raw: tuple[str, ...]
    identity: RevealedIdentity | None
    is_confidential: bool
    files: tuple[str, ...]


def read_passed_on(command: ReadPassedOn, unit_of_work: UnitOfWork, actor: Actor) -> Look[PassedOn]:
    """The file to hand out; that it was read is committed when it is, not before.

    NotFound for a wrong reference or code and for every sheet but that of the superior organ of a case passed on whole.
    """
    row = find_handed_over(command.reference, command.receipt_code, unit_of_work, actor)
    with unit_of_work.reading() as unit:
        if not isinstance(row, Referral) or find_superior(row.complaint_id, unit) != row.unit_code:
            raise NotFound
        shown = _read(command.reference.strip().upper(), row, unit)
    sender = outside_unit(row.unit_code, actor.client_address)

    def record() -> None:
        with unit_of_work as unit:
            record_provision(_tell_provision(row, shown), unit, sender)
            payload = {"referral_id": row.id, "unit_code": row.unit_code}
            unit.trail.add(row.complaint_id, "file.passed_on_read", payload, sender)

    return Look(shown, record)


def _tell_provision(row: Referral, shown: PassedOn) -> Provision:
    """Once for a sheet and its organ, beyond what the sheet itself told: every word that came in, and who complained."""
    kinds = [DataKind.CASE_NUMBER, DataKind.MATTER]
    if (told := shown.identity) is not None:
        known = {
            DataKind.NAME: told.name,
            DataKind.CONTACT: told.phone or told.email,
            DataKind.ADDRESS: told.address,
        }
        kinds += [kind for kind, value in known.items() if value]
    return Provision(
        f"passed_on:{row.id}:{row.unit_code}",
        row.complaint_id,
        Recipient.UNIT,
        ProvisionPurpose.HANDLING,
        ProvisionWay.PROGRAM,
        tuple(kinds),
        name=shown.reader,
        words=shown.reference,
    )


def _read(reference: str, row: Referral, unit: Unit) -> PassedOn:
    complaint_id = row.complaint_id
    complaint = unit.session.get_one(Complaint, complaint_id)
    receipts = unit.session.scalars(select(Receipt).where(Receipt.complaint_id == complaint_id))
    files = unit.session.scalars(
        select(Evidence)
        .outerjoin(EvidenceItem, EvidenceItem.file_id == Evidence.id)
        .where(Evidence.complaint_id == complaint_id, EvidenceItem.withdrawn_at.is_(None))
    )
    is_named = complaint.identity_kind is IdentityKind.REAL_NAME
    return PassedOn(
        reference=reference,
        reader=unit.session.get_one(OrganisationUnit, row.unit_code).name,
        number=complaint.number,
        received_at=complaint.received_at,
        matter=complaint.matter,
        wanted=complaint.wanted,
        matters=tuple((matter.no, matter.text) for matter in list_matters(complaint_id, unit)),
        raw=tuple(receipt.raw_text for receipt in receipts),
        identity=open_identity(complaint_id, unit) if is_named else None,
        is_confidential=complaint.confidentiality_requested,
        files=tuple(file.name for file in files),
    )
