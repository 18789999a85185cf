"""Questions to the unit complained about and its reply."""
