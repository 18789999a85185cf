"""An owner's text as it is tried, before it is used."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """The block of a kind that is tried, with which case, and the texts by block with it among them."""

    kind: str
    block: str
    complaint: Complaint
    texts: Texts
