"""Who may see or do what in a case: exclusion, designation, stand-ins, and the facts a permission is decided on."""
