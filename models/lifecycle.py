"""The states of a case, its clocks and its tasks. Which step follows which belongs to the diagrams."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands."""

    INTAKE = "intake"
    INVESTIGATION = "investigation"
    DISPOSAL = "disposal"
    FEEDBACK = "feedback"
    RETURN_VISIT = "return_visit"
    ARCHIVED = "archived"


class Outcome(StrEnum):
    """How the acceptance decision of a case ended: one accepted claim is enough to go on."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class ClockKind(StrEnum):
    """Which limit a clock measures."""

    ACCEPTANCE = "acceptance"
    RESOLVE = "resolve"
    INVESTIGATION = "investigation"
    FEEDBACK = "feedback"
    RETURN_VISIT = "return_visit"


# Limits told to the complainant; the others are inner limits and show on their own rows only.
LEGAL_CLOCK_KINDS = frozenset({ClockKind.ACCEPTANCE, ClockKind.RESOLVE, ClockKind.FEEDBACK})


class Rung(StrEnum):
    """How near a clock is to its due moment."""

    WITHIN = "within"
    NEAR = "near"
    OVER = "over"
    SUPERVISED = "supervised"
    PAUSED = "paused"
    STOPPED = "stopped"


class Announce(StrEnum):
    """What a check of a clock tells the diagram to announce."""

    NONE = "none"
    NEAR = "near"
    OVER = "over"


class ClockPauseReason(StrEnum):
    """Why a clock stands still."""

    SUPPLEMENT = "supplement"
    ENTRUSTED = "entrusted"
    APPRAISAL = "appraisal"
    RECUSAL = "recusal"


class TaskState(StrEnum):
    """A user task as our projection knows it."""

    OPEN = "open"
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class DecisionKind(StrEnum):
    """Decisions that exist once per round of a case."""

    ACCEPTANCE = "acceptance"
    ASSIGNMENT = "assignment"
    FINDINGS = "findings"
    OPINION = "opinion"
    APPROVAL = "approval"


class FileEntryKind(StrEnum):
    """What an entry of the case file records."""

    FIRST_CONTACT = "first_contact"
    NOTE = "note"
    RECUSAL_NOTE = "recusal_note"
    SYSTEM = "system"


class DayKind(StrEnum):
    """A day of the work calendar that departs from Monday to Friday, or a plain one."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    LOCAL_CLOSURE = "local_closure"
    LOCAL_WORKDAY = "local_workday"
