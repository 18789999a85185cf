"""All kinds of letters that are worded and frozen: those to the complainant, then those to others, then records for signature."""

from services.letters.acceptance_notice import ACCEPTANCE_NOTICE
from services.letters.answer_letter import ANSWER_LETTER
from services.letters.clarification import CLARIFICATION
from services.letters.clue_transfer import CLUE_TRANSFER
from services.letters.collection_list import COLLECTION_LIST
from services.letters.delivery_slip import DELIVERY_SLIP
from services.letters.emergency_report import EMERGENCY_REPORT
from services.letters.entrustment_letter import ENTRUSTMENT_LETTER
from services.letters.extension_notice import EXTENSION_NOTICE
from services.letters.finding_notice import FINDING_NOTICE
from services.letters.group_notice import GROUP_NOTICE
from services.letters.interim_answer_letter import INTERIM_ANSWER_LETTER
from services.letters.interview_record import INTERVIEW_RECORD
from services.letters.letter_kind import LetterKind
from services.letters.merger_notice import MERGER_NOTICE
from services.letters.opening_record import OPENING_RECORD
from services.letters.rectification_notice import RECTIFICATION_NOTICE
from services.letters.recusal_notice import RECUSAL_NOTICE
from services.letters.referral_notice import REFERRAL_NOTICE
from services.letters.referral_sheet import REFERRAL_SHEET
from services.letters.refusal_notice import REFUSAL_NOTICE
from services.letters.review_decision import REVIEW_DECISION
from services.letters.review_refusal import REVIEW_REFUSAL
from services.letters.site_record import SITE_RECORD
from services.letters.statement_notice import STATEMENT_NOTICE
from services.letters.supervision_sheet import SUPERVISION_SHEET
from services.letters.supplement_notice import SUPPLEMENT_NOTICE
from services.letters.termination_notice import TERMINATION_NOTICE
from services.letters.visit_record import VISIT_RECORD
from services.letters.withdrawal_confirmation import WITHDRAWAL_CONFIRMATION

KINDS: dict[str, LetterKind] = {
    kind.name: kind
    for kind in (
        ACCEPTANCE_NOTICE,
        REFUSAL_NOTICE,
        MERGER_NOTICE,
        GROUP_NOTICE,
        REFERRAL_NOTICE,
        SUPPLEMENT_NOTICE,
        EXTENSION_NOTICE,
        RECUSAL_NOTICE,
        INTERIM_ANSWER_LETTER,
        ANSWER_LETTER,
        REVIEW_DECISION,
        REVIEW_REFUSAL,
        WITHDRAWAL_CONFIRMATION,
        REFERRAL_SHEET,
        STATEMENT_NOTICE,
        FINDING_NOTICE,
        CLARIFICATION,
        RECTIFICATION_NOTICE,
        SUPERVISION_SHEET,
        ENTRUSTMENT_LETTER,
        CLUE_TRANSFER,
        EMERGENCY_REPORT,
        TERMINATION_NOTICE,
        DELIVERY_SLIP,
        INTERVIEW_RECORD,
        SITE_RECORD,
        COLLECTION_LIST,
        OPENING_RECORD,
        VISIT_RECORD,
    )
}
