"""What the log says of work that failed."""

from .errors import ServiceError, UnavailableError
from .observability import logger


def log_failure(error: Exception) -> None:
    """Tell what may succeed later from what never will. Both come again: only a dead-letter queue keeps them."""
    if isinstance(error, UnavailableError):
        logger.warning("may succeed later", exc_info=error)
    elif isinstance(error, ServiceError):
        logger.error("can never succeed", permanent=True, exc_info=error)
    else:
        logger.error("unexpected error", exc_info=error)
