"""A complaint on its way: what arrived, matters, decisions, acts, tasks, answer, and the states they go through."""
