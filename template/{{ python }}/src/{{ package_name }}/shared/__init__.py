"""What all functions have in common."""
