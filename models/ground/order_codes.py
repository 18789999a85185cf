"""What comes in as rows of a table: work orders of the 12345 hotline and reviews of 好差评, and what became of each."""

from enum import StrEnum

from models.ground.codes import Channel


class TableKind(StrEnum):
    """Whose rows a table has."""

    ORDERS = "orders"
    REVIEWS = "reviews"

    @property
    def channel(self) -> Channel:
        """The channel that its rows come by."""
        return Channel.HOTLINE_12345 if self is TableKind.ORDERS else Channel.BAD_REVIEW


class RowState(StrEnum):
    """Where a row of a table stands; only a row that waits is still taken."""

    WAITING = "waiting"
    WRONG = "wrong"
    FILED = "filed"
    JOINED = "joined"
    SAME = "same"
    DISCARDED = "discarded"


class OrderChange(StrEnum):
    """What a known work order says that it did not say before."""

    URGED = "urged"
    SUPPLEMENTED = "supplemented"
    REWORDED = "reworded"
    IDENTITY = "identity"
    DUE = "due"


class ReturnKind(StrEnum):
    """What is handed back to the hotline of an order (回填)."""

    ACCEPTANCE = "acceptance"
    EXTENSION = "extension"
    ANSWER = "answer"
    OBJECTION = "objection"


class ObjectionOutcome(StrEnum):
    """What the hotline says to an objection to an order (派单异议)."""

    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
