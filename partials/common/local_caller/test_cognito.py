"""Who may call the API, tried."""

from e2e.client import call


def test_who_says_nothing_is_refused(path: str) -> None:
    assert call("GET", path, authorization="").status in {401, 403}


def test_who_may_call_is_answered(path: str) -> None:
    assert call("GET", path).status == 200


def test_what_is_no_token_is_refused(path: str) -> None:
    for text in ("Bearer a.b.c", "Bearer", "Basic YTpi"):
        assert call("GET", path, authorization=text).status == 401
