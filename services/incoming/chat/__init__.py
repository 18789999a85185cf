"""Messages of chat and social media, delivered by registered programs in signed requests (ADR 0246)."""
