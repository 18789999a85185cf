"""The states of a case, its clocks and its tasks. Which step follows which belongs to the diagrams."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands."""

    INTAKE = "intake"
    REFERRAL = "referral"
    INVESTIGATION = "investigation"
    DISPOSAL = "disposal"
    FEEDBACK = "feedback"
    RETURN_VISIT = "return_visit"
    ARCHIVED = "archived"


class Outcome(StrEnum):
    """How a case ended or is going to: one accepted matter is enough to be handled."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REFERRED = "referred"
    SETTLED = "settled"
    CONSULTED = "consulted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class ClockKind(StrEnum):
    """Which limit a clock measures."""

    ACCEPTANCE = "acceptance"
    RESOLVE = "resolve"
    INVESTIGATION = "investigation"
    FEEDBACK = "feedback"
    RETURN_VISIT = "return_visit"
    FIRST_CONTACT = "first_contact"
    REFERRAL_SIGN_OFF = "referral_sign_off"
    REFERRAL_ARBITRATION = "referral_arbitration"
    REFERRAL_RESULT = "referral_result"
    EXTENSION = "extension"
    RECUSAL = "recusal"
    SUPERVISION = "supervision"
    RECTIFICATION = "rectification"
    DISCIPLINARY_TRANSFER = "disciplinary_transfer"
    REVIEW = "review"
    # An answer that came back has to be sent again; its subject is the sending that came back.
    SEND_AGAIN = "send_again"
    # What a reviewed file lacks has to be made good (补正); its subject is the order.
    FILE_DEFECT = "file_defect"
    # A limit that an owner drew into a diagram; its policy key is the clock's subject.
    OWNER_LIMIT = "owner_limit"


# Limits told to the complainant; the others are inner limits and show on their own rows only.
LEGAL_CLOCK_KINDS = frozenset(
    {ClockKind.ACCEPTANCE, ClockKind.RESOLVE, ClockKind.EXTENSION, ClockKind.FEEDBACK}
)
# Limits of no stage, which may open long after the archive: their watch begins by itself, no diagram calls it.
WATCHED_ALONE = frozenset({ClockKind.SEND_AGAIN, ClockKind.FILE_DEFECT})
# Of no length of lateness: a supervision is the end of that way already, an order of a review opens no closed case for one.
NEVER_SUPERVISED = frozenset({ClockKind.SUPERVISION, ClockKind.FILE_DEFECT})


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


class ClockStopReason(StrEnum):
    """Which fact ended a limit."""

    OPINION_APPROVED = "opinion_approved"
    FINDINGS_RECORDED = "findings_recorded"
    ANSWERED = "answered"
    INTERIM_ANSWERED = "interim_answered"
    OPINION_DRAFTED = "opinion_drafted"
    DECIDED = "decided"
    VISITED = "visited"
    SETTLED = "settled"
    MATTERS_RETURNED = "matters_returned"
    CONTACTED = "contacted"
    RATED = "rated"
    WITHDRAWN = "withdrawn"
    STAGE_LEFT = "stage_left"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    CANCELLED_ELSEWHERE = "cancelled_elsewhere"
    LAPSED = "lapsed"
    EXPLAINED = "explained"
    VERIFIED = "verified"
    TRANSFERRED = "transferred"
    REFUSED = "refused"
    TOLD = "told"
    EXPIRED = "expired"
    REPORTED = "reported"
    OBJECTED = "objected"
    ARBITRATED = "arbitrated"
    SIGNED = "signed"
    SENT = "sent"
    DELIVERED = "delivered"
    RETURNED = "returned"


class ClockMoveReason(StrEnum):
    """Which fact gave a limit another date."""

    EXTENSION = "extension"
    PAUSE = "pause"
    CALENDAR = "calendar"


class RequestState(StrEnum):
    """A request beside the way of a case: open, or how it ended. `lapsed`: the case went on without it."""

    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"
    EXPIRED = "expired"
    LAPSED = "lapsed"


class TaskState(StrEnum):
    """A user task as our projection knows it."""

    OPEN = "open"
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class RunReason(StrEnum):
    """Why a run began."""

    REGISTERED = "registered"
    REOPENED = "reopened"
    TAKEN_UP = "taken_up"


class RunEnd(StrEnum):
    """How the process of a run ended; only the archive ends the case with it."""

    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    CANCELLED_ELSEWHERE = "cancelled_elsewhere"
    ENDED_ELSEWHERE = "ended_elsewhere"
    LOST_IN_ENGINE = "lost_in_engine"


class StartStage(StrEnum):
    """Where a run enters its diagram."""

    INTAKE = "intake"
    REFERRAL = "referral"
    INVESTIGATION = "investigation"
    DISPOSAL = "disposal"
    WITHDRAWAL = "withdrawal"
    FEEDBACK = "feedback"


class StartStep(StrEnum):
    """What is on record of the stage in which a run begins, so that nobody is asked for it again."""

    SETTLE = "settle"
    PLANNED = "planned"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    VISITED = "visited"


class DecisionKind(StrEnum):
    """Decisions that exist once per round of a case."""

    ACCEPTANCE = "acceptance"
    ASSIGNMENT = "assignment"
    PLAN = "plan"
    FINDINGS = "findings"
    OPINION = "opinion"
    OPINION_REVIEW = "opinion_review"
    APPROVAL = "approval"
    SETTLEMENT = "settlement"
    REDO = "redo"
    WITHDRAWAL = "withdrawal"
    # What the superior organ decided on the matters that were passed on to it whole.
    SUPERIOR = "superior"
    # Whether a title without a name means a leader of the centre, as one person was asked.
    TITLE = "title"
    # That more of the complainant may leave for a unit than his wish and his consent allow.
    DISCLOSURE = "disclosure"


class FileEntryKind(StrEnum):
    """What an entry of the case file records."""

    FIRST_CONTACT = "first_contact"
    NOTE = "note"
    RECUSAL_NOTE = "recusal_note"
    ALERT = "alert"
    REPORT_UPWARD = "report_upward"
    REMINDER = "reminder"
    SETTLEMENT = "settlement"
    ACT = "act"
    SYSTEM = "system"
    # Came in after the archive (补卷).
    ADDENDUM = "addendum"


class DayKind(StrEnum):
    """A day of the work calendar that departs from Monday to Friday, or a plain one."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    LOCAL_CLOSURE = "local_closure"
    LOCAL_WORKDAY = "local_workday"
