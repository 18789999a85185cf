"""What a person was known by before goes with him into another case: there too it is cut out of words that leave."""

from sqlalchemy import select

from models.ground.ids import new_id
from models.vault.earlier_address import EarlierAddress
from models.vault.earlier_identity import EarlierIdentity
from services.unit_of_work import Unit


def carry_earlier(first_id: str, new_case_id: str, unit: Unit) -> None:
    """Seal the earlier values and addresses of the first case for the other one too, in the caller's unit."""
    values = unit.session.scalars(
        select(EarlierIdentity).where(EarlierIdentity.complaint_id == first_id)
    ).all()
    addresses = unit.session.scalars(
        select(EarlierAddress).where(EarlierAddress.complaint_id == first_id)
    ).all()
    for row in values:
        unit.session.add(
            EarlierIdentity(
                id=new_id(),
                complaint_id=new_case_id,
                field=row.field,
                value=row.value,
                until=row.until,
                replaced_by=row.replaced_by,
            )
        )
    for row_of_address in addresses:
        unit.session.add(
            EarlierAddress(
                id=new_id(),
                complaint_id=new_case_id,
                address=row_of_address.address,
                until=row_of_address.until,
                replaced_by=row_of_address.replaced_by,
            )
        )
    unit.session.flush()
