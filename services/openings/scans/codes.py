"""What is known of scans in several places: how they begin, how much is shown, and codes that a page is refused with."""

from datetime import timedelta

SCAN_MOVED_ON = "SCAN_MOVED_ON"
# By what the reader of scans says.
REFUSALS = {
    "UNREADABLE": "SCAN_UNREADABLE",
    "ENCRYPTED": "SCAN_ENCRYPTED",
    "TOO_LARGE": "SCAN_TOO_LARGE",
    "TOO_MANY": "SCAN_TOO_MANY",
}
# The first bytes of a PDF and of both kinds of TIFF.
STARTS = (b"%PDF-", b"II*\x00", b"MM\x00*")
# A scan that so often had no process, or ended it, is one for a person.
MOST_TRIES = 5
# Pages that nobody could look through or store for so long wait for a person too.
PATIENCE = timedelta(days=1)
# A clerk looks at no more in one list.
MOST_THINGS = 300
