"""The centre's work calendar: loaded from its rows, seeded, corrected for single days."""
