"""A delivered message of a source as the office reads it."""

from io import BytesIO

from models.ground.errors import InvalidInput
from models.ground.incoming_codes import IncomingReason
from services.evidence.incoming_file import IncomingFile
from services.incoming.chat.chat_message import ChatMessage, parse_chat
from services.incoming.reading import CannotRead, Reading, Thread


def read_chat(raw: bytes) -> Reading:
    """CannotRead for bytes that are no message of the form."""
    try:
        told = parse_chat(raw)
    except InvalidInput as fault:
        raise CannotRead from fault
    sender = told.sender
    return Reading(
        channel=told.channel,
        source_id=number_of(told.source, told.message_id),
        message={
            "platform": told.source,
            "post_id": told.message_id,
            "channel": told.channel.value,
            "conversation_id": told.conversation_id,
            "date": told.sent_at,
            "account": sender.get("nickname", ""),
            "openid": sender.get("id", ""),
            **{name: sender.get(name, "") for name in ("name", "phone", "email")},
            "from": sender.get("name") or sender.get("nickname", ""),
            "text": told.text,
        },
        text=told.text,
        # Only who has both, an account and a conversation, is known again for certain.
        account=_join(told.source, sender.get("id", "")),
        files=tuple(
            IncomingFile(file.name, file.declared_type, BytesIO(file.content)) for file in told.files
        ),
        thread=_thread_of(told),
        unless_joined=None if told.is_complaint else IncomingReason.NO_COMPLAINT_SAID,
        # The source is told at once, and tells its sender.
        may_be_answered=False,
    )


def number_of(source: str, message_id: str) -> str:
    """A message's number among those of all sources."""
    return _join(source, message_id)


def _thread_of(told: ChatMessage) -> Thread:
    if not told.conversation_id:
        return Thread()
    own = _join(told.source, told.conversation_id)
    return Thread(own=own, answered=(own,))


def _join(source: str, number: str) -> str:
    """Empty for no number. A line break stands in no id of a mail, so that the two never meet."""
    return f"{source}\n{number}" if number else ""
