"""Who may call a route, and what every answer carries; business rules are in services/."""
