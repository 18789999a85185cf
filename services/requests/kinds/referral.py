"""Claims, or a part of the work, go to another unit (转办、交办)."""

from bpmn.names import ReferralElement
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import RequestKind

REFERRAL = RequestKind(
    name="referral",
    table=Referral,
    task_clocks={
        ReferralElement.USER_TASK_SIGN_REFERRAL.value: ClockKind.REFERRAL_SIGN_OFF,
        ReferralElement.USER_TASK_ARBITRATE_REFERRAL.value: ClockKind.REFERRAL_ARBITRATION,
        ReferralElement.USER_TASK_REPORT_REFERRAL_RESULT.value: ClockKind.REFERRAL_RESULT,
    },
    clock_columns=("sign_off_clock_id", "arbitration_clock_id", "result_clock_id"),
    lapses_on_entering=frozenset({Stage.FEEDBACK, Stage.ARCHIVED}),
)
