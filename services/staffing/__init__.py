"""The members of staff as administrators keep them: added and changed, with what a change does to work in hand."""
