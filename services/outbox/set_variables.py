"""Variables of a case's root instance: what operators search for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.ground.errors import Conflict, NotFound
from services.outbox.message import Message, NotYet, Sending, text_in, variables_in


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVariables(Message):
    """For the newest run of the case; waits until that has an instance."""

    KIND = "set_variables"
    SUBJECT = "complaint_id"

    variables: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(complaint_id=text_in(payload, "complaint_id"), variables=variables_in(payload))

    def send(self, sending: Sending) -> str | None:
        """Set them; "INSTANCE_ENDED" for a run that is over."""
        with sending.make_unit().reading() as unit:
            key = unit.session.scalars(
                select(CaseRun.process_instance_key)
                .where(CaseRun.complaint_id == self.complaint_id)
                .order_by(CaseRun.run_no.desc())
                .limit(1)
            ).one_or_none()
        if key is None:
            raise NotYet
        try:
            sending.engine.set_variables(key, dict(self.variables))
        except (NotFound, Conflict):
            return "INSTANCE_ENDED"
        return None
