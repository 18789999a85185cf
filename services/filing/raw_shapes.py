"""What a channel delivers without a clerk, read into a statement: mail, a row of the hotline, a post, a review.

Each shape is read by the names of the source's own fields. A field that is missing is empty: what cannot be read stands
in the raw text all the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr, quote

from models.ground.codes import Channel
from services.filing.statement import MAX_CONTENT, MAX_SHORT, Statement

Fields = Mapping[str, object]
WITHOUT_WORDS = "（来件没有文字）"
SECRECY = "是否保密"
_YES = frozenset({"是", "要求保密", "保密", "true", "1", "yes", "y"})


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """`source_id` is the source's own number of the message; `sender` an account that is nobody's name."""

    source_id: str
    statement: Statement
    sender: str = ""


def read_message(channel: Channel, fields: Fields, *, is_coded: bool = False) -> ReadMessage:
    """The message in the centre's terms; only channels of SHAPES. `is_coded`: headers of a mail stand there as they were sent."""
    return SHAPES[channel](_decode_headers(fields) if is_coded and channel is Channel.EMAIL else fields)


def asks_secrecy(fields: Fields) -> bool:
    """Whether a work order says that the caller wants his identity kept secret."""
    return _text(fields, SECRECY).lower() in _YES


def _decode_headers(fields: Fields) -> Fields:
    # Told apart before the name is decoded: it may hold another address.
    name, address = parseaddr(_text(fields, "from"))
    sender = f'"{quote(_decoded(name))}" <{address}>' if name and address else _text(fields, "from")
    return {**fields, "from": sender, "subject": _decoded(_text(fields, "subject"))}


def _read_mail(fields: Fields) -> ReadMessage:
    name, address = parseaddr(_text(fields, "from"))
    return ReadMessage(
        source_id=_text(fields, "message_id"),
        statement=Statement(
            content=_content(_text(fields, "subject"), _text(fields, "body_text")),
            is_anonymous=not (name or address),
            name=_short(name),
            email=_short(address),
        ),
    )


def _read_hotline(fields: Fields) -> ReadMessage:
    told = _text(fields, "诉求人")
    # In brackets stands why there is no name.
    name = "" if told.startswith(("（", "(")) else told
    phone, email = _text(fields, "联系电话"), _text(fields, "电子邮箱")
    return ReadMessage(
        source_id=_text(fields, "工单编号"),
        statement=Statement(
            content=_content(_text(fields, "诉求标题"), _text(fields, "诉求内容")),
            is_anonymous=not (name or phone or email),
            name=_short(name),
            phone=_short(phone),
            email=_short(email),
            occurred_place=_short(_text(fields, "事发地址")),
            keep_identity_secret=asks_secrecy(fields),
        ),
    )


def _read_post(fields: Fields) -> ReadMessage:
    """A pen name is nobody's name: who wrote is unknown but where he tells his own, and the account goes to the vault alone."""
    account = " ".join(filter(None, (_text(fields, "account"), _text(fields, "openid"))))
    name, phone, email = (_short(_text(fields, way)) for way in ("name", "phone", "email"))
    is_known = bool(name or phone or email)
    return ReadMessage(
        source_id=" ".join(filter(None, (_text(fields, "platform"), _text(fields, "post_id")))),
        statement=Statement(
            content=_content(_text(fields, "text")),
            is_anonymous=not is_known,
            name=name,
            phone=phone,
            email=email,
        ),
        sender="" if is_known else _short(account),
    )


def _read_review(fields: Fields) -> ReadMessage:
    """Whoever the platform has verified is known to it; the platform's name for him is the way to him, unless he told another."""
    nick, phone, email = (_short(_text(fields, name)) for name in ("reviewer_nick", "phone", "email"))
    is_verified = fields.get("real_name_verified") is True
    is_known = bool((is_verified and nick) or phone or email)
    return ReadMessage(
        source_id=_text(fields, "review_id"),
        statement=Statement(
            content=_content(_text(fields, "text") or _text(fields, "level")),
            is_anonymous=not is_known,
            name=nick if is_verified else "",
            phone=phone,
            email=email,
            respondent_window=_short(_text(fields, "window")),
            service_item=_short(_text(fields, "service_item")),
            handling_number=_short(_text(fields, "handling_number")),
        ),
        sender="" if is_verified else nick,
    )


SHAPES: Mapping[Channel, Callable[[Fields], ReadMessage]] = {
    Channel.EMAIL: _read_mail,
    Channel.HOTLINE_12345: _read_hotline,
    Channel.SOCIAL: _read_post,
    Channel.CHAT: _read_post,
    Channel.BAD_REVIEW: _read_review,
}


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value).replace("\x00", "").strip()


def _short(text: str) -> str:
    return text[:MAX_SHORT]


def _content(*parts: str) -> str:
    """What is too long for the matter is whole in the raw text."""
    return "\n".join(filter(None, parts))[:MAX_CONTENT] or WITHOUT_WORDS


def _decoded(header: str) -> str:
    """A header in the words of its sender; one that cannot be decoded as it came."""
    try:
        told = str(make_header(decode_header(header)))
    except (MessageError, LookupError, ValueError):
        told = header
    # Half a character, which a set may say, is none that can be kept.
    return told.encode("utf-8", "replace").decode()
