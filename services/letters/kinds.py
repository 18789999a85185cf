"""All kinds of letters that are worded and frozen, in the order in which a case meets them."""

from services.letters.acceptance_notice import ACCEPTANCE_NOTICE
from services.letters.answer_letter import ANSWER_LETTER
from services.letters.extension_notice import EXTENSION_NOTICE
from services.letters.interim_answer_letter import INTERIM_ANSWER_LETTER
from services.letters.letter_kind import LetterKind
from services.letters.merger_notice import MERGER_NOTICE
from services.letters.referral_notice import REFERRAL_NOTICE
from services.letters.refusal_notice import REFUSAL_NOTICE
from services.letters.supplement_notice import SUPPLEMENT_NOTICE
from services.letters.withdrawal_confirmation import WITHDRAWAL_CONFIRMATION

KINDS: dict[str, LetterKind] = {
    kind.name: kind
    for kind in (
        ACCEPTANCE_NOTICE,
        REFUSAL_NOTICE,
        MERGER_NOTICE,
        REFERRAL_NOTICE,
        SUPPLEMENT_NOTICE,
        EXTENSION_NOTICE,
        INTERIM_ANSWER_LETTER,
        ANSWER_LETTER,
        WITHDRAWAL_CONFIRMATION,
    )
}
