"""How the outside is reached: implementations of services/ports/."""
