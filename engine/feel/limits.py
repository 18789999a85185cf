"""Bounds on what one expression may cost: the engine has a single writer, so no text may hold it up."""

from __future__ import annotations

from engine.feel.errors import EvaluationError

MAX_TEXT_BYTES = 4096
MAX_DEPTH = 50
MAX_STEPS = 100_000
MAX_LIST_LENGTH = 10_000
MAX_STRING_LENGTH = 65_536
MAX_PATTERN_LENGTH = 500
# Product of subject length and unbounded quantifiers: about one second of backtracking at worst.
MAX_PATTERN_COST = 10**8


def check_length(characters: int) -> None:
    """EvaluationError for a text that would be longer than one result may be; asked before it is made."""
    if characters > MAX_STRING_LENGTH:
        raise EvaluationError(f"The text is longer than {MAX_STRING_LENGTH} characters")


def check_size(value: object) -> object:
    """Return `value`; EvaluationError when it is a longer list or text than one result may be."""
    if isinstance(value, str):
        check_length(len(value))
    if isinstance(value, list) and len(value) > MAX_LIST_LENGTH:
        raise EvaluationError(f"The list has more than {MAX_LIST_LENGTH} items")
    return value


def size_steps(value: object) -> int:
    """The steps that it costs to copy a value once: a long text, a list or a context is more than one."""
    if isinstance(value, str):
        return len(value) // 256
    return len(value) // 16 if isinstance(value, list | dict) else 0


class Countdown:
    """Steps that are left; lists that share their parts would else be walked exponentially often."""

    __slots__ = ("complaint", "left")

    def __init__(
        self, steps: int = MAX_STEPS, complaint: str = f"The evaluation takes more than {MAX_STEPS} steps"
    ) -> None:
        self.left = steps
        self.complaint = complaint

    def spend(self, steps: int = 1) -> None:
        """Use up `steps`; EvaluationError when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise EvaluationError(self.complaint)
