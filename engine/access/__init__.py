"""Who may speak to the engine, and under which names: logins, TLS and Host, read by both borders."""
