"""The ledger (台账): one row a complaint over its whole life, from receipt to the last return visit."""
