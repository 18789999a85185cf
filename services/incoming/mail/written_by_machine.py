"""Whether a machine wrote a message: nobody's complaint, and never answered, so that two machines do not write to each other."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from models.ground.incoming_codes import IncomingReason

# As people write about answers, and about offices, too: such a subject alone proves no machine.
_READS_LIKE_AN_ANSWER = re.compile(
    r"^\s*(自动回复|自动答复|自動回覆|外出自动|automatic reply|auto(matic)?[- ]?reply|out of (the )?office)",
    re.I,
)
_LISTS = frozenset({"list", "bulk", "junk"})
_NOBODY = re.compile(r"^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Machine:
    """As Reading has it."""

    set_aside: IncomingReason | None = None
    left_alone: IncomingReason | None = None
    may_be_answered: bool = True


def find_machine(header: Callable[[str], str], content_type: str, *, has_sender: bool) -> Machine:
    """By the headers of RFC 3834 and of RFC 3464; what alone reads like the answer of a program is put before a person."""
    submitted = header("auto-submitted").split(";")[0].strip().lower()
    if content_type.startswith("multipart/report") and "delivery-status" in content_type:
        return Machine(set_aside=IncomingReason.FAILED_DELIVERY, may_be_answered=False)
    if _answers_by_itself(header, submitted):
        return Machine(left_alone=IncomingReason.AUTOMATIC, may_be_answered=False)
    if header("precedence").strip().lower() in _LISTS or header("list-id") or header("list-unsubscribe"):
        return Machine(left_alone=IncomingReason.MAILING_LIST, may_be_answered=False)
    if submitted not in ("", "no") or _READS_LIKE_AN_ANSWER.match(header("subject")):
        # A form of another office's page writes so too: a person looks at it.
        return Machine(set_aside=IncomingReason.AUTOMATIC, may_be_answered=False)
    local = re.sub(r".*<|@.*", "", header("from")).strip()
    is_nobody = bool(_NOBODY.match(local)) or header("return-path").strip() == "<>" or not has_sender
    return Machine(may_be_answered=not (is_nobody or header("x-auto-response-suppress")))


def _answers_by_itself(header: Callable[[str], str], submitted: str) -> bool:
    if submitted == "auto-replied" or header("precedence").strip().lower() == "auto_reply":
        return True
    if header("x-autoreply") or header("x-autorespond"):
        return True
    answers = bool(header("in-reply-to") or header("x-auto-response-suppress"))
    return submitted not in ("", "no") and answers
