"""Forms that people send: each counts once, however often it comes."""
