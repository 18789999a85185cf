"""Codes of what the office tells of itself, and of what people say of its work."""

from enum import StrEnum


class ProfilePart(StrEnum):
    """What the office says of itself to everybody."""

    LEADER = "leader"
    BODY = "body"
    RULES = "rules"
    STAFF = "staff"
    CONTACT = "contact"
    LICENCE = "licence"


class CommentState(StrEnum):
    """How far a comment on complaint handling has come. `answer_proposed`: an answer waits for a second person."""

    RECEIVED = "received"
    READ = "read"
    ANSWER_PROPOSED = "answer_proposed"
    ANSWERED = "answered"
    TAKEN_DOWN = "taken_down"
    PASSED_ON = "passed_on"
    BECAME_COMPLAINT = "became_complaint"


class CommentAct(StrEnum):
    """What the office does with a comment."""

    READ = "read"
    ANSWER = "answer"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    TAKE_DOWN = "take_down"
    PASS_ON = "pass_on"  # noqa: S105 - an act
    COMPLAINT = "complaint"


class ReportState(StrEnum):
    """How far a yearly report has come. `returned` with a reason, `taken_down` after it was public: both are worded anew."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken_down"


class ReportDecision(StrEnum):
    """What a second person does with a yearly report."""

    PUBLISH = "publish"
    RETURN = "return"
