"""Pages of speaking: intents, points, the live floor. HTTP only."""
