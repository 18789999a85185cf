"""Codes of proposals to the owner of a process: what one was learnt from, and what is answered."""

from enum import StrEnum


class ProposalSource(StrEnum):
    """What it was learnt from. `hand`: seen by who proposes it."""

    STUDY = "study"
    MEASURE = "measure"
    STAGE = "stage"
    LIMIT = "limit"
    COMMENT = "comment"
    REVIEW = "review"
    HAND = "hand"


class ProposalState(StrEnum):
    """How it stands. That it is carried is no state: a version says so (ProcessProposal.changed_version)."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    PUT_OFF = "put_off"
    REFUSED = "refused"


class ProposalAnswer(StrEnum):
    """What the owner of the process says to it."""

    TAKEN_UP = "taken_up"
    PUT_OFF = "put_off"
    REFUSED = "refused"


class ProposalFigure(StrEnum):
    """Numbers that are frozen with it; each has a definition (`proposal_means`)."""

    STUDY_TOLD = "study_told"
    STUDY_FOUND = "study_found"
    MEASURE_BEFORE = "measure_before"
    MEASURE_AFTER = "measure_after"
    STAGE_CASES = "stage_cases"
    STAGE_DAYS = "stage_days"
    STAGE_MEDIAN = "stage_median"
    STAGE_NINE_OF_TEN = "stage_nine_of_ten"
    LIMIT_LOST = "limit_lost"
    LIMIT_CASES = "limit_cases"
    REVIEW_FILES = "review_files"
    REVIEW_LOST = "review_lost"
