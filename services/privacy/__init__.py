"""What people ask about their own personal data, what becomes of it, and the registers about it."""
