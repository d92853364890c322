"""Every write to the summary that has a rule or a side effect, one module per journey."""
