"""Who may do what with intents, statements, points and the floor. Rows are filtered by `visible_to` beside them."""
