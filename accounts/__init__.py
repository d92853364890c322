"""Who: users, delegations, organisations, their members, and the audit log of what they did."""
