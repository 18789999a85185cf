"""Forms of the time before there were matters: a row by claim number is read for the matter of that number.

An open task keeps such a form to its end, and a process owner may have made one his own.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from models.ground.errors import InvalidInput
from services.forms.schema import Component, text, walk
from services.forms.task_case import Answers

Result = TypeVar("Result")

# The names of those forms, and the names by which the tasks and acts of today read and show the same.
NAMES_OF_TODAY = {"claims": "matters", "claims_text": "matters_text"}


def find_earlier_names(schema: Component) -> dict[str, str]:
    """The names that this form still uses, each with today's; empty for a form that knows matters."""
    used = {text(part.get("path")) or text(part.get("key")) for part in walk(schema)}
    return {earlier: now for earlier, now in NAMES_OF_TODAY.items() if earlier in used and now not in used}


def show_earlier(shown: Answers, names: Mapping[str, str]) -> Answers:
    """The data as such a form shows them."""
    return {**shown, **{earlier: shown[now] for earlier, now in names.items() if now in shown}}


def read_earlier(answers: Answers, names: Mapping[str, str]) -> Answers:
    """The answers of such a form by the names of today."""
    return {names.get(key, key): value for key, value in answers.items()}


def require_earlier(required: frozenset[str], names: Mapping[str, str]) -> frozenset[str]:
    """The paths that must be answered, by the names of such a form."""
    return frozenset(_rename(path, {now: earlier for earlier, now in names.items()}) for path in required)


def mark_earlier(names: Mapping[str, str], do: Callable[[], Result]) -> Result:
    """Do it, and let a fault stand at the field that such a form has."""
    try:
        return do()
    except InvalidInput as fault:
        earlier = {now: earlier for earlier, now in names.items()}
        errors = {_rename(path, earlier): code for path, code in fault.errors.items()}
        facts = {_rename(path, earlier): told for path, told in fault.facts.items()}
        raise InvalidInput(errors, facts=facts) from fault


def _rename(path: str, names: Mapping[str, str]) -> str:
    head = path.split(".", 1)[0].split("[", 1)[0]
    return names.get(head, head) + path[len(head) :]
