"""The documents of a case that reach its complainant: the answer, what was answered before it, decisions of reviews."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.review import Review
from models.case.complaint import Complaint
from models.ground.delivery_codes import DeliveryPurpose
from services.casefile.answer_sendings import (
    Sending,
    answer_subject,
    find_due_letter,
    find_last_sending,
    list_interim_sendings,
    list_review_sendings,
    may_be_proved,
    may_come_back,
)
from services.casefile.interim_lines import list_interim_answers
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.unit_of_work import Unit

ANSWER = "answer"
ANSWER_NAME, INTERIM_NAME, REVIEW_NAME = "答复书", "先行答复", "复查意见书"


@dataclass(frozen=True, slots=True)
class Document:
    """`id` is `answer` or that of the interim answer or review; `last` is None for a decision only shown at the query code,
    and for what waits to be posted. `subject` is what the list of the post calls it.
    """

    id: str
    name: str
    last: Sending | None
    complaint_id: str
    purpose: DeliveryPurpose
    subject: str

    @property
    def label(self) -> str:
        """What the form calls it."""
        number = self.last.mail_no if self.last is not None else None
        return f"{self.name}{f'（{number}）' if number else ''}"

    @property
    def option(self) -> dict[str, str]:
        """As an option of a form's select."""
        return {"label": self.label, "value": self.id}

    @property
    def is_owed(self) -> bool:
        """Whether it came back and was neither sent again nor proved delivered."""
        last = self.last
        return last is not None and last.returned_on is not None and last.delivered_on is None


def list_documents(complaint: Complaint, unit: Unit) -> list[Document]:
    """What is owed first, then the latest; an interim answer until the answer itself is sent."""
    case, of_round = complaint.id, answer_subject(complaint.round)
    answered = find_last_sending(case, complaint.round, unit)
    found = []
    if answered is not None or find_due_letter(case, of_round, unit) is not None:
        found.append(Document(ANSWER, ANSWER_NAME, answered, case, DeliveryPurpose.ANSWER, of_round))
    if answered is None:
        found += _list_interim(complaint, unit)
    reviews = select(Review.id).where(Review.complaint_id == case, Review.decided_at.is_not(None))
    for row_id in unit.session.scalars(reviews.order_by(Review.no)):
        sendings = list_review_sendings(row_id, unit)
        last = sendings[-1] if sendings else None
        found.append(Document(row_id, REVIEW_NAME, last, case, DeliveryPurpose.REVIEW, row_id))
    return sorted(found, key=_order, reverse=True)


def _list_interim(complaint: Complaint, unit: Unit) -> list[Document]:
    found = []
    of_round = [row for row in list_interim_answers(complaint.id, unit) if row.round == complaint.round]
    for row in of_round:
        sendings = list_interim_sendings(row.id, unit)
        if sendings or find_due_letter(complaint.id, row.id, unit) is not None:
            last = sendings[-1] if sendings else None
            purpose = DeliveryPurpose.INTERIM
            found.append(Document(row.id, INTERIM_NAME, last, complaint.id, purpose, row.id))
    return found


def _order(document: Document) -> tuple[bool, bool, str]:
    last = document.last
    return (document.is_owed, last is not None, last.sent_at.isoformat() if last is not None else "")


def list_carried(complaint: Complaint, unit: Unit) -> list[Document]:
    """Those that are out with somebody who may bring them back."""
    return [known for known in list_documents(complaint, unit) if may_come_back(known.last)]


def list_letters_out(complaint: Complaint, unit: Unit) -> list[Document]:
    """Those whose letter with a number may still prove delivered."""
    return [known for known in list_documents(complaint, unit) if may_be_proved(known.last)]


def list_to_send_again(complaint: Complaint, unit: Unit) -> list[Document]:
    """Those of whose arrival nothing is known."""
    documents = list_documents(complaint, unit)
    return [known for known in documents if known.last is None or known.last.delivered_on is None]


def choose_document(documents: list[Document], answers: Answers) -> Document | None:
    """The chosen one of these, the first where a form does not ask; None of none. InvalidInput on `document`."""
    if not text_of(answers, "document"):
        return documents[0] if documents else None
    return choose_row(documents, answers, "document")


def show_documents(documents: list[Document]) -> Answers:
    """What a form needs to ask which one is meant."""
    return {
        "document_options": [known.option for known in documents],
        "document": documents[0].id if documents else "",
    }


def show_letters(documents: list[Document]) -> Answers:
    """The same, with the numbers of their letters."""
    numbers = [known.last.mail_no for known in documents if known.last is not None and known.last.mail_no]
    return {"mail_no": "、".join(numbers), **show_documents(documents)}
