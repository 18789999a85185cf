"""What the office kept of complaints before it had this system: tables looked at, taken in, read and taken back (历史导入)."""
