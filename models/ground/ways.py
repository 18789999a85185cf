"""By which ways the centre and a complainant reach each other, and what comes of it."""

from enum import StrEnum


class Way(StrEnum):
    """By which way the centre and a complainant reach each other; at the query code one has to look by oneself."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    IN_PERSON = "in_person"
    PLATFORM = "platform"
    QUERY_CODE = "query_code"


class ContactOutcome(StrEnum):
    """What came of a contact: spoken to, tried in vain, or written and sent off."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    SENT = "sent"


class VisitResult(StrEnum):
    """What one visit came to. `unrated` (未评价): reached without a word; `unanswered` (未取得评价): nobody was reached."""

    RATED = "rated"
    UNRATED = "unrated"
    TRIED = "tried"
    SENT = "sent"
    UNANSWERED = "unanswered"
