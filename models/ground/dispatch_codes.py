"""What is sent to a complainant or a unit outside (对外发送), and what became of it."""

from enum import StrEnum


class DispatchPurpose(StrEnum):
    """What a notice tells of, or which document is mailed itself; a mailed `LETTER` is told by its letter."""

    ANSWER = "answer"
    INTERIM_ANSWER = "interim_answer"
    REVIEW = "review"
    LETTER = "letter"
    ANSWER_LETTER = "answer_letter"
    INTERIM_ANSWER_LETTER = "interim_answer_letter"
    REVIEW_DECISION = "review_decision"
    RECEIPT = "receipt"
    DATA_INCIDENT = "data_incident"
    # To a unit outside: its sheet; that there is one, where it tells who complained; before and after its limit.
    UNIT_SHEET = "unit_sheet"
    UNIT_NOTICE = "unit_notice"
    UNIT_NEAR = "unit_near"
    UNIT_OVER = "unit_over"

    @property
    def is_to_unit(self) -> bool:
        """Whether a unit outside gets it, not the complainant."""
        return self in TO_UNITS


class DispatchState(StrEnum):
    """Where a notice stands. `KEPT` (未实际发出): the office has no carrier for its way, so that nothing has left.

    `IN_DOUBT`: the carrier may have taken it or not, and nobody can say; it is never sent again by itself.
    `RETURNED`: it was taken, and came back later as undeliverable. `AWAITS_LETTER` (待定稿): the document is to be mailed and
    is not frozen yet. `REPLACED`: it had not left when a later document took its place.
    """

    AWAITS_LETTER = "awaits_letter"
    WAITING = "waiting"
    SENDING = "sending"
    TAKEN = "taken"
    KEPT = "kept"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    RETURNED = "returned"
    TOLD = "told"
    DROPPED = "dropped"
    REPLACED = "replaced"

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody has to say what is done."""
        return self in WAIT_FOR_PERSON


# No server has it: one refused it, the office did not send it, or it came back. A document of these is owed.
NOT_ARRIVED = (DispatchState.REFUSED, DispatchState.RETURNED)
WAIT_FOR_PERSON = (
    DispatchState.AWAITS_LETTER,
    DispatchState.KEPT,
    DispatchState.REFUSED,
    DispatchState.IN_DOUBT,
    DispatchState.RETURNED,
)
TO_UNITS = frozenset(
    {
        DispatchPurpose.UNIT_SHEET,
        DispatchPurpose.UNIT_NOTICE,
        DispatchPurpose.UNIT_NEAR,
        DispatchPurpose.UNIT_OVER,
    }
)
