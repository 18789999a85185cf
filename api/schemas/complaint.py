"""A complaint as a program files it, and what the complainant is told at once."""

from __future__ import annotations

from marshmallow import fields, validate

from api.schemas.base import Moment, StrictSchema
from models.ground.codes import Channel
from services.filing.file_complaint import OWN_CHANNELS


class ComplaintIn(StrictSchema):
    """The public form's fields; the use case judges them and names each faulty one."""

    submission_id = fields.String(
        required=True,
        metadata={
            "description": "16 to 64 letters, digits, - and _ chosen by the caller; a repeat is the same complaint"
        },
    )
    channel = fields.String(
        load_default=Channel.PORTAL.value,
        validate=validate.OneOf(sorted(value.value for value in OWN_CHANNELS)),
    )
    content = fields.String(required=True)
    wanted = fields.String(load_default="")
    anonymous = fields.Boolean(load_default=False)
    name = fields.String(load_default="")
    organisation = fields.String(load_default="")
    id_number = fields.String(load_default="")
    phone = fields.String(load_default="")
    email = fields.String(load_default="")
    postal_address = fields.String(load_default="")
    keep_identity_secret = fields.Boolean(load_default=False)
    consent_to_share_identity = fields.Boolean(load_default=False)
    respondent_unit = fields.String(load_default="")
    respondent_window = fields.String(load_default="")
    respondent_staff = fields.String(load_default="")
    service_item = fields.String(load_default="")
    handling_number = fields.String(load_default="")
    occurred_at = fields.String(load_default="")
    occurred_place = fields.String(load_default="")
    feedback_way = fields.String(load_default="")
    privacy_notice_version = fields.String(load_default="")
    standing = fields.String(
        load_default="",
        metadata={
            "description": "Whose matter it is: own, agent, guardian or bystander; empty where nobody asked"
        },
    )
    represented_name = fields.String(
        load_default="", metadata={"description": "For whom an agent or guardian speaks"}
    )


class ComplaintFiled(StrictSchema):
    """The receipt. The query code is given this once."""

    number = fields.String()
    query_code = fields.String()
    received_at = Moment()
    effective_received = fields.Date()
    acceptance_due_at = Moment()
    is_provisional = fields.Boolean()
