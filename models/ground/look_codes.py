"""Codes of looks that are on record."""

from enum import StrEnum


class LookKind(StrEnum):
    """What was looked at, or not shown."""

    CASE = "case"
    IDENTITY = "identity"
    EVIDENCE = "evidence"
    EXPORT = "export"  # a paper or table that left as a file
    REFUSED = "refused"
    SIGN_IN_FAILED = "sign_in_failed"


# What a person saw of a case; by the others he saw nothing.
SEEN = (LookKind.CASE, LookKind.IDENTITY, LookKind.EVIDENCE, LookKind.EXPORT)
