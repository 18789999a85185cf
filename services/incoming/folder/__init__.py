"""What scanners and programs put into the folder of the office."""
