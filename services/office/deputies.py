"""Deputies (AB角): who acts for a member of staff."""

from sqlalchemy.orm import Session

from models.office.staff import Staff


def find_acting(session: Session, staff_id: str) -> str | None:
    """The person himself while active, else his active deputy, else None."""
    person = session.get(Staff, staff_id)
    if person is None:
        return None
    if person.active:
        return person.login
    deputy = session.get(Staff, person.deputy_id) if person.deputy_id else None
    return deputy.login if deputy is not None and deputy.active else None
