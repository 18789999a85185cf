"""Leave and departure of members of the staff: who goes on with their work, and when they have it back."""
