"""What a form says of a sending: its ways, number and day, the call in which it was told, and why it is not as wished."""

from datetime import date

from services.answer.send_answer import SendAnswer
from services.answer.talk import read_talk, ways_of
from services.forms.task_case import Answers, OfForm, text_of


def read_sending(case: OfForm, answers: Answers, reason_field: str = "other_way_reason") -> SendAnswer:
    """As it was filled in, also a call in vain; InvalidInput for a call without its record."""
    told = text_of(answers, "sent_on")
    return SendAnswer(
        ways=ways_of(answers),
        mail_no=text_of(answers, "mail_no"),
        sent_on=date.fromisoformat(told) if told else None,
        reason=text_of(answers, reason_field),
        to_post=answers.get("to_post") is True,
        talk=read_talk(case, answers),
    )
