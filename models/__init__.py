"""What is true: tables, lifecycle, calendar, time limits, vault, ledger; no use cases."""
