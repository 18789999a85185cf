"""What runs beside the way of a case: one folder per kind of request; here what passes to units outside the centre."""
