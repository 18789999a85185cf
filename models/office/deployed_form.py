"""Forms as the engine has them deployed: submissions are checked against these, not against our files."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import KEY_LENGTH, Base, JsonObject, UtcDateTime


class DeployedForm(Base):
    """One version of one form, kept as long as a record refers to it."""

    __tablename__ = "deployed_form"
    __table_args__ = (UniqueConstraint("form_id", "version"),)

    form_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(BigInteger)
    schema_json: Mapped[JsonObject] = mapped_column(JSON)
    process_definition_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
