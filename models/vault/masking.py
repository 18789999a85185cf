"""Masked forms of personal data: enough to recognise one's own, too little to learn another's. Pure."""

import re
from enum import StrEnum

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class PersonalField(StrEnum):
    """The fields of an identity."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    EMAIL = "email"
    ADDRESS = "address"
    ORGANISATION = "organisation"


def mask_name(name: str) -> str:
    """The first character and stars: 张*."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_phone(phone: str) -> str:
    """The first three and last four digits: 138****0000."""
    digits = re.sub(r"\D", "", phone)
    return digits[:3] + "****" + digits[-4:] if len(digits) > 7 else "*" * len(digits)


def mask_id_number(number: str) -> str:
    """The area and the last four places: 440300********1234."""
    number = number.strip()
    return number[:6] + "*" * (len(number) - 10) + number[-4:] if len(number) > 10 else "*" * len(number)


def mask_email(address: str) -> str:
    """The first letter and the domain: z***@example.cn."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else "***"


def mask_address(address: str) -> str:
    """The first six characters (district) and stars."""
    return address[:6] + "***" if address else ""


MASKS = {
    PersonalField.NAME: mask_name,
    PersonalField.PHONE: mask_phone,
    PersonalField.ID_NUMBER: mask_id_number,
    PersonalField.EMAIL: mask_email,
    PersonalField.ADDRESS: mask_address,
    PersonalField.ORGANISATION: mask_address,
}


def mask_text(text: str) -> str:
    """Free text with every ID number, mobile number and e-mail address in it masked."""
    text = _ID_NUMBER.sub(lambda found: mask_id_number(found.group()), text)
    text = _MOBILE.sub(lambda found: mask_phone(found.group()), text)
    return _EMAIL.sub(lambda found: mask_email(found.group()), text)
