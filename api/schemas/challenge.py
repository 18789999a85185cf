"""The challenge that a program solves where much is sent."""

from __future__ import annotations

from marshmallow import fields, validate

from api.schemas.base import StrictSchema
from services.once.once_per_submission import SUBMISSION_ID


class ChallengeQuery(StrictSchema):
    """For which sending it will be."""

    submission_id = fields.String(required=True, validate=validate.Regexp(SUBMISSION_ID))


class ChallengeOut(StrictSchema):
    """Find the number below `largest` for which SHA-256 of `salt`, a colon and the number in digits is `target` (hexadecimal).

    Send `token` in the header X-Challenge and the number in X-Challenge-Number, with the same submission_id.
    """

    is_needed = fields.Boolean()
    token = fields.String()
    salt = fields.String()
    target = fields.String()
    largest = fields.Integer()
    expires_at = fields.AwareDateTime()
