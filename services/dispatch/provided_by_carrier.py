"""What a carrier was handed to carry: the record that data of a case left by it, for whom it carries and to whom it goes."""

from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.provision_codes import DataKind, ProvisionPurpose, Recipient
from models.office.unit import OrganisationUnit
from services.actor import SYSTEM
from services.casefile.record_provision import CARRIED_BY, Provision, record_provision
from services.unit_of_work import Unit


def record_carried(row: Dispatch, attempt: int, unit: Unit, *, is_certain: bool) -> None:
    """Of an attempt that was taken or may have been: what the carrier got, and the unit outside that it is for."""
    recipient, way = CARRIED_BY[row.way]
    reference = f"dispatch:{row.id}-{attempt}"
    mail = unit.session.get(UnitMail, row.id) if row.purpose.is_to_unit else None
    if mail is None:
        has_letter = row.letter_id is not None
        kinds = (DataKind.CONTACT, DataKind.CASE_NUMBER, *((DataKind.LETTER,) if has_letter else ()))
        purpose = ProvisionPurpose.DOCUMENT if has_letter else ProvisionPurpose.NOTICE
    else:
        has_sheet = row.purpose is DispatchPurpose.UNIT_SHEET
        kinds = (DataKind.CASE_NUMBER, *((DataKind.MATTER,) if has_sheet else ()))
        purpose = ProvisionPurpose.HANDLING
        receiver = unit.session.get_one(OrganisationUnit, mail.unit_code)
        to_unit = Provision(
            f"{reference}:unit",
            row.complaint_id,
            Recipient.UNIT,
            purpose,
            way,
            kinds,
            name=receiver.name,
            is_certain=is_certain,
        )
        record_provision(to_unit, unit, SYSTEM)
    carried = Provision(reference, row.complaint_id, recipient, purpose, way, kinds, is_certain=is_certain)
    record_provision(carried, unit, SYSTEM)
