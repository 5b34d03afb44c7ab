"""Pools of users: how people get in, for which clients, and what these may ask for."""

from typing import Any

from harness.description.resources import Resource, Resources, fate

# What CloudFormation takes for granted, as one word for each policy.
PASSWORDS = {
    "at least": "MinimumLength",
    "with digits": "RequireNumbers",
    "with capitals": "RequireUppercase",
    "with small letters": "RequireLowercase",
    "with symbols": "RequireSymbols",
    "at first for days": "TemporaryPasswordValidityDays",
}
MESSAGES = (
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "SmsVerificationMessage",
    "VerificationMessageTemplate",
)


def user_pools(resources: Resources) -> dict[str, Any]:
    return {it.name: user_pool(it, resources) for it in resources.of("AWS::Cognito::UserPool")}


def user_pool(it: Resource, resources: Resources) -> dict[str, Any]:
    passwords = it.part("Policies").part("PasswordPolicy")
    return {
        "name": it.take("UserPoolName"),
        "sign up": not it.part("AdminCreateUserConfig").take("AllowAdminCreateUserOnly", default=False),
        "called by": it.take("UsernameAttributes"),
        "case matters": it.part("UsernameConfiguration").take("CaseSensitive", default=True),
        "verified": it.take("AutoVerifiedAttributes"),
        "verified before a change": it.part("UserAttributeUpdateSettings").take(
            "AttributesRequireVerificationBeforeUpdate"
        ),
        "recovery": [
            (each.take("Name"), each.take("Priority"))
            for each in it.part("AccountRecoverySetting").parts("RecoveryMechanisms")
        ],
        "passwords": {word: passwords.take(name) for word, name in PASSWORDS.items()},
        "messages": {word: it.take(word) for word in MESSAGES},
        "second factor": it.take("MfaConfiguration", "OFF"),
        "second factors": it.take("EnabledMfas"),
        "protected from deletion": it.take("DeletionProtection", "INACTIVE") == "ACTIVE",
        "clients": {
            each.name: client(each) for each in resources.of("AWS::Cognito::UserPoolClient", UserPoolId=it.name)
        },
        "domains": [each.take("Domain") for each in resources.of("AWS::Cognito::UserPoolDomain", UserPoolId=it.name)],
        "scopes": {
            each.name: scopes(each) for each in resources.of("AWS::Cognito::UserPoolResourceServer", UserPoolId=it.name)
        },
        **fate(it),
    }


def client(it: Resource) -> dict[str, Any]:
    return {
        "has a secret": it.take("GenerateSecret", default=False),
        "signs in at the pool's pages": it.take("AllowedOAuthFlowsUserPoolClient", default=False),
        "flows": it.take("AllowedOAuthFlows"),
        "other flows": it.take("ExplicitAuthFlows"),
        "scopes": it.take("AllowedOAuthScopes"),
        "then leads to": it.take("CallbackURLs"),
        "after signing out to": it.take("LogoutURLs"),
        "tells who exists": it.take("PreventUserExistenceErrors") != "ENABLED",
        "tokens can be revoked": it.take("EnableTokenRevocation", default=True),
        "users of": it.take("SupportedIdentityProviders"),
    }


def scopes(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("Name"),
        "prefix": it.take("Identifier"),
        "scopes": {each.take("ScopeName"): each.take("ScopeDescription") for each in it.parts("Scopes")},
    }
