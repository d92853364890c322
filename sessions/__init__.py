"""What and when: dialogue sessions, their texts, leading questions, phases, roles, participants."""
