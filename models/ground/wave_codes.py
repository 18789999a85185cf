"""Codes of waves (苗头): of what complaints there are suddenly more, how far that has come, and what a person decides."""

from enum import StrEnum


class WaveDimension(StrEnum):
    """By what complaints are watched; `unit` is the one complained about."""

    ITEM = "item"
    WINDOW = "window"
    CATEGORY = "category"
    UNIT = "unit"


class WaveState(StrEnum):
    """`open` waits for a person; `gone`: too few of the complaints that it was raised for count (corrected, restricted).

    `done`: what was taken up is done.
    """

    OPEN = "open"
    TAKEN_UP = "taken_up"
    DISMISSED = "dismissed"
    DONE = "done"
    GONE = "gone"


class WaveDecision(StrEnum):
    """What a person does with a wave; `done` ends what was taken up."""

    TAKE_UP = "take_up"
    DISMISS = "dismiss"
    DONE = "done"


DECIDED = (WaveState.TAKEN_UP, WaveState.DISMISSED, WaveState.DONE)
