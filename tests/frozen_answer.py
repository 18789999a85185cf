"""The letter of what answers, frozen as it has to be before its paper leaves."""

from __future__ import annotations

from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from services.casefile.frozen_answer import LETTER_KINDS, lacks_letter
from services.letters.freeze_letter import FreezeLetter, freeze_in
from tests.full_office import FullOffice

CLERK = "wen.rusheng"


def freeze_answer(
    office: FullOffice, case: str, subject: str = "round-1", purpose: DeliveryPurpose = DeliveryPurpose.ANSWER
) -> None:
    """In the words that are proposed; nothing where it is frozen. Its page is laid out by whoever opens it."""
    with office.unit_of_work() as unit:
        if lacks_letter(purpose, subject, case, unit):
            command = FreezeLetter(case, LETTER_KINDS[purpose], subject, {}, None, "https://office.example/")
            freeze_in(command, unit, office.actor(CLERK))


def freeze_waiting(office: FullOffice, case: str) -> None:
    """Those of a case that wait to be posted or fetched."""
    for row in office.rows(LetterDelivery, complaint_id=case):
        if row.is_waiting:
            freeze_answer(office, case, row.subject, row.purpose)
