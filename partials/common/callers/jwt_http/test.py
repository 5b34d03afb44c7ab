{% include 'partials/common/callers/scopes.py' %}


def test_tokens_are_of_the_issuer_and_for_the_audience_of_the_environment(
    authorizers: dict[str, Any], settings: dict[str, Any]
) -> None:
    assert settings["jwt_issuer"].startswith("https://")
    assert authorizers["TokenAuthorizer"]["jwtConfiguration"] == {
        "issuer": settings["jwt_issuer"],
        "audience": [settings["jwt_audience"]],
    }
