"""What passes to units outside the centre: the receipt code of a sheet and the answers that come back with it."""
