"""The token that unsafe requests carry."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import StrictSchema


class CsrfToken(StrictSchema):
    """Send it back in the header X-CSRF-Token with the cookies of this answer."""

    csrf_token = fields.String()
