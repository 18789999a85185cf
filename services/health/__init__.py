"""How the office is: which of its parts serve, and the figures that show early that something stands still."""
