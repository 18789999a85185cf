"""The receipt code of a sheet for a unit outside: 65 random bits that a person can copy from paper.

It is kept sealed, so that the sheet can be printed again, beside the keyed digest that answers are compared with.
"""

import hmac
import secrets
from typing import Protocol

from models.vault.keyring import get_keyring
from services.identity.query_code import plain_code, write_code

RANDOM_BYTES = 32


class Sheeted(Protocol):
    """A request that a unit outside answers by the code on its sheet."""

    receipt_code: str | None
    receipt_code_hmac: str | None


def give_receipt_code(row: Sheeted) -> None:
    """Give the request a fresh code; a sheet with an earlier one opens nothing any more."""
    row.receipt_code = write_code(secrets.token_hex(RANDOM_BYTES))
    row.receipt_code_hmac = digest_receipt_code(row.receipt_code)


def digest_receipt_code(code: str) -> str:
    """What is compared; spaces, dashes, case and misread letters do not matter."""
    return get_keyring().digest("receipt-code", plain_code(code))


def is_receipt_code(code: str, stored: str | None) -> bool:
    """Whether this is the code of a sheet; a request without one is opened by none. Takes equal time for all."""
    return hmac.compare_digest(stored or "0" * 64, digest_receipt_code(code)) and stored is not None
