"""Requests beside a case as programs read them: a schema a kind, made of its descriptor and the columns of its table."""

from __future__ import annotations

from datetime import date, datetime
from types import UnionType
from typing import Any, get_args, get_type_hints

from marshmallow import fields

from api.schemas.base import Moment
from api.schemas.side import RequestOut
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind

# What a column holds -> how it is told; everything else is a code.
_FIELD_OF: dict[Any, type[fields.Field[Any]]] = {
    datetime: Moment,
    date: fields.Date,
    bool: fields.Boolean,
    int: fields.Integer,
}


def list_request_fields() -> dict[str, fields.Field[Any]]:
    """By the name of its list in the schema of a case the requests of each kind."""
    return {kind.listed_as: fields.List(fields.Nested(make_request_schema(kind))) for kind in KINDS.values()}


def make_request_schema(kind: RequestKind) -> type[RequestOut]:
    """What every request has, and the view columns of this kind."""
    hints = get_type_hints(kind.table)
    own: dict[str, Any] = {
        name: _field_of(get_args(hints[column])[0]) for name, column in kind.view_columns.items()
    }
    if kind.reference_letter:
        own["reference"] = fields.String()
    return type(f"{kind.table.__name__}Out", (RequestOut,), {"__doc__": kind.table.__doc__, **own})


def _field_of(held: Any) -> fields.Field[Any]:
    """`held` is what stands in the brackets of `Mapped`: a type, a list of numbers, or either or None."""
    if isinstance(held, UnionType):
        known, _none = get_args(held)
        return _FIELD_OF.get(known, fields.String)(allow_none=True)
    if held == list[int]:
        return fields.List(fields.Integer())
    return _FIELD_OF.get(held, fields.String)()
