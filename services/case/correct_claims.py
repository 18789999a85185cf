"""Corrects what is wanted: the claims, and which matters each arises from. Part of the correction of a split."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.case.claim import MAX_CLAIM_LENGTH, MAX_CLAIMS, Claim
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from services.casefile.get_case import list_claims, list_matters
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class TypedClaim:
    """One claim as a person types it; `matters` are numbers with anything between them, empty for all."""

    text: str
    matters: str = ""


def replace_claims(complaint_id: str, typed: Sequence[TypedClaim], unit: Unit) -> list[str] | None:
    """The earlier claims, or None where nothing changes. InvalidInput for too many, too long, or an unknown matter."""
    known = [matter.no for matter in list_matters(complaint_id, unit)]
    wanted = [
        (claim.text.strip(), _read_numbers(claim.matters, known)) for claim in typed if claim.text.strip()
    ]
    if len(wanted) > MAX_CLAIMS or any(len(text) > MAX_CLAIM_LENGTH for text, _ in wanted):
        raise InvalidInput({"claim_text": "TOO_LONG"})
    claims = list_claims(complaint_id, unit)
    if [(claim.text, claim.matter_nos) for claim in claims] == wanted:
        return None
    earlier = [claim.text for claim in claims]
    for claim in claims:
        unit.session.delete(claim)
    unit.session.flush()
    for number, (text, matter_nos) in enumerate(wanted, start=1):
        unit.session.add(
            Claim(id=new_id(), complaint_id=complaint_id, no=number, text=text, matter_nos=matter_nos)
        )
    return earlier


def _read_numbers(text: str, known: Sequence[int]) -> list[int]:
    numbers = sorted({int(number) for number in re.findall(r"\d{1,4}", text)})
    if any(number not in known for number in numbers):
        raise InvalidInput({"claim_text": "NOT_AN_OPTION"})
    return numbers or list(known)
