"""The file of a case: its decisions, outcome and entries as rows, for the use cases that write them."""
