"""What must never happen in a sample story, one file a sample: `PREDICATES` by id and sentence (ST-11)."""
