"""The centre itself: organisation, rosters and deputies, and its work calendar."""
