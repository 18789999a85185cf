"""Whether an owner's text of a mail can leave as it is."""

from services.office.own_texts import Worded, find_text_fault, lacks_place


def find_mail_fault(paper: Worded, block: str, text: str) -> str | None:
    """What is wrong with the text; None for what every mail can say. A subject stands in one line."""
    if fault := find_text_fault(paper, block, text):
        return fault
    if lacks_place(paper, block, text):
        return "LACKS_PLACE"
    return "ONE_LINE" if block.endswith("_subject") and ("\n" in text or "\r" in text) else None
