"""Where the service keeps it."""
