"""What a diagram or form that an owner changed would break in the office; the engine's own refusals are not here."""
