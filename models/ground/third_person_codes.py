"""Codes of what may tell of a third person in words that leave the handling office."""

from enum import StrEnum


class ThirdKind(StrEnum):
    """What kind of thing was found."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    MAIL = "mail"
    ACCOUNT = "account"
    ADDRESS = "address"
    WORKPLACE = "workplace"
