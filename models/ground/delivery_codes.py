"""Letters on their way to people (送达): what is delivered, and how far it is."""

from enum import StrEnum


class DeliveryPurpose(StrEnum):
    """What is delivered: the receipt of the registration, a frozen letter, the answer of a round, an interim answer, the
    decision of a review, a return visit in writing.
    """

    RECEIPT = "receipt"
    LETTER = "letter"
    ANSWER = "answer"
    INTERIM = "interim"
    REVIEW = "review"
    VISIT = "visit"

    @property
    def is_sending(self) -> bool:
        """Whether number, day, return and proof stand with a sending of what answers, and nowhere else."""
        return self in SENDINGS


# What answers the complainant: its letter meets a limit, and so it is posted with a number.
SENDINGS = frozenset({DeliveryPurpose.ANSWER, DeliveryPurpose.INTERIM, DeliveryPurpose.REVIEW})


class DeliveryState(StrEnum):
    """How far it is, as its days say. `IN_HALL` waits there for whoever fetches it; `POSTED` is out: neither back nor proved
    to have arrived.
    """

    TO_POST = "to_post"
    IN_HALL = "in_hall"
    POSTED = "posted"
    RETURNED = "returned"
    ARRIVED = "arrived"
    TAKEN_OFF = "taken_off"


class IdentityDocument(StrEnum):
    """What was shown at the counter; its number is kept nowhere."""

    ID_CARD = "id_card"
    RESIDENCE_PERMIT = "residence_permit"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    SOCIAL_SECURITY_CARD = "social_security_card"
    BUSINESS_LICENCE = "business_licence"
