"""Which words stand in which complaint, as keyed digests of pairs of characters: searched by, and read back by nobody.

The words are those of the complaint without what names the complainant (ADR 0201). A row says that a pair occurs, not where
or how often.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, UtcDateTime
from models.vault.keyring import Keyring

# A complaint tells its matter early; what comes after is found by what came before.
READ_CHARACTERS = 4_000
# By which rule words are cut before they are taken in: what was taken in by another one is taken in again.
EDITION = 2
# The most pairs that one search asks for; more words make it no narrower than these.
MOST_PAIRS = 24
_RUN = re.compile(r"[^\W_]+")
_DIGEST_HEX = 15  # 60 bits, which both databases keep as a signed number


class CaseText(Base):
    """One complaint whose words were taken in; `no` stands for it in the table of pairs, which has many rows.

    `edition` is EDITION, or 0 once what the vault holds of the complainant has changed.
    """

    __tablename__ = "case_text"
    __table_args__ = (Index("ix_case_text_edition", "edition"),)

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("complaint.id"), unique=True)
    taken_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edition: Mapped[int] = mapped_column(default=EDITION, server_default="1")


class CasePair(Base):
    """One pair of characters of one complaint."""

    __tablename__ = "case_pair"
    __table_args__ = (Index("ix_case_pair_no", "no"), {"sqlite_with_rowid": False})

    pair: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    no: Mapped[int] = mapped_column(ForeignKey("case_text.no"), primary_key=True, autoincrement=False)


def pairs_of(text: str) -> list[str]:
    """Each pair of neighbouring letters, digits or characters, once, in their order; spaces and points part words."""
    folded = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).casefold()
    runs = (found[0] for found in _RUN.finditer(folded))
    return list(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1)))


def digest_pair(pair: str, keyring: Keyring) -> int:
    """The number that stands for a pair in the tables of this office."""
    return int(keyring.digest("case_pair", pair)[:_DIGEST_HEX], 16)
