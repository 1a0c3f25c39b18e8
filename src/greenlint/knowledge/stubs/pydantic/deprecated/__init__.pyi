"""What version 2 keeps of version 1."""
