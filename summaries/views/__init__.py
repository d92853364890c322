"""Pages of the Chair's summary, one module per journey. HTTP only."""
