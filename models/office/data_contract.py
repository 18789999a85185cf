"""委托处理协议: with whom the office agreed on handling personal data for it, and how it looks after that."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.provision_codes import Recipient
from models.vault.sealed import SealedText


class DataContract(Base):
    """One contract; the database itself deletes none. It holds from `begins_on` until `ends_on`, both included.

    `kinds` are DataKind. What is agreed is never changed: a new agreement is a new row. `ended_on`: when one ended early.
    """

    __tablename__ = "data_contract"
    __table_args__ = (Index("ix_data_contract_partner_begins_on", "partner", "begins_on"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    partner: Mapped[Recipient] = mapped_column(EnumText(Recipient))
    name: Mapped[str] = mapped_column(SealedText("data_contract:name"))
    purpose: Mapped[str] = mapped_column(SealedText("data_contract:purpose"))
    measures: Mapped[str] = mapped_column(SealedText("data_contract:measures"))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DataContractNote(Base):
    """How the office looked after one contract (监督情况), once; the database itself deletes none."""

    __tablename__ = "data_contract_note"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("data_contract.id"), index=True)
    text: Mapped[str] = mapped_column(SealedText("data_contract_note:text"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
