"""A message as the source delivers it, with the source's own fields."""

from __future__ import annotations

from marshmallow import fields, validate

from api.schemas.base import Moment, StrictSchema
from services.filing.raw_shapes import SHAPES


class RawMessageIn(StrictSchema):
    """The source's number of the message is `message_id`, `工单编号`, `platform` with `post_id`, or `review_id`."""

    channel = fields.String(required=True, validate=validate.OneOf(sorted(shape.value for shape in SHAPES)))
    received_at = Moment(required=True)
    message = fields.Dict(keys=fields.String(), required=True)


class MailQuery(StrictSchema):
    """When the office had the mail; now where nothing is said."""

    received_at = Moment(load_default=None)


class MailTaken(StrictSchema):
    """Number and query code where it was filed as a complaint; else the reason why it was not."""

    state = fields.String()
    reason = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    query_code = fields.String(allow_none=True)


class MessageTold(MailTaken):
    """`acknowledgement` may be sent to whoever wrote; number and query code are his alone."""

    acknowledgement = fields.String()
