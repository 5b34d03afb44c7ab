"""What the service keeps, and the rules that its fields follow."""
