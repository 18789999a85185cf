"""Equal forms of equal values, so that exact look-ups find other spellings. Pure."""

import re
import unicodedata

_COUNTRY_CODE = re.compile(r"^(?:\+|00)86")
# Brackets, dots, and each dash that a keyboard or a word processor makes of the same key.
_PHONE_SEPARATORS = re.compile("[\\s().\\-\u2010-\u2015\u2212]")
# A line in a house takes no SMS, and what begins with another country's code is no number of here.
_MOBILE = re.compile(r"\A(?:\+86|0086|86)?(1[3-9][0-9]{9})\Z")


def plain_phone(phone: str) -> str:
    """As it was typed, half-width and without what only separates; a country code, an extension and other words stay."""
    return _PHONE_SEPARATORS.sub("", unicodedata.normalize("NFKC", phone))


def normalise_phone(phone: str) -> str:
    """Digits only, without China's country code; full-width digits count as digits."""
    return re.sub(r"\D", "", _COUNTRY_CODE.sub("", plain_phone(phone)))


def find_mobile(phone: str) -> str | None:
    """The mobile number of the mainland in eleven digits, however it was typed; None where it is none, or more than one."""
    found = _MOBILE.match(plain_phone(phone))
    return found[1] if found else None


def normalise_id_number(number: str) -> str:
    """Half-width, without spaces, X as a capital."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def normalise_email(address: str) -> str:
    """Half-width, without surrounding spaces, small letters."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def normalise_party(name: str) -> str:
    """A person's or company's name, half-width, in small letters, without spaces, dots and brackets."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()
