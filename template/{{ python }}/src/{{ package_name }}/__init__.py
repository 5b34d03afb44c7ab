"""The service. Lambda calls what is in `handlers`."""
