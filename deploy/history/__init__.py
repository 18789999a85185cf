"""A made past of an office: closed complaints of years, with truths planted in them. For demo offices and measurements only."""
