"""How a complaint enters the office: the citizen's own filing and a clerk's registration."""
