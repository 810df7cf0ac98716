"""What checks find: kept in the wake of each change, and accepted by who has looked at it."""
