"""What is sent to complainants outside: planned with what it tells of, carried after the commit, settled by a person in doubt."""
