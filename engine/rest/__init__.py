"""REST v2 of the engine: one file per noun; commands by the runtime, searches by SQL over the store."""
