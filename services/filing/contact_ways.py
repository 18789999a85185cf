"""Whether a telephone number or an e-mail address can be one; nobody learns from it whether it is in use."""

import re

from models.vault.normalised import plain_phone

# A mobile number, a landline with or without its area code, a service number, or one from abroad; an extension behind it.
_PHONE = re.compile(
    r"\A(?:\+\d{6,15}|1\d{10}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7})(?:(?:转|EXT|X|#)\d{1,6})?\Z"
)
_EMAIL = re.compile(r"\A[^\s@<>\",;]+@[^\s@<>\",;.]+(?:\.[^\s@<>\",;.]+)+\Z")


def find_contact_faults(phone: str, email: str) -> dict[str, str]:
    """A code by field; an empty field has no fault."""
    faults = {}
    if phone.strip() and not _is_phone(phone):
        faults["phone"] = "NOT_A_PHONE"
    if email.strip() and not _EMAIL.match(email.strip()):
        faults["email"] = "NOT_AN_EMAIL"
    return faults


def _is_phone(text: str) -> bool:
    plain = plain_phone(text).upper()
    return bool(_PHONE.match(re.sub(r"\A(?:\+86|0086)(?=[01])", "", plain)))
