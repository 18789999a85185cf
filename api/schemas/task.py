"""User tasks as programs read and complete them."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema
from api.schemas.third_persons import make_third_persons


class TaskQuery(StrictSchema):
    """Which tasks to list: of one case, or one's own."""

    complaint = fields.String(load_default="", metadata={"description": "Complaint id; empty: my tasks"})
    mine = fields.Boolean(load_default=False, metadata={"description": "Of the case, my tasks only"})
    page = fields.Integer(load_default=1)


class TaskLine(StrictSchema):
    """One task in a list; `state` open or submitted."""

    user_task_key = fields.String()
    complaint_id = fields.String()
    number = fields.String()
    element_id = fields.String()
    form_id = fields.String(allow_none=True)
    state = fields.String()
    assignee = fields.String(allow_none=True)
    claimed_by = fields.String(allow_none=True)
    due_at = Moment(allow_none=True)
    rung = fields.String(allow_none=True)


class TaskList(StrictSchema):
    """Tasks, most urgent first."""

    tasks = fields.List(fields.Nested(TaskLine))
    total = fields.Integer(metadata={"description": "How many there are, counted up to 10,000"})
    has_more = fields.Boolean(metadata={"description": "Whether there are more than 10,000"})


class TaskOut(StrictSchema):
    """A task with its deployed form and the data the form is shown with."""

    task = fields.Nested(TaskLine)
    schema = fields.Raw(
        allow_none=True, metadata={"description": "Null where no version of the form can be worked with"}
    )
    data = fields.Raw()
    can_submit = fields.Boolean()
    why_not = fields.String(allow_none=True)


class TaskAnswers(StrictSchema):
    """What a person entered; keys are those of the deployed form, which decides what is accepted."""

    answers = fields.Dict(keys=fields.String(), required=True)
    third_persons = make_third_persons()


class TaskSubmitted(StrictSchema):
    """The record on file."""

    task_record_id = fields.String()
    complaint_id = fields.String()
    is_repeat = fields.Boolean()
