"""Which keys sealed this database, so that a lost or foreign key file is noticed at start."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime


class VaultKey(Base):
    """One key by its id, with a known word sealed by it. The key itself is never here."""

    __tablename__ = "vault_key"

    key_id: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    proof: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
