"""Closed vocabularies of how personal data are protected: texts that tell of their use, and what people ask about theirs."""

from enum import StrEnum


class NoticeState(StrEnum):
    """Where a text stands; `withdrawn` by who proposed it."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class NoticePart(StrEnum):
    """What a text has to say of the use of personal data, in the order in which it is read."""

    HANDLER = "handler"
    PURPOSE = "purpose"
    METHOD = "method"
    KINDS = "kinds"
    RECIPIENTS = "recipients"
    RETENTION = "retention"
    RIGHTS = "rights"


class NoticeWay(StrEnum):
    """How somebody was told: on the form that he sent, read to him, handed over on paper, with his receipt, or in the file
    from which this one was taken.
    """

    ON_FORM = "on_form"
    READ_OUT = "read_out"
    ON_PAPER = "on_paper"
    WITH_RECEIPT = "with_receipt"
    EARLIER_FILE = "earlier_file"


class DataRight(StrEnum):
    """What a person may ask about his personal data (《个人信息保护法》第四十四条至第四十八条、第十五条)."""

    COPY = "copy"
    CORRECT = "correct"
    ERASE = "erase"
    TRANSFER = "transfer"
    EXPLAIN = "explain"
    WITHDRAW_CONSENT = "withdraw_consent"


class AskedBy(StrEnum):
    """By which way he asked."""

    CODE = "code"
    COUNTER = "counter"
    LETTER = "letter"
    PHONE = "phone"


class IdentityCheck(StrEnum):
    """How it was seen that the data are his; no more is asked than the request needs."""

    CODE = "code"
    CODE_AND_MARK = "code_and_mark"
    DOCUMENT = "document"
    CALLED_BACK = "called_back"
    AUTHORISED = "authorised"


class DataRequestState(StrEnum):
    """What became of it; `restricted`: the file must be kept, so the data are kept and used for nothing else."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    RESTRICTED = "restricted"


class DataRefusal(StrEnum):
    """Why it is not done as it was asked."""

    KEPT_BY_LAW = "kept_by_law"
    STILL_NEEDED = "still_needed"
    SECRET_BY_LAW = "secret_by_law"  # noqa: S105 - a ground of refusal, no password
    NOT_HIS = "not_his"
    NOT_PROVEN = "not_proven"
    OTHER = "other"
