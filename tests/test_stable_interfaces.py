"""What bots, answer files, updates and deployed stacks depend on."""

from typing import Any

import pytest
from harness import cloudformation, snapshot
from harness.answers import EVERYTHING
from harness.render import Renderer

SERVICES: dict[str, dict[str, Any]] = {
    "the default service": {},
    "a REST API with an alarm address": {"api": "rest", "alarm_email": "alarms@example.com"},
    "a protected REST API": {"api": "rest", "waf": True, "custom_domain": True},
    "an HTTP API with a domain and a key": {
        "custom_domain": True,
        "kms": True,
        "vpc": "existing",
        "schedules": "heartbeat=rate(1 day)",
    },
    "awkward names": {"resources": "person:people, news, api-keys, class, data"},
    "every trigger": EVERYTHING,
}
QUESTIONS = (
    "The questions are an interface: a name, value or default that goes away or changes breaks bots and answer files,"
    " and resets projects at their next update."
)
LOGICAL_IDS = (
    "CloudFormation knows a resource by its logical id: one that changes is deleted and made anew, a customer's table"
    " with all that is in it."
)


def test_questions_keep_their_names_types_choices_and_defaults(render: Renderer) -> None:
    def described(question: dict[str, Any]) -> dict[str, Any]:
        choices = question.get("choices")
        return {
            "type": question["type"],
            **({"choices": list(choices.values())} if choices else {}),
            "default": question["default"],
            **({"ask": question["ask"]} if "ask" in question else {}),
        }

    asked = {name: each for name, each in render.engine.questions.items() if each.get("when") is not False}
    snapshot.check("questions", {name: described(each) for name, each in asked.items()}, QUESTIONS)


def test_resources_keep_their_logical_ids(render: Renderer) -> None:
    def ids(answers: dict[str, Any]) -> dict[str, str]:
        resources = cloudformation.load(render(**answers) / "template.yaml")["Resources"]
        return {name: resources[name]["Type"] for name in sorted(resources)}

    snapshot.check("logical_ids", {name: ids(answers) for name, answers in SERVICES.items()}, LOGICAL_IDS)


def test_every_question_can_be_skipped_by_its_default(render: Renderer) -> None:
    missing = {name for name, question in render.engine.questions.items() if "default" not in question}
    assert missing == set()


@pytest.mark.parametrize(
    "question",
    ["environments", "region", "architecture", "owner", "alarm_email", "package_name", "dependency_updates"],
)
def test_a_question_that_is_not_asked_still_keeps_its_answer(question: str, render: Renderer) -> None:
    values = {"environments": "test, live", "region": "eu-central-1", "architecture": "x86_64", "owner": "team-a"}
    value = {
        **values,
        "alarm_email": "alarms@example.com",
        "package_name": "billing",
        "dependency_updates": "renovate",
    }[question]
    assert f"{question}: {value}\n" in (render(**{question: value}) / ".copier-answers.yml").read_text(encoding="utf-8")
