"""The limits of the public faces (figures: OWASP ASVS 5.0 and what comparable reporting systems use)."""

from datetime import timedelta

from services.attempts.rate_limit import RateRule

HOUR = timedelta(hours=1)

FILINGS_PER_ADDRESS = RateRule("filing", 10, HOUR)
DRAFTS_PER_ADDRESS = RateRule("filing-draft", 20, HOUR)
PROGRESS_PER_ADDRESS = RateRule("progress-address", 30, HOUR)
PROGRESS_PER_NUMBER = RateRule("progress-number", 10, HOUR)
REQUESTS_PER_NUMBER = RateRule("request-number", 20, HOUR)
RECOVERIES_PER_ADDRESS = RateRule("recovery-address", 5, HOUR)
RECOVERIES_PER_NUMBER = RateRule("recovery-number", 3, HOUR)
PROOFS_PER_ADDRESS = RateRule("proof-address", 20, HOUR)
PROOFS_PER_NUMBER = RateRule("proof-number", 5, HOUR)
SIGN_INS_PER_ADDRESS = RateRule("sign-in", 60, HOUR)
HANDOVERS_PER_ADDRESS = RateRule("handover-address", 30, HOUR)
HANDOVERS_PER_REFERENCE = RateRule("handover-reference", 10, HOUR)
REQUESTS_PER_HANDED_OVER = RateRule("request-handover", 20, HOUR)
COMMENTS_PER_ADDRESS = RateRule("comment", 10, HOUR)
APPOINTMENTS_PER_ADDRESS = RateRule("appointment", 10, HOUR)
APPOINTMENT_CODES_PER_ADDRESS = RateRule("appointment-address", 30, HOUR)
APPOINTMENT_CODES_PER_NUMBER = RateRule("appointment-number", 10, HOUR)
