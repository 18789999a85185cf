"""Ground of all schemas: what is not known is refused on the way in, moments leave in Beijing time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, fields

from models.clock.legal_time import EARLIEST_DAY, LAST_DAY, to_beijing


class StrictSchema(Schema):
    """A request body with a field that is not declared is refused."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


class Moment(fields.AwareDateTime):
    """A moment as ISO 8601 with the offset of the legal zone, whichever zone it was stored in; on its way in one of an office."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, attr, data, **kwargs)
        if not EARLIEST_DAY <= moment.date() <= LAST_DAY:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return moment

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else to_beijing(value).isoformat()
