"""The user pool in the emulator: nobody signs in there by a page, so its client gives tokens to programs instead."""

import json
import os
import urllib.request
from typing import Any
from urllib.parse import urlencode

import boto3

TIMEOUT_SECONDS = 10


def with_tokens_for_programs(value: Any) -> Any:
    """The same resources with such a client, and with the pool's address, which the emulator knows by another name."""
    match value:
        case {"Type": "AWS::Cognito::UserPoolClient", "Properties": properties}:
            return {
                **value,
                "Properties": {**properties, "AllowedOAuthFlows": ["client_credentials"], "GenerateSecret": True},
            }
        case {"Fn::GetAtt": [str(pool), "ProviderURL"]}:
            return {"Fn::Sub": f"https://${{{pool}.ProviderName}}"}
        case dict():
            return {name: with_tokens_for_programs(each) for name, each in value.items()}
        case list():
            return [with_tokens_for_programs(each) for each in value]
    return value


def token() -> str:
    """One that opens all routes, of the only pool that is there."""
    cognito: Any = boto3.client("cognito-idp")
    (pool,) = cognito.list_user_pools(MaxResults=2)["UserPools"]
    (client,) = cognito.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=2)["UserPoolClients"]
    described = cognito.describe_user_pool_client(UserPoolId=pool["Id"], ClientId=client["ClientId"])["UserPoolClient"]
    form = {
        "grant_type": "client_credentials",
        "client_id": described["ClientId"],
        "client_secret": described["ClientSecret"],
    }
    url = f"{os.environ['AWS_ENDPOINT_URL']}/oauth2/token"
    with urllib.request.urlopen(url, urlencode(form).encode(), timeout=TIMEOUT_SECONDS) as answer:
        return str(json.load(answer)["access_token"])
