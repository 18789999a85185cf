"""One thing on which database and engine do not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Difference(StrEnum):
    """What differs; the first ones are begun anew by a repair, the others say what a person has to look at."""

    # The engine does not know the instance of the run.
    RUN_UNKNOWN = "RUN_UNKNOWN"
    # Tasks that wait here are unknown there, or those that wait there were done here: an older store.
    TASK_UNKNOWN = "TASK_UNKNOWN"
    TASK_DONE_HERE = "TASK_DONE_HERE"
    # The engine completed what nobody has submitted here: an older database.
    TASK_DONE_THERE = "TASK_DONE_THERE"
    # A task of the run waits there under the key of another one on record, so that it can come into no list.
    TASK_KEY_USED = "TASK_KEY_USED"
    # The same of a task beside the run, as of a request's own process: no run begun anew would bring it back.
    TASK_KEY_USED_BESIDE = "TASK_KEY_USED_BESIDE"
    # The run stands in another stage than the record, between two tasks too.
    RUN_ELSEWHERE = "RUN_ELSEWHERE"
    # What was submitted is not going to be told.
    SUBMISSION_UNTOLD = "SUBMISSION_UNTOLD"
    # A live instance of a case that has another one, or is closed.
    RUN_TWICE = "RUN_TWICE"
    CLOSED_RUNS = "CLOSED_RUNS"
    # A request whose own process the engine does not know, or whose start was told and began none.
    REQUEST_UNKNOWN = "REQUEST_UNKNOWN"
    # A request's own process waits for what was done here, or does not know what waits here.
    REQUEST_ASTRAY = "REQUEST_ASTRAY"
    # An open case without a run to come, one that waits to be taken up, and a run that does not begin.
    NO_RUN = "NO_RUN"
    RUN_OVER = "RUN_OVER"
    RUN_NOT_BEGUN = "RUN_NOT_BEGUN"
    # A run that has not begun, and whose start nobody is going to tell.
    START_UNTOLD = "START_UNTOLD"
    # A live instance of no case of this office.
    RUN_OF_NOBODY = "RUN_OF_NOBODY"
    CLOCK_UNWATCHED = "CLOCK_UNWATCHED"
    # An owner's diagram, table or form by which the engine begins nothing any more: it has an earlier or a shipped one.
    VERSION_LOST = "VERSION_LOST"


BEGUN_ANEW = frozenset(
    {
        Difference.RUN_UNKNOWN,
        Difference.RUN_ELSEWHERE,
        Difference.TASK_UNKNOWN,
        Difference.TASK_DONE_HERE,
        Difference.TASK_DONE_THERE,
        Difference.TASK_KEY_USED,
        Difference.SUBMISSION_UNTOLD,
        Difference.NO_RUN,
    }
)
CANCELLED = frozenset({Difference.RUN_TWICE, Difference.CLOSED_RUNS})
# The record has not moved: what begins it is told once more.
_ASKED_AGAIN = frozenset({Difference.REQUEST_UNKNOWN, Difference.START_UNTOLD})


@dataclass(frozen=True, slots=True, order=True)
class Differing:
    """`key` is the engine's, or the id of the limit or the case; `complaint_id` empty where no case is known.

    Of RUN_ELSEWHERE also the stage on record and the elements at which the run stands, by commas; of TASK_KEY_USED the key of
    the run on record, of VERSION_LOST the name of its file, of REQUEST_ASTRAY the process of the request.
    """

    complaint_id: str
    difference: Difference
    key: str
    recorded: str = ""
    stands_at: str = ""

    @property
    def is_repaired(self) -> bool:
        """Whether a repair tries to mend it; a request is begun anew only where nothing was submitted to it."""
        return self.difference in BEGUN_ANEW | CANCELLED | _ASKED_AGAIN


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What two looks saw; `open_cases` were compared, `numbers` by the ids of those that differ.

    `is_behind`: the engine does not show the newest that the office had from it, so that what differs may only be on its
    way; or its store is lost, older or another office's.
    """

    open_cases: int
    differing: tuple[Differing, ...]
    numbers: Mapping[str, str]
    is_behind: bool
