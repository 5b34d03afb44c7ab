"""The API leads each operation of openapi.yaml to its function, within limits, for pages of one origin."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
VERBS = {"get", "post", "put", "patch", "delete"}
# API Gateway hangs up after 29 seconds, and nobody reads what a function answers later. A function's AWS client may
# take 12 seconds, after which it still has to answer.
API_PATIENCE = range(13, 29)

ByType = dict[str, dict[str, Any]]


@pytest.fixture
def paths(by_type: ByType) -> dict[str, Any]:
    apis = [*by_type["AWS::ApiGateway::RestApi"].values(), *by_type["AWS::ApiGatewayV2::Api"].values()]
    return {path: each for api in apis for path, each in api["Body"]["paths"].items()}


def operations(paths: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for path, methods in paths.items():
        yield from ((path, method, each) for method, each in methods.items() if method in VERBS)


def test_each_documented_operation_has_its_function(paths: dict[str, Any], template: dict[str, Any]) -> None:
    # Where the document says createItem, dist/create-item answers.
    documented = yaml_parse(OPENAPI.read_text(encoding="utf-8"))["paths"]
    answering = {}
    for path, method, operation in operations(paths):
        uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        function = template["Resources"][re.findall(r"\$\{(\w+)\.Arn\}", uri)[0]]["Properties"]
        answering[path, method] = function["CodeUri"].removeprefix("dist/").replace("-", "")
    assert answering == {(path, method): each["operationId"].lower() for path, method, each in operations(documented)}


def test_the_api_answers_pages_of_one_known_origin(by_type: ByType, overrides: dict[str, str]) -> None:
    # With "*" any web page may call it.
    assert overrides["CorsAllowOrigin"].startswith(("http://localhost", "https://"))
    apis = json.dumps([by_type["AWS::ApiGateway::RestApi"], by_type["AWS::ApiGatewayV2::Api"]])
    origins = re.findall(r'(?:allowOrigins|[.]Access-Control-Allow-Origin)": (\[[^]]*\]|\{[^}]*\}+\'"\}|"[^"]*")', apis)
    assert origins
    allowed = {f'["{overrides["CorsAllowOrigin"]}"]', '{"Fn::Sub": "\'${CorsAllowOrigin}\'"}'}
    assert set(origins) <= allowed


def test_every_request_is_logged(template: dict[str, Any]) -> None:
    apis = [each["Properties"] for each in template["Resources"].values() if each["Type"].endswith("Api")]
    assert all("AccessLogSettings" in api or "AccessLogSetting" in api for api in apis)


def test_the_api_throttles(by_type: ByType, overrides: dict[str, str]) -> None:
    # Without limits one client can use up what the whole account may call at once.
    stages = [*by_type["AWS::ApiGateway::Stage"].values(), *by_type["AWS::ApiGatewayV2::Stage"].values()]
    for stage in stages:
        limits = stage.get("DefaultRouteSettings") or stage["MethodSettings"][0]
        assert limits["ThrottlingRateLimit"] == overrides["ThrottleRate"]
        assert limits["ThrottlingBurstLimit"] == overrides["ThrottleBurst"]
    assert stages


def test_functions_behind_the_api_answer_while_it_listens(functions: dict[str, Any], by_type: ByType) -> None:
    permissions = by_type["AWS::Lambda::Permission"].values()
    called = [each["FunctionName"]["Ref"] for each in permissions if each["Principal"] == "apigateway.amazonaws.com"]
    assert called
    assert {name for name in called if functions[name]["Timeout"] not in API_PATIENCE} == set()
