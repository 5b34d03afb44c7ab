def test_each_operation_asks_for_the_documented_scope(routes: Routes, guards: Guards) -> None:
    assert {route: guards[route] for route in routes} == {
        (path, method): {"TokenAuthorizer": operation["security"][0]["token"]}
        for path, operations in OPENAPI["paths"].items()
        for method, operation in operations.items()
        if method in VERBS
    }


def test_who_may_read_may_not_write(routes: Routes, guards: Guards) -> None:
    asked = {route: set(guards[route]["TokenAuthorizer"]) for route in routes}
    assert all(asked.values())
    reading = {scope for (_, method), scopes in asked.items() if method == "get" for scope in scopes}
    writing = {scope for (_, method), scopes in asked.items() if method != "get" for scope in scopes}
    assert reading & writing == set()
