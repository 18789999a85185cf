"""A new postal address of a complainant: letters go there from now on, the earlier one is kept in the vault."""

from sqlalchemy import select

from models.ground.errors import RuleRefused
from models.ground.ids import new_id
from models.vault.earlier_address import EarlierAddress
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.store_identity import place_of
from services.identity.words_anew import forget_found_words
from services.unit_of_work import Unit

NO_IDENTITY = "NO_IDENTITY"


def find_address_bar(complaint_id: str, unit: Unit) -> str | None:
    """NO_IDENTITY where nobody is known to whom a letter could go."""
    return NO_IDENTITY if unit.session.get(Identity, complaint_id) is None else None


def change_address(complaint_id: str, address: str, login: str, unit: Unit) -> None:
    """Seal the new address in the caller's unit; RuleRefused("NO_IDENTITY") for an anonymous case."""
    row = unit.session.get(Identity, complaint_id)
    if row is None:
        raise RuleRefused(NO_IDENTITY)
    keyring, place = get_keyring(), place_of(PersonalField.ADDRESS, complaint_id)
    if row.address_sealed is not None:
        earlier = EarlierAddress(
            id=new_id(),
            complaint_id=complaint_id,
            address=keyring.open(row.address_sealed, place),
            until=unit.clock.now(),
            replaced_by=login,
        )
        unit.session.add(earlier)
    row.address_sealed = keyring.seal(address.strip(), place)
    unit.session.flush()
    forget_found_words(complaint_id, unit)


def list_earlier_addresses(complaint_id: str, unit: Unit) -> list[str]:
    """Those that were replaced, the first first. Never log or cache them."""
    query = select(EarlierAddress.address).where(EarlierAddress.complaint_id == complaint_id)
    return list(unit.session.scalars(query.order_by(EarlierAddress.until)))
