"""Codes of looks that are on record."""

from enum import StrEnum


class LookKind(StrEnum):
    """What was looked at, or not shown."""

    CASE = "case"
    IDENTITY = "identity"
    EVIDENCE = "evidence"
    EXPORT = "export"  # a paper or table that left as a file
    INCOMING = "incoming"  # a message, a thing that was found in a box, or a visit, of no case yet
    REFUSED = "refused"
    SIGN_IN_FAILED = "sign_in_failed"


# What a person saw of a case; by the others he saw nothing.
SEEN = (LookKind.CASE, LookKind.IDENTITY, LookKind.EVIDENCE, LookKind.EXPORT, LookKind.INCOMING)


class LookPurpose(StrEnum):
    """What a person was doing when he looked, as the office's records show it; of a task its element stands behind the code."""

    TASK = "task"  # a task of the case that he had in his hands
    CHOOSING = "choosing"  # an open task that nobody has, read before it is taken
    HANDLING = "handling"  # of the case he handles, without a task at the moment
    REGISTERED = "registered"  # of the case that he registered
    SUPERVISING = "supervising"
    IDENTITY = "identity"  # the identity, for a purpose that stands in the vault's own record
    COMPARING = "comparing"  # whether the same person filed something before, while a complaint is registered
    COUNTER = "counter"
    INCOMING = "incoming"
    GROUPING = "grouping"
    LETTER = "letter"
    POST = "post"
    DATA_REQUEST = "data_request"
    FILE_REVIEW = "file_review"
    OVERSIGHT = "oversight"
    ASKED = "asked"  # by who is complained about, of what he is asked and told
    TABLE = "table"  # a table or paper of many cases left, for a purpose that stands in the trail


def read_purpose(told: str | None) -> tuple[LookPurpose | None, str]:
    """The code and the element of the task, from what stands in a row; None for what is not known."""
    code, _, element = (told or "").partition(":")
    return (LookPurpose(code) if code in set(LookPurpose) else None), element
