"""Windows of the hall and the unit that staffs each."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base


class ServiceWindow(Base):
    """One window by its sign (`A02`)."""

    __tablename__ = "service_window"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
