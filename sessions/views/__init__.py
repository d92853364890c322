"""HTTP only, one module per journey."""
