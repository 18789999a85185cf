"""The parts that a page can show beside a form: what the step decides on. A descriptor names those of its step."""

from enum import StrEnum


class Extract(StrEnum):
    """Each is read by the module of its name in services/extracts and drawn by its own template."""

    # What the form itself tells in fields that nobody fills; the page shows it as text, to whoever may see the form.
    ASKED = "asked"
    MATTERS = "matters"
    CLAIMS = "claims"
    TOLD = "told"
    RESPONDENTS = "respondents"
    EVIDENCE = "evidence"
    RECORDS = "records"
    STATEMENTS = "statements"
    OPINION = "opinion"
    ANSWER = "answer"
    REACHING = "reaching"
    EXTENSION = "extension"
    LATENESS = "lateness"
    VISITS = "visits"
    WITHDRAWAL = "withdrawal"


# Who reads the file before he decides anything about it.
OF_THE_FILE = (Extract.MATTERS, Extract.CLAIMS, Extract.TOLD, Extract.RESPONDENTS, Extract.EVIDENCE)
# And what an investigation brought.
OF_THE_INVESTIGATION = (Extract.RECORDS, Extract.STATEMENTS)
