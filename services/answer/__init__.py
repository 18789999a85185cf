"""The letter to the complainant: its wording, its answers claim by claim, its publication, and the survey after it."""
