def proof(_method: str, _url: str, _body: bytes | None, headers: dict[str, str]) -> dict[str, str]:
    """The headers of the same request, with a token. Raises ServiceError."""
    return {"authorization": bearer(), **headers}


def words() -> list[str]:
    """What curl needs to send a token."""
    try:
        return ["-H", f"authorization: {bearer()}"]
    except ServiceError:
        return ["-H", "authorization: Bearer TOKEN"]
