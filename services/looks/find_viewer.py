"""As whom and from where a look is on record: by ids and digests alone."""

from models.ledger.look_record import THING_LENGTH
from models.office.staff import Staff
from models.vault.keyring import get_keyring
from services.attempts.source import source_name
from services.unit_of_work import UnitOfWork

# A name that nobody has may be a password in the wrong field.
NOBODY = "-"


def find_viewer(login: str, unit_of_work: UnitOfWork) -> str:
    """The login where somebody has it, else NOBODY."""
    with unit_of_work.reading() as unit:
        return login if unit.session.get(Staff, login) is not None else NOBODY


def name_source(address: str) -> str:
    """A keyed digest of where a request came from; the same place gives the same one."""
    return get_keyring().digest("look-source", source_name(address))[:THING_LENGTH]


def name_typed(login: str) -> str:
    """A keyed digest of what was typed as a login, whether somebody has it or not."""
    return get_keyring().digest("look-login", login)[:THING_LENGTH]
