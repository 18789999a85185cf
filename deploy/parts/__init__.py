"""What the program is built of: parts of the locks, their licences and ages, and a list of them for other programs."""
