"""How a start of the engine is refused, and how an engine ends that may not go on; with the exit code of each."""

from typing import Final

# Exit code of a start that a retry cannot mend (sysexits EX_CONFIG); the supervisor does not retry it.
EXIT_START_REFUSED: Final = 78
# Of one that passes by itself: no room on the disk, a port or a store still in use (EX_TEMPFAIL).
EXIT_START_POSTPONED: Final = 75
# Of an engine whose commit failed (EX_IOERR): its memory is ahead of the disk, so it has to begin again from there.
EXIT_COMMIT_FAILED: Final = 74


class StartRefused(Exception):
    """The engine cannot start with these settings or this store; the message is one sentence."""

    exit_code: int = EXIT_START_REFUSED


class StartPostponed(StartRefused):
    """The engine cannot start now, for a reason that passes; the message is one sentence."""

    exit_code = EXIT_START_POSTPONED


class CommitFailed(Exception):
    """Nothing more may be answered or written; what was answered is saved, and the next start goes on from there."""

    exit_code: int = EXIT_COMMIT_FAILED
