"""Closed vocabulary of whose matter it is that somebody complains about."""

from enum import StrEnum


class Standing(StrEnum):
    """How who complains stands to the matter: nobody has asked, his own (本人), 受托人, 监护人, 旁观者."""

    UNKNOWN = "unknown"
    OWN = "own"
    AGENT = "agent"
    GUARDIAN = "guardian"
    BYSTANDER = "bystander"
