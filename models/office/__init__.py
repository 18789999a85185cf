"""The centre: units, people, windows, items, accounts, and whom a name in a complaint means."""
