"""Rows of the hotline and of the review system as programs bring them, and what they hand back to the hotline."""

from __future__ import annotations

from marshmallow import fields, validate

from api.schemas.base import Moment, StrictSchema
from models.ground.order_codes import TableKind
from services.orders.returns import MOST_ROWS


class OrderRowIn(StrictSchema):
    """The source's own columns by their names, such as `工单编号`, `诉求内容`, `派单时间`; moments as tables write them."""

    kind = fields.String(
        load_default=TableKind.ORDERS.value, validate=validate.OneOf([kind.value for kind in TableKind])
    )
    row = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class OrderRowTaken(StrictSchema):
    """`state`: filed, joined or same; `changes` what a known order said anew.

    The query code comes with a new complaint, and when the same row comes again.
    """

    state = fields.String()
    number = fields.String()
    query_code = fields.String(allow_none=True)
    changes = fields.List(fields.String())


class OrderReturnOut(StrictSchema):
    """One thing for the hotline: `kind` is acceptance, extension, answer or objection; `order` its own number, `case` ours."""

    id = fields.String()
    order = fields.String()
    case = fields.String()
    kind = fields.String()
    result = fields.String()
    text = fields.String()
    at = Moment()


class OrderReturns(StrictSchema):
    """What the hotline has not taken, the oldest first, at most 5,000."""

    returns = fields.List(fields.Nested(OrderReturnOut))


class ReturnsTakenIn(StrictSchema):
    """Ids of what the hotline has taken."""

    ids = fields.List(fields.String(), required=True, validate=validate.Length(1, MOST_ROWS))


class ReturnsTaken(StrictSchema):
    """How many of them were not taken before."""

    number = fields.Integer()
