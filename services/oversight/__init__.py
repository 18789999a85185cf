"""What bodies outside read of complaint handling by a mandate, and what courts and reviewing authorities decided of cases."""
