"""Blind indexes of who a person or company is: equal ones are found by equal digests, and nothing is opened for it."""

from models.vault.keyring import Keyring
from models.vault.normalised import normalise_email, normalise_id_number, normalise_party, normalise_phone


def index_phone(phone: str, keyring: Keyring) -> str | None:
    """The index of a telephone number in any spelling; None for none."""
    return _index("phone", normalise_phone(phone), keyring)


def index_party(name: str, keyring: Keyring) -> str | None:
    """The index of a name, the same for a person and a company; None for none."""
    return _index("party", normalise_party(name), keyring)


def index_id_number(number: str, keyring: Keyring) -> str | None:
    """The index of an identity number; None for none."""
    return _index("id_number", normalise_id_number(number), keyring)


def index_email(address: str, keyring: Keyring) -> str | None:
    """The index of a mail address; None for none."""
    return _index("email", normalise_email(address), keyring)


def index_account(account: str, keyring: Keyring) -> str | None:
    """The index of an account of a source, as the source writes it; None for none."""
    return _index("account", account, keyring)


def _index(purpose: str, normalised: str, keyring: Keyring) -> str | None:
    return keyring.digest(purpose, normalised) if normalised else None
