"""Gives the identities and declarations of an earlier release the blind indexes by which they are matched."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.office.declared_relation import OUTSIDE_SUBJECTS, DeclaredRelation
from models.vault.blind_index import index_party
from models.vault.identity import Identity
from models.vault.keyring import Keyring
from models.vault.masking import PersonalField
from services.identity.store_identity import place_of


def index_parties(session: Session, keyring: Keyring) -> None:
    """Index what has none. The machine opens a name for its own index once, in memory; it is shown to nobody."""
    identities = select(Identity).where(
        or_(
            Identity.name_sealed.is_not(None) & Identity.name_index.is_(None),
            Identity.organisation_sealed.is_not(None) & Identity.organisation_index.is_(None),
        )
    )
    for row in session.scalars(identities).all():
        row.name_index = _index(row.name_sealed, PersonalField.NAME, row, keyring)
        row.organisation_index = _index(row.organisation_sealed, PersonalField.ORGANISATION, row, keyring)
    relations = select(DeclaredRelation).where(
        DeclaredRelation.subject_type.in_(OUTSIDE_SUBJECTS), DeclaredRelation.subject_index.is_(None)
    )
    for declared in session.scalars(relations).all():
        declared.subject_index = index_party(declared.subject, keyring)
    session.flush()


def _index(sealed: str | None, field: PersonalField, row: Identity, keyring: Keyring) -> str | None:
    if sealed is None:
        return None
    return index_party(keyring.open(sealed, place_of(field, row.complaint_id)), keyring)
