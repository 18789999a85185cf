"""Identifiers of the office's rows as distinct types, and the one way to make a new one."""

from typing import NewType
from uuid import uuid4

ComplaintId = NewType("ComplaintId", str)
ReceiptId = NewType("ReceiptId", str)
ClaimId = NewType("ClaimId", str)
RespondentId = NewType("RespondentId", str)
EvidenceId = NewType("EvidenceId", str)
ClockId = NewType("ClockId", str)
TaskRecordId = NewType("TaskRecordId", str)
DecisionId = NewType("DecisionId", str)
FileEntryId = NewType("FileEntryId", str)
StaffId = NewType("StaffId", str)  # the login
UnitCode = NewType("UnitCode", str)
SupplementRequestId = NewType("SupplementRequestId", str)
SupplementId = NewType("SupplementId", str)
ReferralId = NewType("ReferralId", str)
ExtensionId = NewType("ExtensionId", str)
EntrustmentId = NewType("EntrustmentId", str)
RespondentRequestId = NewType("RespondentRequestId", str)
RecusalId = NewType("RecusalId", str)
SupervisionId = NewType("SupervisionId", str)
RectificationId = NewType("RectificationId", str)
DisciplinaryTransferId = NewType("DisciplinaryTransferId", str)
ReviewId = NewType("ReviewId", str)
WithdrawalId = NewType("WithdrawalId", str)
PolicyId = NewType("PolicyId", str)

# Keys of the engine are kept as the decimal strings that REST v2 gives.
UserTaskKey = NewType("UserTaskKey", str)
ProcessInstanceKey = NewType("ProcessInstanceKey", str)
JobKey = NewType("JobKey", str)


def new_id() -> str:
    """A fresh random identifier of 32 hex digits; not sequential, so it may stand in an address."""
    return uuid4().hex
