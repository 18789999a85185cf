"""Codes of falsification signals (弄虚作假线索): what each looks for, and what people decide about one."""

from enum import StrEnum


class SignalCode(StrEnum):
    """Each is computed by one file of services/signals, which says what it fires for and what is lawful beside it."""

    BACK_DATED = "back_dated"
    TOLD_WITHOUT_ATTEMPT = "told_without_attempt"
    CLOSED_WITHOUT_EVIDENCE = "closed_without_evidence"
    SATISFACTION_ENTERED = "satisfaction_entered"
    CLOSING_BURST = "closing_burst"
    COPIED_FINDINGS = "copied_findings"
    GROUNDLESS_PAUSE = "groundless_pause"
    BEFORE_REPLY = "before_reply"
    WITHDRAWN_NEARBY = "withdrawn_nearby"


class SignalState(StrEnum):
    """A signal is no verdict (线索 not 结论): somebody looks, and takes it up or dismisses it."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    DISMISSED = "dismissed"


class SignalDecision(StrEnum):
    """What is decided about one."""

    TAKE_UP = "take_up"
    DISMISS = "dismiss"
