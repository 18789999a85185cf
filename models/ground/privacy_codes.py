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
