"""Letters and records that stand: they go in as they were frozen."""

from collections.abc import Iterator

from services.letters.acceptance_notice import ACCEPTANCE_NOTICE
from services.letters.answer_letter import ANSWER_LETTER
from services.letters.delivery_slip import DELIVERY_SLIP
from services.letters.group_notice import GROUP_NOTICE
from services.letters.interim_answer_letter import INTERIM_ANSWER_LETTER
from services.letters.letter_rows import list_letter_rows
from services.letters.list_letters import tell_frozen
from services.letters.merger_notice import MERGER_NOTICE
from services.letters.opening_record import OPENING_RECORD
from services.letters.refusal_notice import REFUSAL_NOTICE
from services.letters.visit_record import VISIT_RECORD
from services.volumes.part import FilePart, KeptLetter, Place, Scene

# By kind; records of the investigation and what is not named here follow below.
PLACES = {
    ACCEPTANCE_NOTICE.name: Place.ACCEPTANCE,
    REFUSAL_NOTICE.name: Place.ACCEPTANCE,
    MERGER_NOTICE.name: Place.ACCEPTANCE,
    GROUP_NOTICE.name: Place.ACCEPTANCE,
    OPENING_RECORD.name: Place.REGISTRATION,
    INTERIM_ANSWER_LETTER.name: Place.ANSWER,
    ANSWER_LETTER.name: Place.ANSWER,
    DELIVERY_SLIP.name: Place.DELIVERY,
    VISIT_RECORD.name: Place.VISIT,
}


def list_letters(scene: Scene) -> Iterator[FilePart]:
    """In the order in which they were frozen."""
    rows = [row for row in list_letter_rows(scene.complaint.id, scene.unit) if row.frozen_at is not None]
    for row in reversed(rows):
        told = tell_frozen(row, scene.complaint)
        elsewhere = Place.INVESTIGATION if told.is_record else Place.PROCEDURE
        yield FilePart(
            place=PLACES.get(told.kind, elsewhere),
            key=f"letter:{told.id}",
            title=told.title,
            number=told.number,
            by=scene.name(told.frozen_by),
            dated=told.dated,
            content=KeptLetter(told.id, told.subject),
        )
