"""What a complainant says, as every channel's own fields end up; identity and matter still together here only."""

from dataclasses import dataclass

from models.ground.errors import InvalidInput
from models.ground.standing_codes import Standing

# The public form's own lengths; a complaint of 8,000 characters is real and must fit.
MAX_CONTENT = 20_000
MAX_WANTED = 4_000
MAX_SHORT = 200


@dataclass(frozen=True, slots=True)
class Statement:
    """One complaint in the complainant's words. All texts may be empty but `content`.

    `standing` is whose matter it is, empty where nobody asked; `represented_name` for whom an agent or guardian speaks.
    """

    content: str
    wanted: str = ""
    is_anonymous: bool = False
    name: str = ""
    organisation: str = ""
    id_number: str = ""
    phone: str = ""
    email: str = ""
    postal_address: str = ""
    keep_identity_secret: bool = False
    respondent_unit: str = ""
    respondent_window: str = ""
    respondent_staff: str = ""
    service_item: str = ""
    handling_number: str = ""
    occurred_at: str = ""
    occurred_place: str = ""
    feedback_way: str = ""
    consent_to_share_identity: bool = False
    privacy_notice_version: str = ""
    standing: str = ""
    represented_name: str = ""

    @property
    def has_identity(self) -> bool:
        """True when somebody can be told apart or reached (实名); a caller's number is enough."""
        known = (self.name, self.organisation, self.phone, self.email, self.postal_address)
        return not self.is_anonymous and any(value.strip() for value in known)


_SHORT_FIELDS = (
    "name",
    "organisation",
    "id_number",
    "phone",
    "email",
    "postal_address",
    "respondent_unit",
    "respondent_window",
    "respondent_staff",
    "service_item",
    "handling_number",
    "occurred_at",
    "occurred_place",
    "feedback_way",
    "privacy_notice_version",
    "represented_name",
)


def check_statement(statement: Statement, *, is_own_filing: bool) -> None:
    """Raise InvalidInput with what `find_faults` finds."""
    errors = find_faults(statement, is_own_filing=is_own_filing)
    if errors:
        raise InvalidInput(errors)


def find_faults(statement: Statement, *, is_own_filing: bool) -> dict[str, str]:
    """A code per field.

    Own filing asks for a name and a way to reach its person unless it is anonymous; what a clerk writes down for
    somebody may lack both.
    """
    errors: dict[str, str] = {}
    if not statement.content.strip():
        errors["content"] = "REQUIRED"
    if len(statement.content) > MAX_CONTENT:
        errors["content"] = "TOO_LONG"
    if len(statement.wanted) > MAX_WANTED:
        errors["wanted"] = "TOO_LONG"
    errors |= {f: "TOO_LONG" for f in _SHORT_FIELDS if len(str(getattr(statement, f))) > MAX_SHORT}
    texts = ("content", "wanted", *_SHORT_FIELDS)
    errors |= {f: "NOT_TEXT" for f in texts if "\x00" in str(getattr(statement, f))}
    if statement.standing and statement.standing not in set(Standing):
        errors["standing"] = "NOT_AN_OPTION"
    if is_own_filing and statement.standing == Standing.GUARDIAN and not statement.represented_name.strip():
        errors["represented_name"] = "WARD_REQUIRED"
    if is_own_filing and not statement.is_anonymous:
        errors |= _missing_identity(statement)
    return errors


def _missing_identity(statement: Statement) -> dict[str, str]:
    errors = {}
    if not statement.name.strip():
        errors["name"] = "REQUIRED"
    reachable = (statement.phone, statement.email, statement.postal_address)
    if not any(way.strip() for way in reachable):
        errors["phone"] = "CONTACT_REQUIRED"
    return errors
