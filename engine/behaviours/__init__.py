"""Steps shared by elements: flows, variables, jobs, subscriptions, incidents, user tasks."""
