"""What people do about themselves and what the secretariat does about people, a module for each journey."""
