"""What is known of scans in several places: how they begin, how much is shown, and codes that a page is refused with."""

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
# A clerk looks at no more in one list.
MOST_THINGS = 300
