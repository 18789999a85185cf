"""Two files that were one: what those who carry something over have to know."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint


@dataclass(frozen=True, slots=True)
class TakenApart:
    """The first file and the new one; `numbers` are the new ones of the matters by those that they had in the first file.

    `claim_numbers` are the same of the claims that went with them.
    """

    first: Complaint
    new: Complaint
    numbers: Mapping[int, int]
    claim_numbers: Mapping[int, int]
    reason: str
