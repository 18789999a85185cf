"""Who complained before the office had this system: sealed, found by index. Read and written by services/identity only."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base
from models.vault.sealed import SealedText


class PriorIdentity(Base):
    """Name and telephone as the table had them; one that was anonymous has no row."""

    __tablename__ = "prior_identity"
    __table_args__ = (
        Index("ix_prior_identity_name_index", "name_index"),
        Index("ix_prior_identity_phone_index", "phone_index"),
    )

    no: Mapped[int] = mapped_column(ForeignKey("prior_case.no"), primary_key=True, autoincrement=False)
    name: Mapped[str | None] = mapped_column(SealedText("prior_identity:name"))
    phone: Mapped[str | None] = mapped_column(SealedText("prior_identity:phone"))
    name_index: Mapped[str | None] = mapped_column(String(64))
    phone_index: Mapped[str | None] = mapped_column(String(64))
