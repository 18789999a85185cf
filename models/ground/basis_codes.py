"""What a legal basis may be for."""

from enum import StrEnum


class BasisUse(StrEnum):
    """The decisions that rest on a basis of the register (R3, R88)."""

    REFUSAL = "refusal"
    OPINION = "opinion"
    EXTENSION = "extension"
    RECUSAL = "recusal"
    ORDER = "order"
