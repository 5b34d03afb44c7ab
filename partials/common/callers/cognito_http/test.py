{% include 'partials/common/callers/scopes.py' %}


def test_tokens_are_of_the_stacks_own_pool(authorizers: dict[str, Any]) -> None:
    assert authorizers["TokenAuthorizer"]["jwtConfiguration"] == {
        "issuer": "${UserPool.ProviderURL}",
        "audience": ["${UserPoolClient}"],
    }


{% include 'partials/common/callers/pool.py' %}
