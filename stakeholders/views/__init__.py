"""HTTP for applicants, screening, reviewers and the panel, one module per journey."""
