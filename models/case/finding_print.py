"""What tells the same text of findings in two cases without the text: keyed minima of its runs of characters (MinHash).

Broder 1997; nothing of a text can be read back from it without the key of the office, and little with it.
"""

import unicodedata
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.keyring import Keyring

# 8 bands of 6: of texts that share nine of ten runs 99 of 100 meet in a band, of those that share half 12.
BANDS, ROWS = 8, 6
RUN = 4
LEAST_CHARACTERS = 40
MOST_CHARACTERS = 4_000
_PRIME = (1 << 61) - 1
_HEX = 16
_KEY_BYTES = 32


class FindingPrint(Base):
    """Of the findings about one matter, as they stand; `signature` are 48 numbers of 16 hex digits."""

    __tablename__ = "finding_print"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    matter_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    signature: Mapped[str] = mapped_column(String(BANDS * ROWS * _HEX))


class FindingBand(Base):
    """One band of one print; two that are alike share one."""

    __tablename__ = "finding_band"
    __table_args__ = (Index("ix_finding_band_value", "value"),)

    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("complaint.id"), primary_key=True)
    matter_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(CODE_LENGTH))


def sign_text(text: str, keyring: Keyring) -> str | None:
    """The signature; None for a text that is too short to tell copying from the only way to say it."""
    folded = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold()
    plain = "".join(sign for sign in folded if sign.isalnum())
    if len(plain) < LEAST_CHARACTERS:
        return None
    key = bytes.fromhex(keyring.digest("finding_print", "runs"))[:_KEY_BYTES]
    runs = {
        int.from_bytes(blake2b(plain[at : at + RUN].encode(), digest_size=7, key=key).digest(), "big")
        for at in range(len(plain) - RUN + 1)
    }
    return "".join(f"{min((a * run + b) % _PRIME for run in runs):016x}" for a, b in _turns(key))


def bands_of(signature: str) -> list[str]:
    """One short value a band; only its likes have the same."""
    width = ROWS * _HEX
    return [
        blake2b(f"{band}:{signature[band * width : (band + 1) * width]}".encode(), digest_size=12).hexdigest()
        for band in range(BANDS)
    ]


def likeness(one: str, other: str) -> float:
    """The share of runs that both texts have, as the two signatures let estimate it."""
    pairs = [(one[at : at + _HEX], other[at : at + _HEX]) for at in range(0, len(one), _HEX)]
    return sum(left == right for left, right in pairs) / len(pairs)


def _turns(key: bytes) -> list[tuple[int, int]]:
    found = []
    for number in range(BANDS * ROWS):
        told = blake2b(number.to_bytes(2, "big"), digest_size=16, key=key).digest()
        found.append(
            (
                int.from_bytes(told[:8], "big") % (_PRIME - 1) + 1,
                int.from_bytes(told[8:], "big") % _PRIME,
            )
        )
    return found
