"""Equal forms of equal values, so that exact look-ups find other spellings. Pure."""

import re
import unicodedata

_COUNTRY_CODE = re.compile(r"^(?:\+|00)86")


def normalise_phone(phone: str) -> str:
    """Digits only, without China's country code; full-width digits count as digits."""
    text = re.sub(r"[\s().\-]", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"\D", "", _COUNTRY_CODE.sub("", text))


def normalise_id_number(number: str) -> str:
    """Half-width, without spaces, X as a capital."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def normalise_email(address: str) -> str:
    """Half-width, without surrounding spaces, small letters."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def normalise_party(name: str) -> str:
    """A person's or company's name, half-width, in small letters, without spaces, dots and brackets."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()
