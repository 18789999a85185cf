"""What comes in by a door of the office (来件): by which one, where it stands and why."""

from enum import StrEnum

from models.ground.ways import Way


class Door(StrEnum):
    """Where something comes in without a clerk."""

    EMAIL = "email"
    CHAT = "chat"
    FOLDER = "folder"

    @property
    def way(self) -> Way | None:
        """By which way what came there reached the office; None for a scan, of which nobody knows it."""
        return {Door.EMAIL: Way.EMAIL, Door.CHAT: Way.PLATFORM}.get(self)


class IncomingState(StrEnum):
    """`ARRIVED`: kept and not read yet. `PUT_ASIDE` waits for a person; `CLOSED`: a person said why nothing comes of it.

    `SPLIT`: a scan of many things, each of whose pages lie at theirs.
    """

    ARRIVED = "arrived"
    PUT_ASIDE = "put_aside"
    IGNORED = "ignored"
    FILED = "filed"
    JOINED = "joined"
    CLOSED = "closed"
    SPLIT = "split"

    @property
    def may_be_settled(self) -> bool:
        """Whether a person may still say what it is."""
        return self in MAY_BE_SETTLED


MAY_BE_SETTLED = (IncomingState.PUT_ASIDE, IncomingState.IGNORED)


class IncomingTerm(StrEnum):
    """Of which messages the office says for how long they are kept as they came; those in cases are kept with the file."""

    LEFT_ALONE = "left_alone"
    CLOSED = "closed"

    @property
    def state(self) -> IncomingState:
        """Where such a message stands."""
        return IncomingState.IGNORED if self is IncomingTerm.LEFT_ALONE else IncomingState.CLOSED


class IncomingReason(StrEnum):
    """Why it waits for a person, or was left alone by the office."""

    UNREADABLE = "unreadable"
    FOR_A_CLERK = "for_a_clerk"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    WITHOUT_WORDS = "without_words"
    OTHER_SENDER = "other_sender"
    CASE_ARCHIVED = "case_archived"
    FAILED_DELIVERY = "failed_delivery"
    AUTOMATIC = "automatic"
    MAILING_LIST = "mailing_list"
    OWN_MESSAGE = "own_message"
    TOO_MANY = "too_many"
    SAME_AGAIN = "same_again"
    AFTER_ERASURE = "after_erasure"
    NO_COMPLAINT_SAID = "no_complaint_said"
