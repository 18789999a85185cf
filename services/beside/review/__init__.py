"""Review (复查) of an answered case by others than those who handled it."""
