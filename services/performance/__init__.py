"""绩效评估: complaint handling as points of units and people, by published rules, with the complaints behind each point."""
