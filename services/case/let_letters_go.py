"""What waits to be posted when a round ends is posted no more: the next answer takes its place."""

from models.case.complaint import Complaint
from services.actor import Actor
from services.casefile.answer_sendings import answer_subject, find_due_letter
from services.casefile.interim_lines import list_interim_answers
from services.unit_of_work import Unit

NEXT_ROUND = "办件已进入新一轮办理，本轮答复将另行送达。"


def let_letters_go(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Take the answer of this round and all interim answers off the list of the post, before the round is counted on.

    Posted later, the letter would meet the limit of an answer that is not written yet. A review's decision stays owed.
    """
    interims = [row.id for row in list_interim_answers(complaint.id, unit)]
    for subject in (answer_subject(complaint.round), *interims):
        row = find_due_letter(complaint.id, subject, unit)
        if row is None:
            continue
        row.taken_off_at, row.taken_off_by = unit.clock.now(), actor.name
        row.taken_off_reason = NEXT_ROUND
        row.version += 1
        payload = {"delivery": row.purpose.value, "subject": row.subject, "attempt": row.attempt}
        unit.trail.add(complaint.id, "delivery.taken_off", {**payload, "mail_no": None}, actor)
