@pytest.fixture
def pool(by_type: ByType) -> dict[str, Any]:
    return dict(by_type["AWS::Cognito::UserPool"]["UserPool"])


@pytest.fixture
def client(by_type: ByType) -> dict[str, Any]:
    return dict(by_type["AWS::Cognito::UserPoolClient"]["UserPoolClient"])


def test_nobody_signs_up_by_themselves(pool: dict[str, Any]) -> None:
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_passwords_are_strong_and_a_second_factor_may_be_added(pool: dict[str, Any]) -> None:
    passwords = pool["Policies"]["PasswordPolicy"]
    assert passwords["MinimumLength"] >= 12
    kinds = ("Lowercase", "Numbers", "Symbols", "Uppercase")
    assert all(passwords[f"Require{kind}"] for kind in kinds)
    assert pool["MfaConfiguration"] in {"OPTIONAL", "ON"}
    # Codes by SMS can be intercepted, and cost.
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_users_are_protected_where_the_environment_is(
    pool: dict[str, Any], resources: dict[str, Any], settings: dict[str, Any]
) -> None:
    protected = settings["deletion_protection"]
    assert pool.get("DeletionProtection") == ("ACTIVE" if protected else "INACTIVE")
    assert not protected or resources["UserPool"]["UpdateReplacePolicy"] == "Retain"


def test_clients_get_a_code_and_never_a_token_in_an_address(client: dict[str, Any]) -> None:
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert client["AllowedOAuthFlowsUserPoolClient"]
    # A page can't keep a secret.
    assert not client["GenerateSecret"]
    assert client["EnableTokenRevocation"]


def test_strangers_do_not_learn_who_exists(client: dict[str, Any]) -> None:
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_people_are_led_back_to_the_apis_own_pages(client: dict[str, Any], settings: dict[str, Any]) -> None:
    origin = settings["cors_allow_origin"]
    assert client["CallbackURLs"] == [f"{origin}/callback"]
    assert client["LogoutURLs"] == [f"{origin}/"]


def test_the_pool_knows_the_documented_scopes(by_type: ByType, client: dict[str, Any]) -> None:
    server = by_type["AWS::Cognito::UserPoolResourceServer"]["UserPoolResourceServer"]
    known = {f"{server['Identifier']}/{each['ScopeName']}" for each in server["Scopes"]}
    flow = OPENAPI["components"]["securitySchemes"]["token"]["flows"]["authorizationCode"]
    assert known == flow["scopes"].keys()
    asked = [each.replace("${UserPoolResourceServer}", server["Identifier"]) for each in client["AllowedOAuthScopes"]]
    assert sorted(asked) == sorted(["openid", *known])
