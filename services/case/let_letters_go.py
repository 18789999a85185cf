"""What waits to be posted when a round ends is posted no more: the next answer takes its place."""

from models.case.complaint import Complaint
from services.actor import Actor
from services.casefile.answer_sendings import answer_subject, find_due_letter
from services.casefile.interim_lines import list_interim_answers
from services.casefile.post_list import let_go, let_visits_go
from services.unit_of_work import Unit

NEXT_ROUND = "办件已进入新一轮办理，本轮答复将另行送达。"
NO_VISIT = "办件已进入新一轮办理，答复后另行回访。"


def let_letters_go(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Take the answer of this round, all interim answers and visits off the list of the post, before the round is counted on.

    Posted later, the letter would meet the limit of an answer that is not written yet, and the visit would ask about one that
    is out of date. A review's decision stays owed.
    """
    interims = [row.id for row in list_interim_answers(complaint.id, unit)]
    for subject in (answer_subject(complaint.round), *interims):
        row = find_due_letter(complaint.id, subject, unit)
        if row is not None:
            let_go(row, NEXT_ROUND, unit, actor)
    let_visits_go(complaint.id, NO_VISIT, unit, actor)
