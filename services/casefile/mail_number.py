"""The number of a registered letter as the post prints it: how it is kept, and what cannot be one."""

import re
import unicodedata
from collections.abc import Collection

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from services.unit_of_work import Unit

_SHAPE = re.compile(r"\A[A-Z]{0,2}[0-9]{8,18}[A-Z]{0,2}\Z")
# UPU S10, of letters abroad and of much within the country: eight digits, one that checks them, and a country.
_CHECKED = re.compile(r"\A[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}\Z")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_FILLERS = re.compile(r"[\s-]")


def tidy(text: str) -> str:
    """Without spaces and dashes, in capitals, full-width characters as plain ones."""
    return _FILLERS.sub("", unicodedata.normalize("NFKC", text)).upper()


def find_fault(number: str) -> str | None:
    """Why a tidied number cannot be one."""
    if not number:
        return "REQUIRED"
    if not _SHAPE.match(number):
        return "BAD_MAIL_NO"
    checked = _CHECKED.match(number)
    return "BAD_MAIL_NO" if checked and _check_digit(checked[1]) != int(checked[2]) else None


def find_taken(numbers: Collection[str], unit: Unit) -> set[str]:
    """Those of these that stand with another letter already."""
    taken: set[str] = set()
    for table in (LetterDelivery, AnswerSending, InterimSending, ReviewSending):
        taken.update(unit.session.scalars(select(table.mail_no).where(table.mail_no.in_(numbers))))
    return taken


def _check_digit(digits: str) -> int:
    left = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
    return {10: 0, 11: 5}.get(left, left)
