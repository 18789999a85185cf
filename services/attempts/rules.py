"""The limits of the public faces (figures: OWASP ASVS 5.0 and what comparable reporting systems use).

What is sent is counted; tries at a secret are counted when they are wrong.
"""

from datetime import timedelta

from services.attempts.rate_limit import RateRule

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
# Counters stay a day (services/retention/policy.py).
HALF_DAY = timedelta(hours=12)

FILINGS_PER_ADDRESS = RateRule("filing", 10, HOUR)
DRAFTS_PER_ADDRESS = RateRule("filing-draft", 20, HOUR)
COMMENTS_PER_ADDRESS = RateRule("comment", 10, HOUR)
APPOINTMENTS_PER_ADDRESS = RateRule("appointment", 10, HOUR)
# So many of a source need no sign that a person sends them (services/attempts/guard.py); of telephones the wrong ones count.
GUARDED_FILINGS = RateRule("guard-filing", 3, HOUR)
GUARDED_COMMENTS = RateRule("guard-comment", 3, HOUR)
GUARDED_APPOINTMENTS = RateRule("guard-appointment", 3, HOUR)
GUARDED_RECOVERIES = RateRule("guard-recovery", 4, HOUR)
# Whoever has no script and slips; a program that guesses has ten guesses.
WRONG_ANSWERS = RateRule("guard-wrong", 10, HOUR)
SOLUTIONS = RateRule("solution", 1, HOUR)
REQUESTS_PER_NUMBER = RateRule("request-number", 20, HOUR)
REQUESTS_PER_HANDED_OVER = RateRule("request-handover", 20, HOUR)

# Codes of 65 bits: the right one is never refused.
PROGRESS_PER_ADDRESS = RateRule("progress-address", 30, HOUR, MINUTE)
PROGRESS_PER_NUMBER = RateRule("progress-number", 10, HOUR, MINUTE)
HANDOVERS_PER_ADDRESS = RateRule("handover-address", 30, HOUR, MINUTE)
HANDOVERS_PER_REFERENCE = RateRule("handover-reference", 10, HOUR, MINUTE)
APPOINTMENT_CODES_PER_ADDRESS = RateRule("appointment-address", 30, HOUR, MINUTE)
APPOINTMENT_CODES_PER_NUMBER = RateRule("appointment-number", 10, HOUR, MINUTE)

# What may be guessed. A telephone number is asked for a case number alone, so all sources together have a limit too: beyond
# it each further wrong one makes this way to the code wait an hour at most, and no other.
RECOVERIES_PER_ADDRESS = RateRule("recovery-address", 5, HOUR, 5 * MINUTE, HOUR)
RECOVERIES_PER_NUMBER = RateRule("recovery-number", 3, HALF_DAY, 5 * MINUTE, HOUR)
RECOVERIES_FROM_ANYWHERE = RateRule("recovery-anywhere", 20, HALF_DAY, 5 * MINUTE, HOUR)
# In a browser in which the complaint was written or its code was right, these are counted and no others.
RECOVERIES_PER_BROWSER = RateRule("recovery-browser", 3, HALF_DAY, 5 * MINUTE, HOUR)
PROOFS_PER_ADDRESS = RateRule("proof-address", 20, HOUR, MINUTE)
# Only who has the right code gets so far.
PROOFS_PER_NUMBER = RateRule("proof-number", 5, HALF_DAY, 5 * MINUTE, HOUR)

SIGN_INS_PER_ADDRESS = RateRule("sign-in", 60, HOUR, MINUTE, refusal="SIGN_IN_WAITS")
SIGN_INS_PER_ACCOUNT = RateRule("sign-in-account", 5, HALF_DAY, MINUTE, refusal="SIGN_IN_WAITS")
# Whoever rents a /48 has 65,536 sources. More than people mistype, and never where the account was signed in before.
SIGN_INS_FROM_ANYWHERE = RateRule("sign-in-anywhere", 200, HALF_DAY, MINUTE, refusal="SIGN_IN_WAITS")
# Each is a question to the provider and a row; nobody guesses anything by it.
PROVIDER_SIGN_INS_PER_ADDRESS = RateRule("provider-sign-in", 600, HOUR)
# Each is an entry of the trail, of an answer to what the browser had asked.
PROVIDER_REFUSALS_PER_ADDRESS = RateRule("provider-refusal", 60, HOUR, MINUTE)
# A browser in which this account was signed in before; after so many it is one like any other.
SIGN_INS_PER_BROWSER = RateRule("sign-in-browser", 10, HOUR, HOUR, HOUR)
# Only who has the password gets so far.
SECOND_FACTORS = RateRule("second-factor", 5, HALF_DAY, MINUTE)
PASSWORD_CHANGES = RateRule("password-change", 5, HALF_DAY, MINUTE)
# Who works on cases asks for some identities a day; who gathers them asks for many. Looks, searches by person, opened contacts
# of visitors, copies of one's data that are printed at the counter and files that leave with who complained count together.
# These do not, and each of them is on record: envelopes, for a day's post of an office is more than thirty; the comparison of
# a registration and a message as it came in, for a desk has more than thirty complaints an hour when a channel hands them
# over at once; and a transfer to the archives, which takes all files together that an appraisal decided to hand over.
LOOKS_AT_IDENTITIES = RateRule("identity-looks", 30, HOUR, refusal="LOOKED_TOO_OFTEN")
