"""How long the file of a closed case is kept, by the office's retention table, and what holds it longer."""
