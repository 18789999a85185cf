"""For whom an agent or guardian speaks: kept in the vault, cut out of every word that leaves, shown with the identity."""

from models.vault.represented_person import RepresentedPerson
from services.identity.words_anew import forget_found_words
from services.unit_of_work import Unit


def store_represented(complaint_id: str, name: str, unit: Unit) -> None:
    """Seal the name in the caller's unit, instead of an earlier one; an empty one changes nothing."""
    if not name.strip():
        return
    unit.session.merge(
        RepresentedPerson(complaint_id=complaint_id, name=name.strip(), stored_at=unit.clock.now())
    )
    unit.session.flush()
    forget_found_words(complaint_id, unit)


def has_represented(complaint_id: str, unit: Unit) -> bool:
    """Whether somebody is named."""
    return unit.session.get(RepresentedPerson, complaint_id) is not None


def find_represented(complaint_id: str, unit: Unit) -> str | None:
    """The name in the clear; None where nobody is named. Never log or cache it."""
    row = unit.session.get(RepresentedPerson, complaint_id)
    return None if row is None else row.name
