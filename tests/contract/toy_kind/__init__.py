"""A kind of request that lives in tests only: its files, how they are planted, and what is found of it."""
