"""The template's releases: which they are, and how the next one is made."""
