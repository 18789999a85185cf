"""What one value of one field must satisfy, by component type. Each rule gives the cleaned value or a fault code."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from models.clock.legal_time import parse_any_day, parse_moment
from services.forms.form_files import MOST_FILES, FormFile, document_id, is_accepted
from services.forms.schema import Component, mapping, text

# A field without a limit of its own still has one, so that no answer fills the database.
DEFAULT_MAX_LENGTH = 20_000
# form-js's own notion of an address and a phone number is this loose; stricter rules belong to the domain.
EMAIL = re.compile(r"\A[^@\s]+@[^@\s]+\.[^@\s]+\Z")
PHONE = re.compile(r"\A\+?[0-9() .\-]{5,30}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class FieldSetting:
    """What surrounds a value: its component, the options offered, resolved limits, today's legal date, and the uploads."""

    component: Component
    option_keys: tuple[object, ...]
    limits: dict[str, float]
    today: date
    files: Mapping[str, FormFile] = field(default_factory=dict)


class FieldFault(Exception):
    """The value breaks a rule of its field; carries the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Rule = Callable[[object, FieldSetting], object]


def is_empty(value: object) -> bool:
    """True for what form-js counts as no answer: null, false-less blank text, empty list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def clean_text(value: object, setting: FieldSetting) -> object:
    """Text within its lengths (UTF-16 units of the trimmed text, as form-js counts) and pattern."""
    if not isinstance(value, str) or "\x00" in value:
        raise FieldFault("NOT_TEXT")
    length = len(value.strip().encode("utf-16-le", "surrogatepass")) // 2
    if length < setting.limits.get("minLength", 0):
        raise FieldFault("TOO_SHORT")
    if length > setting.limits.get("maxLength", DEFAULT_MAX_LENGTH):
        raise FieldFault("TOO_LONG")
    validate = mapping(setting.component.get("validate"))
    pattern = text(validate.get("pattern"))
    # JavaScript's \d and \w are ASCII and its test is unanchored.
    if pattern and not re.search(pattern, value, re.ASCII):
        raise FieldFault("PATTERN")
    expected = {"email": EMAIL, "phone": PHONE}.get(text(validate.get("validationType")))
    if expected is not None and not expected.match(value.strip()):
        raise FieldFault("PATTERN")
    return value


def clean_number(value: object, setting: FieldSetting) -> object:
    """A finite number within min and max and its decimal places; text only where the form serialises to text."""
    as_text = setting.component.get("serializeToString") is True
    if as_text and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise FieldFault("NOT_A_NUMBER") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FieldFault("NOT_A_NUMBER")
    if value < setting.limits.get("min", -math.inf):
        raise FieldFault("TOO_SMALL")
    if value > setting.limits.get("max", math.inf):
        raise FieldFault("TOO_LARGE")
    digits = setting.component.get("decimalDigits")
    if isinstance(digits, int) and round(value, digits) != value:
        raise FieldFault("TOO_MANY_DECIMALS")
    return str(value) if as_text else value


def clean_datetime(value: object, setting: FieldSetting) -> object:
    """An ISO date, time or date-time as the subtype asks; a passed date only where the form allows it."""
    subtype = text(setting.component.get("subtype")) or "date"
    if not isinstance(value, str):
        raise FieldFault("NOT_A_DATE")
    try:
        day = _day_of(value, subtype)
    except ValueError:
        raise FieldFault("NOT_A_DATE") from None
    if setting.component.get("disallowPassedDates") is True and day is not None and day < setting.today:
        raise FieldFault("DATE_PASSED")
    return value


def _day_of(value: str, subtype: str) -> date | None:
    if subtype == "time":
        time.fromisoformat(value)
        return None
    if subtype == "date":
        return parse_any_day(value)
    return parse_moment(value).date()


def clean_checkbox(value: object, setting: FieldSetting) -> object:
    """A boolean; a required one must be ticked."""
    if not isinstance(value, bool):
        raise FieldFault("NOT_A_BOOLEAN")
    if not value and mapping(setting.component.get("validate")).get("required") is True:
        raise FieldFault("REQUIRED")
    return value


def clean_choice(value: object, setting: FieldSetting) -> object:
    """One of the offered option keys."""
    if isinstance(value, bool) or value not in setting.option_keys:
        raise FieldFault("NOT_AN_OPTION")
    return value


def clean_checklist(value: object, setting: FieldSetting) -> object:
    """A list of different option keys, each offered; kept in the order of the options."""
    if not isinstance(value, list):
        raise FieldFault("NOT_A_LIST")
    if any(entry not in setting.option_keys for entry in value) or len(set(map(str, value))) != len(value):
        raise FieldFault("NOT_AN_OPTION")
    return [key for key in setting.option_keys if key in value]


def clean_files(value: object, setting: FieldSetting) -> object:
    """The ids of different uploads, each put into this form by this person and of a kind that the field takes."""
    if not isinstance(value, list):
        raise FieldFault("NOT_A_LIST")
    ids = list(dict.fromkeys(document_id(entry) for entry in value))
    if any(upload_id not in setting.files for upload_id in ids):
        raise FieldFault("NOT_UPLOADED_HERE")
    if len(ids) > (MOST_FILES if setting.component.get("multiple") is True else 1):
        raise FieldFault("TOO_MANY_FILES")
    accept = text(setting.component.get("accept"))
    if not all(is_accepted(setting.files[upload_id], accept) for upload_id in ids):
        raise FieldFault("TYPE_NOT_ALLOWED")
    return ids


RULES: dict[str, Rule] = {
    "textfield": clean_text,
    "textarea": clean_text,
    "number": clean_number,
    "datetime": clean_datetime,
    "checkbox": clean_checkbox,
    "checklist": clean_checklist,
    "radio": clean_choice,
    "select": clean_choice,
    "filepicker": clean_files,
}
