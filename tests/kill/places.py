"""The places at which a process is killed: one function of a port or border, before or after its n-th call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """`target` is `module:name` or `module:Class.method`; a call counts when the pattern `about` is in its first argument."""

    name: str
    process: str
    target: str
    when: Literal["before", "after"]
    about: str = ""


# Messages that open a request beside the way of a case, in its diagram or in a process of its own.
OPENING = (
    "(supplement|withdrawal|extension|recusal)-requested|(referral|entrustment|supervision)-opened"
    "|respondent-asked|rectification-ordered|transfer-proposed|review-requested"
)
# Messages that answer what a window of a diagram waits for.
ANSWERING = "supplement-received|entrustment-returned|respondent-replied|referral-(signed|objected|result)"

PLACES = (
    # The receipt is committed and the citizen never sees it.
    Place("filing committed, not answered", "web", "api.citizen.filing:file_complaint", "after"),
    Place("submission committed, not answered", "web", "api.staff.tasks:submit_task", "after"),
    Place("act committed, not answered", "web", "api.staff.acts:take_act", "after"),
    # After the HTTP commit, before the outbox send.
    Place(
        "start not sent",
        "workers",
        "adapters.camunda_rest:CamundaEngine.publish_message",
        "before",
        "complaint.registered",
    ),
    Place(
        "request not sent",
        "workers",
        "adapters.camunda_rest:CamundaEngine.publish_message",
        "before",
        OPENING,
    ),
    Place(
        "answer to a window not sent",
        "workers",
        "adapters.camunda_rest:CamundaEngine.publish_message",
        "before",
        ANSWERING,
    ),
    Place(
        "completion not sent", "workers", "adapters.camunda_rest:CamundaEngine.complete_user_task", "before"
    ),
    # After the send, before its mark.
    Place(
        "start sent, not marked",
        "workers",
        "adapters.camunda_rest:CamundaEngine.publish_message",
        "after",
        "complaint.registered",
    ),
    Place(
        "request sent, not marked",
        "workers",
        "adapters.camunda_rest:CamundaEngine.publish_message",
        "after",
        OPENING,
    ),
    Place(
        "completion sent, not marked",
        "workers",
        "adapters.camunda_rest:CamundaEngine.complete_user_task",
        "after",
    ),
    # After a worker's commit, before CompleteJob.
    Place(
        "job committed, not completed",
        "workers",
        "pyzeebe.grpc_internals.zeebe_job_adapter:ZeebeJobAdapter.complete_job",
        "before",
    ),
    Place(
        "listener not answered",
        "workers",
        "adapters.camunda_rest:CamundaEngine.complete_listener_job",
        "before",
    ),
    # Around the call of who carries a notice to a complainant.
    Place("notice begun, not handed over", "workers", "adapters.smtp_mail:SmtpMail.carry", "before"),
    Place("notice handed over, not marked", "workers", "adapters.smtp_mail:SmtpMail.carry", "after"),
    # Inside a batch of the engine: rows written, not committed; and committed, not answered.
    Place(
        "batch not committed",
        "engine",
        "engine.state.connection:SqliteConnection.executemany",
        "after",
        "INTO user_task",
    ),
    Place(
        "batch committed, not answered", "engine", "engine.state.store:Store.write", "after", "INTO user_task"
    ),
    # A timer has fired, a table has decided, and neither is in the store yet.
    Place("timer fired, not committed", "engine", "engine.processing.due:fire", "after"),
    Place("decision taken, not committed", "engine", "engine.elements.business_rule_task:decide", "after"),
    # While the engine reads its store.
    Place("recovery", "engine", "engine.state.rows:EntityTable.from_row", "before"),
)

# Of forms that send: what is written and not committed, and what is committed while its clerk gets no answer.
SENDING_PLACES = (
    Place("answer kept, not committed", "web", "services.worklist.submit_task:keep_answer", "after"),
    Place("answer committed, not told", "web", "api.staff.tasks:submit_task", "after"),
    Place("posting kept, not committed", "web", "services.post.record_posting:_post", "after"),
    Place("posting committed, not told", "web", "api.staff.post:record_posting", "after"),
)


def get_place(name: str) -> Place:
    """The place of this name."""
    return next(place for place in (*PLACES, *SENDING_PLACES) if place.name == name)
