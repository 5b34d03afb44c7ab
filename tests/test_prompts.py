"""At a terminal: Enter is a good answer everywhere, and a bad one is explained at once and asked again."""

import sys
from pathlib import Path
from typing import Any

import pytest
from harness.render import Renderer, files

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal on Windows", allow_module_level=True)
from harness.terminal import Terminal


def asked(render: Renderer, *, more: bool) -> dict[str, str]:
    """The questions that are asked, by the start of their help."""
    questions: dict[str, dict[str, Any]] = render.engine.questions
    prompted = {name: each for name, each in questions.items() if each.get("when") is not False}
    conditions = {name: str(each.get("ask", True)) for name, each in prompted.items()}
    # Who may call is asked whenever there is an API, which there is by default.
    first = {name for name, condition in conditions.items() if condition in ("True", "{{ api != 'none' }}")}
    # The API is the default one here.
    later = {name for name, said in conditions.items() if said.startswith("{{ more_") and "== 'rest'" not in said}
    return {name: each["help"][:40] for name, each in prompted.items() if name in (first | later if more else first)}


def test_enter_everywhere_gives_the_default_project(render: Renderer, tmp_path: Path) -> None:
    questions = asked(render, more=False)
    assert len(questions) == 12
    terminal = Terminal(["copy", render.template, "my-service"], tmp_path)
    for start in questions.values():
        terminal.wait_for(start)
        terminal.type()
    assert terminal.end() == 0, terminal.shown
    assert files(tmp_path / "my-service") == files(render())
    assert "make setup test" in terminal.shown


def test_more_settings_and_triggers_ask_the_rest(render: Renderer, tmp_path: Path) -> None:
    terminal = Terminal(["copy", render.template, "my-service"], tmp_path)
    for name, start in asked(render, more=True).items():
        terminal.wait_for(start)
        if name in ("more_settings", "more_triggers"):
            terminal.press("y")
        elif name == "environments":
            terminal.clear()
            terminal.type("test, live")
        else:
            terminal.type()
    assert terminal.end() == 0, terminal.shown
    assert files(tmp_path / "my-service") == files(
        render(more_settings=True, more_triggers=True, environments="test, live")
    )


def test_a_refused_answer_is_explained_and_can_be_mended(render: Renderer, tmp_path: Path) -> None:
    terminal = Terminal(["copy", render.template, "my-service"], tmp_path)
    for name, start in asked(render, more=False).items():
        terminal.wait_for(start)
        if name == "resources":
            terminal.type(", Orders")
            terminal.wait_for("'Orders' is not kebab-case: use lower-case letters")
            terminal.clear()
            terminal.type("items, orders")
        else:
            terminal.type()
    assert terminal.end() == 0, terminal.shown
    assert files(tmp_path / "my-service") == files(render(resources="items, orders"))


def test_an_issuer_is_asked_for_where_there_are_tokens(render: Renderer, tmp_path: Path) -> None:
    questions = render.engine.questions
    terminal = Terminal(["copy", render.template, "my-service"], tmp_path)
    for name, start in asked(render, more=False).items():
        terminal.wait_for(start)
        if name == "auth":
            terminal.press("\x1b[B\x1b[B")  # twice down: from none to jwt
        terminal.type()
        if name == "auth":
            terminal.wait_for(questions["jwt_issuer"]["help"][:40])
            terminal.type()
            terminal.wait_for("jwt_issuer is empty, but auth is 'jwt'")
            terminal.type("https://login.example.com/")
            terminal.wait_for(questions["jwt_audience"]["help"][:40])
            terminal.type("orders")
    assert terminal.end() == 0, terminal.shown
    assert files(tmp_path / "my-service") == files(
        render(auth="jwt", jwt_issuer="https://login.example.com/", jwt_audience="orders")
    )
