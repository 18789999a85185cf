"""On which terms others work for an investigation: why they are needed, that they are independent, which data they get."""

from dataclasses import dataclass
from datetime import date

from models.beside.entrustment import Entrustment
from models.ground.entrustment_codes import DataEnd, EntrustmentNeed


@dataclass(frozen=True, slots=True)
class DataTerms:
    """What is handed over, for what, until when, what becomes of it then, and how it is kept confidential."""

    items: str
    purpose: str
    until: date | None
    afterwards: DataEnd | None
    confidentiality: str


@dataclass(frozen=True, slots=True)
class EntrustmentTerms:
    """`data` is None where no data is handed over."""

    need: EntrustmentNeed | None
    independence: str
    data: DataTerms | None = None

    def write(self, row: Entrustment) -> None:
        """Keep the terms with the entrustment; those of data only where there is some."""
        row.need, row.independence = self.need, self.independence.strip()
        row.hands_data = self.data is not None
        if self.data is not None:
            row.data_items, row.data_purpose = self.data.items.strip(), self.data.purpose.strip()
            row.data_until, row.data_afterwards = self.data.until, self.data.afterwards
            row.confidentiality = self.data.confidentiality.strip()


def check_terms(terms: EntrustmentTerms, today: date) -> dict[str, str]:
    """The faults by field of the form: nothing may be left open, and data is not handed over for a time that is past."""
    asked: dict[str, object] = {"need": terms.need, "independence": terms.independence.strip()}
    data = terms.data
    if data is not None:
        asked |= {
            "data_items": data.items.strip(),
            "data_purpose": data.purpose.strip(),
            "data_until": data.until,
            "data_afterwards": data.afterwards,
            "confidentiality": data.confidentiality.strip(),
        }
    errors = {key: "REQUIRED" for key, value in asked.items() if not value}
    if data is not None and data.until is not None and data.until < today:
        errors["data_until"] = "IN_THE_PAST"
    return errors
