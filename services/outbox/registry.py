"""Which kinds of messages this release knows."""

from services.outbox.ask_tables import AskTables
from services.outbox.assign_user_task import AssignUserTask
from services.outbox.cancel_instance import CancelInstance
from services.outbox.complete_user_task import CompleteUserTask
from services.outbox.message import Message
from services.outbox.publish_message import PublishMessage
from services.outbox.retry_incident import RetryIncident
from services.outbox.send_alert import SendAlert
from services.outbox.set_variables import SetVariables

KINDS: dict[str, type[Message]] = {
    kind.KIND: kind
    for kind in (
        AskTables,
        AssignUserTask,
        CancelInstance,
        CompleteUserTask,
        PublishMessage,
        SendAlert,
        RetryIncident,
        SetVariables,
    )
}
