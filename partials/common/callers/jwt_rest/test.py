def test_a_function_of_the_environment_looks_at_tokens(
    routes: Routes, guards: Guards, authorizers: dict[str, Any], functions: dict[str, Any], settings: dict[str, Any]
) -> None:
    assert all(guards[route] == {"TokenAuthorizer": []} for route in routes)
    assert settings["jwt_issuer"].startswith("https://")
    authorizer = authorizers["TokenAuthorizer"]
    assert "${AuthorizeFunction.Arn}" in authorizer["authorizerUri"]
    known = functions["AuthorizeFunction"]["Environment"]["Variables"]
    assert (known["JWT_ISSUER"], known["JWT_AUDIENCE"]) == (settings["jwt_issuer"], settings["jwt_audience"])


def test_what_the_function_said_is_soon_asked_again(authorizers: dict[str, Any]) -> None:
    # For so long an expired token lives on.
    assert 0 < authorizers["TokenAuthorizer"]["authorizerResultTtlInSeconds"] <= 60


def test_only_what_looks_like_a_token_reaches_the_function(authorizers: dict[str, Any]) -> None:
    form = re.compile(authorizers["TokenAuthorizer"]["identityValidationExpression"])
    assert form.match("Bearer aa.bb-_.cc")
    assert not any(map(form.match, ("", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b", "aa.bb.cc", "Bearer a.b.c.d")))


def test_the_function_knows_the_documented_scopes() -> None:
    operations = {
        f"{method.upper()} {path}": operation["security"][0]["token"]
        for path, methods in OPENAPI["paths"].items()
        for method, operation in methods.items()
        if method in VERBS
    }
    source = next((Path(__file__).parents[2] / "src").rglob("scopes.*")).read_text(encoding="utf-8")
    rows = re.findall(r"""[(\[]\s*["'](\w+)["'],\s+["']([^"']+)["'],\s+["']([^"']+)["'],?\s*[)\]]""", source)
    assert {f"{method} /{path.replace('*', '{id}')}": [scope] for method, path, scope in rows} == operations
