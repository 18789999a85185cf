"""How many claims a case holds and how long one is, however they came in."""

MAX_CLAIMS = 20
MAX_CLAIM_LENGTH = 1_000
