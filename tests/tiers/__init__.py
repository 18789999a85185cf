"""The tiers of tests: which of them `make test` leaves to `make check`, in which shards, and what a run tells of its time."""
