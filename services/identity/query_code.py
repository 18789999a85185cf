"""The query code of a complaint: 65 bits a person can copy from paper. Only its keyed digest is stored.

It is derived from the submission with the office's key, so that a repeated submission shows the same code and a lost
one can be shown again to its owner.
"""

import re

from models.vault.keyring import get_keyring

# Crockford's base 32 leaves out I, L, O and U, which people misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 13  # 13 x 5 bits = 65 bits (ASVS 5.0, 6.6.3 asks for 64)
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def derive_query_code(submission_id: str) -> str:
    """The code of this submission, written `XXXXX-XXXX-XXXX`."""
    return write_code(get_keyring().digest("query-code", submission_id))


def write_code(digest: str) -> str:
    """65 bits of a long number in hex, written `XXXXX-XXXX-XXXX`."""
    number = int(digest, 16)
    return _in_groups("".join(ALPHABET[(number >> 5 * place) & 31] for place in range(LENGTH)))


def write_code_as_given(typed: str) -> str:
    """A code that somebody typed as it was given to him."""
    return _in_groups(plain_code(typed))


def digest_query_code(code: str) -> str:
    """What is stored and compared; spaces, dashes, case and misread letters do not matter."""
    return get_keyring().digest("query-code-stored", plain_code(code))


def plain_code(code: str) -> str:
    """A code as typed, without spaces and dashes, misread letters put right."""
    return re.sub(r"[\s\-]", "", code).upper().translate(_MISREAD)


def _in_groups(plain: str) -> str:
    return f"{plain[:5]}-{plain[5:9]}-{plain[9:]}"
