"""An office of each earlier release, packed, and what makes and reads them."""
