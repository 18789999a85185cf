"""Ground of all schemas: what is not known is refused on the way in, keys keep their order on the way out."""

from __future__ import annotations

from marshmallow import RAISE, Schema


class StrictSchema(Schema):
    """A request body with a field that is not declared is refused."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE
