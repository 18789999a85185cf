"""What passes to units outside the centre: the facts a sheet may tell and the receipt code that answers come back with."""
