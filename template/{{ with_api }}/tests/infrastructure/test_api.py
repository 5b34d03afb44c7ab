"""The API leads each operation of openapi.yaml to its function, within limits, for pages of one origin."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from infrastructure import ByType

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
VERBS = {"get", "post", "put", "patch", "delete"}
# API Gateway hangs up after 29 seconds, and nobody reads what a function answers later. A function's AWS client may
# take 12 seconds, after which it still has to answer.
API_PATIENCE = range(13, 29)

Routes = dict[tuple[str, str], str]


@pytest.fixture
def stages(by_type: ByType) -> list[dict[str, Any]]:
    return [*by_type["AWS::ApiGateway::Stage"].values(), *by_type["AWS::ApiGatewayV2::Stage"].values()]


def test_each_documented_operation_has_its_function(routes: Routes, names: dict[str, str]) -> None:
    # Where the document says createItem, create-item answers.
    documented = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))["paths"]
    assert {route: names[function].replace("-", "") for route, function in routes.items()} == {
        (path, method): methods[method]["operationId"].lower()
        for path, methods in documented.items()
        for method in methods.keys() & VERBS
    }


def test_the_api_answers_pages_of_one_known_origin(by_type: ByType, settings: dict[str, Any]) -> None:
    # With "*" any web page may call it.
    assert settings["cors_allow_origin"].startswith(("http://localhost", "https://"))
    parts = json.dumps([each for kind, each in by_type.items() if kind.startswith("AWS::ApiGateway")])
    origins = re.findall(r'(?:[Aa]llowOrigins|Access-Control-Allow-Origin)": (\[[^]]*\]|"[^"]*")', parts)
    assert origins
    assert set(origins) <= {f'["{settings["cors_allow_origin"]}"]', f"\"'{settings['cors_allow_origin']}'\""}


def test_every_request_is_logged(stages: list[dict[str, Any]], settings: dict[str, Any]) -> None:
    logged = {"AccessLogSettings" in stage or "AccessLogSetting" in stage for stage in stages}
    assert logged == {settings.get("api_access_logs", True)}


def test_the_api_throttles(stages: list[dict[str, Any]], settings: dict[str, Any]) -> None:
    # Without limits one client can use up what the whole account may call at once.
    for stage in stages:
        limits = stage.get("DefaultRouteSettings") or stage["MethodSettings"][0]
        assert limits["ThrottlingRateLimit"] == settings["throttle_rate"]
        assert limits["ThrottlingBurstLimit"] == settings["throttle_burst"]
    assert stages


def test_somebody_is_told_of_errors_and_of_slow_answers(by_type: ByType, settings: dict[str, Any]) -> None:
    alarms = [by_type["AWS::CloudWatch::Alarm"][f"Api{what}Alarm"]["Threshold"] for what in ("Errors", "Latency")]
    assert alarms == [settings["alarm_api_error_percent"], settings["alarm_api_latency_ms"]]


def test_functions_behind_the_api_answer_while_it_listens(functions: dict[str, Any], routes: Routes) -> None:
    assert routes
    assert {name for name in routes.values() if functions[name]["Timeout"] not in API_PATIENCE} == set()
