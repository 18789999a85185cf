"""The vault's key and the database must belong together; a lost or foreign key is noticed at start."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.errors import OfficeUnusable
from models.vault.keyring import KeyMissing, Keyring, SealBroken
from models.vault.vault_key import VaultKey

_WORD = "jieban"


class ForeignKeyFile(OfficeUnusable):
    """The key file does not belong to this database.

    Put the office's own key file back, or open its own database.
    """

    code = "FOREIGN_KEY_FILE"


def register_key(session: Session, keyring: Keyring, at: datetime) -> None:
    """Remember in the database which key seals it; once per key, at set-up and after a rotation.

    ForeignKeyFile when the keyring lacks a key that sealed this database before: a fresh key opens nothing.
    """
    check_key(session, keyring)
    key_id = keyring.active_key_id
    if session.get(VaultKey, key_id) is None:
        session.add(VaultKey(key_id=key_id, proof=keyring.seal(_WORD, _place(key_id)), added_at=at))
        session.flush()


def check_key(session: Session, keyring: Keyring) -> None:
    """Prove at start that every key that sealed this database is at hand.

    ForeignKeyFile with what to do otherwise.
    """
    for row in session.scalars(select(VaultKey)):
        try:
            keyring.open(row.proof, _place(row.key_id))
        except (KeyMissing, SealBroken) as error:
            raise ForeignKeyFile() from error


def _place(key_id: str) -> str:
    return f"vault_key:proof:{key_id}"
