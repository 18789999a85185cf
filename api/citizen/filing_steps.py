"""The steps of a complaint that is written: which fields each has, and which faults show on which step."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from api.citizen.filing_form import FILES, FLAGS, NOTICE, is_on, statement_of
from api.place_groups import chosen_and_written
from services.filing.contact_ways import find_contact_faults
from services.filing.statement import find_faults


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its name in the address and in the catalogue, and its fields."""

    name: str
    fields: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/complaints/new/{self.name}"


WHAT = Step("what", ("content", "occurred_at", "occurred_place", FILES))
WISH = Step(
    "wish",
    (
        "wanted",
        "respondent_unit",
        "respondent_window",
        "service_item",
        "respondent_staff",
        "handling_number",
    ),
)
YOU = Step(
    "you",
    (
        "anonymous",
        "keep_identity_secret",
        "name",
        "phone",
        "email",
        "postal_address",
        "organisation",
        "id_number",
        "feedback_way",
        "standing",
        "represented_name",
        "consent_to_share_identity",
    ),
)
CHECK = Step("check", ())
STEPS = (WHAT, WISH, YOU, CHECK)
# What a person who stays anonymous may have typed before: it stays in the draft, and goes nowhere.
OF_A_NAME = ("name", "phone", "email", "postal_address", "organisation", "id_number", "represented_name")


def typed_on(step: Step, form: MultiDict[str, str]) -> dict[str, str]:
    """What this page says of its fields, and which text on the use of data it showed; a box that is absent is not ticked."""
    typed = {name: form.get(name, "") for name in step.fields if name != FILES}
    typed |= {name: "true" if is_on(typed[name]) else "" for name in typed.keys() & FLAGS.keys()}
    if step is YOU:
        typed[NOTICE] = form.get(NOTICE, "")
    return typed | {name: text for name, text in chosen_and_written(form).items() if name in typed}


def as_sent(values: dict[str, str]) -> MultiDict[str, str]:
    """The fields as the complaint is sent; of an anonymous one no name goes along, and no text that an earlier page showed."""
    left = {NOTICE, *(OF_A_NAME if is_on(values.get("anonymous", "")) else ())}
    return MultiDict({name: text for name, text in values.items() if text and name not in left})


def faults_of(values: dict[str, str]) -> dict[str, str]:
    """A code by field, over all steps."""
    statement = statement_of(as_sent(values))
    faults = find_contact_faults(statement.phone, statement.email)
    return faults | find_faults(statement, is_own_filing=True)


def faults_on(step: Step, values: dict[str, str]) -> dict[str, str]:
    """Those that this page can mend."""
    return {name: code for name, code in faults_of(values).items() if name in step.fields}


def step_of(field: str) -> Step:
    """Where a field is typed; the last page for what is on none."""
    return next((step for step in STEPS if field in step.fields), CHECK)


def next_of(step: Step) -> Step:
    """The page after this one."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: Step) -> Step:
    """The page before this one."""
    return STEPS[max(STEPS.index(step) - 1, 0)]
