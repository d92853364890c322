"""What is sent: occasions, templates, the outbox and delivery."""
