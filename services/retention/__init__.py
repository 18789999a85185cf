"""What leaves the database by itself, and when: nothing of a case, its trail or the ledger."""
