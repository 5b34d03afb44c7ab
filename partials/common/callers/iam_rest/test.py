def test_callers_are_aws_identities(routes: Routes, guards: Guards) -> None:
    assert all(guards[route] == {"AWS_IAM": []} for route in routes)


def test_operations_say_so(routes: Routes) -> None:
    assert OPENAPI["security"] == [{"aws": []}]
    documented = {path: operations for path, operations in OPENAPI["paths"].items() if path in dict(routes)}
    assert not [path for path, operations in documented.items() if "security" in str(operations)]


def test_functions_run_by_their_own_roles(by_type: dict[str, Any]) -> None:
    # Else whoever may call the API would need the rights to read and write its tables.
    assert "arn:aws:iam::*:user/*" not in str(by_type)
