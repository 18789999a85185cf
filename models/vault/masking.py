"""Masked forms of personal data: enough to recognise one's own, too little to learn another's. Pure."""

import re
from enum import StrEnum


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
