"""What the vault holds of complainants, as one question that a page asks once for all who need it."""

from collections.abc import Collection

from sqlalchemy import Select, select

from models.case.complaint import Complaint
from models.vault.earlier_address import EarlierAddress
from models.vault.earlier_identity import EarlierIdentity
from models.vault.identity import Identity
from models.vault.represented_person import RepresentedPerson


def select_own_rows(
    complaint_ids: Collection[str],
) -> Select[str, Identity, RepresentedPerson, EarlierAddress, EarlierIdentity]:
    """By case: its id, the identity, who is spoken for, an earlier address, an earlier value; None where there is none."""
    return (
        select(Complaint.id, Identity, RepresentedPerson, EarlierAddress, EarlierIdentity)
        .select_from(Complaint)
        .outerjoin(Identity, Identity.complaint_id == Complaint.id)
        .outerjoin(RepresentedPerson, RepresentedPerson.complaint_id == Complaint.id)
        .outerjoin(EarlierAddress, EarlierAddress.complaint_id == Complaint.id)
        .outerjoin(EarlierIdentity, EarlierIdentity.complaint_id == Complaint.id)
        .where(Complaint.id.in_(sorted(complaint_ids)))
    )
