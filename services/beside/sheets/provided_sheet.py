"""What a unit was given with a request: on record for a unit outside, and within the centre where it tells who complained."""

from models.beside.sent_sheet import SentSheet
from models.beside.side_request import SideRequest
from models.ground.codes import UnitKind
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.sheets.facts_sheet import IDENTITY
from services.casefile.record_provision import Provision, record_provision
from services.unit_of_work import Unit


def record_sheet(row: SideRequest, unit_code: str, unit: Unit, actor: Actor) -> None:
    """Once for the request and the unit; whoever gets a request after another unit gets the sheet as it left."""
    receiver = unit.session.get(OrganisationUnit, unit_code)
    sheet = unit.session.get(SentSheet, row.id)
    tells_identity = sheet is not None and sheet.level >= IDENTITY
    if receiver is None or not (receiver.kind is UnitKind.EXTERNAL or tells_identity):
        return
    kinds = (DataKind.CASE_NUMBER, DataKind.MATTER)
    provision = Provision(
        f"{row.__tablename__}:{row.id}:{unit_code}",
        row.complaint_id,
        Recipient.UNIT,
        ProvisionPurpose.HANDLING,
        ProvisionWay.SHEET,
        (*kinds, DataKind.NAME, DataKind.HANDLING_NUMBER) if tells_identity else kinds,
        name=receiver.name,
    )
    record_provision(provision, unit, actor)
