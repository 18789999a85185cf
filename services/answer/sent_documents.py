"""The documents of a case that reach its complainant: the answer of the round and the decision of each review."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.review import Review
from models.case.complaint import Complaint
from services.casefile.answer_sendings import (
    Sending,
    find_last_sending,
    is_on_its_way,
    list_review_sendings,
)
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.unit_of_work import Unit

ANSWER = "answer"
NAMES = {ANSWER: "答复书"}
REVIEW_NAME = "复查决定书"


@dataclass(frozen=True, slots=True)
class Document:
    """`id` is `answer` or that of the review; `last` is None for a decision that was only shown at the query code."""

    id: str
    last: Sending | None

    @property
    def label(self) -> str:
        """What the form calls it."""
        number = self.last.mail_no if self.last is not None else None
        return f"{NAMES.get(self.id, REVIEW_NAME)}{f'（{number}）' if number else ''}"

    @property
    def option(self) -> dict[str, str]:
        """As an option of a form's select."""
        return {"label": self.label, "value": self.id}


def list_documents(complaint: Complaint, unit: Unit) -> list[Document]:
    """The latest first."""
    answered = find_last_sending(complaint.id, complaint.round, unit)
    found = [] if answered is None else [Document(ANSWER, answered)]
    reviews = select(Review.id).where(Review.complaint_id == complaint.id, Review.decided_at.is_not(None))
    for review_id in unit.session.scalars(reviews.order_by(Review.no)):
        sendings = list_review_sendings(review_id, unit)
        found.append(Document(review_id, sendings[-1] if sendings else None))
    return sorted(found, key=_order, reverse=True)


def _order(document: Document) -> tuple[bool, str]:
    return (document.last is not None, document.last.sent_at.isoformat() if document.last is not None else "")


def list_letters_out(complaint: Complaint, unit: Unit) -> list[Document]:
    """Those whose registered letter is out."""
    return [known for known in list_documents(complaint, unit) if is_on_its_way(known.last)]


def list_to_send_again(complaint: Complaint, unit: Unit) -> list[Document]:
    """Those of whose arrival nothing is known."""
    documents = list_documents(complaint, unit)
    return [known for known in documents if known.last is None or known.last.delivered_on is None]


def choose_document(documents: list[Document], answers: Answers) -> Document | None:
    """The chosen one of these, the latest where a form does not ask; None of none. InvalidInput on `document`."""
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
    numbers = [known.last.mail_no or "" for known in documents if known.last is not None]
    return {"mail_no": "、".join(numbers), **show_documents(documents)}
