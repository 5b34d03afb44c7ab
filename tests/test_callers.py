"""What strangers are told: whoever has no proof of who they are hears which kind is asked for (RFC 9110, 11.6.1)."""

from typing import Any

import pytest
from harness import sam
from harness.answers import JWT
from harness.description import describe
from harness.render import Renderer


@pytest.mark.parametrize(
    ("answers", "challenge"), [(JWT, "'Bearer'"), ({"auth": "cognito"}, "'Bearer'"), ({"auth": "iam"}, None)], ids=str
)
def test_a_rest_api_asks_for_a_token(answers: dict[str, Any], challenge: str | None, render: Renderer) -> None:
    # An HTTP API does so by itself; the CDK's API is equal to this one.
    deployments = sam.deployments(render(api="rest", **answers))
    (api,) = describe(deployments["dev"])["REST APIs"].values()
    assert {each["headers"].get("WWW-Authenticate") for each in api["own answers"].values()} == {challenge}
