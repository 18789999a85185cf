"""Which letters leave the office by themselves, and which with what sends them."""

from models.case.letter import CaseLetter
from models.ground.letter_codes import LetterReaders
from services.casefile.frozen_answer import LETTER_KINDS

# They go by the sending of the answer, the interim answer or the review, which keeps way, number, return and proof.
_SENT_AS_ANSWER = frozenset(LETTER_KINDS.values())


def goes_by_itself(letter: CaseLetter) -> bool:
    """Whether it is put on the list of the post as a letter: no record for signature, nothing that is sent as an answer."""
    return letter.readers is not LetterReaders.RECORD and letter.kind not in _SENT_AS_ANSWER
