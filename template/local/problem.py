"""What is told to people instead of a stack trace."""


class ServiceError(Exception):
    """Why the service can't be run or reached, in a line."""
