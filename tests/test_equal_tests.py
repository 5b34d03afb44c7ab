"""Every language's project is tested alike: what one promises by the name of a test, the other promises, too."""

import re
from pathlib import Path

from harness.answers import EVERYTHING
from harness.render import Renderer

# What only one language has to be tested for, with the reason.
PYTHON_ONLY = {
    "test_at_debug_level_no_record_is_logged": "botocore logs what it sends, the SDK for JavaScript does not",
    "test_lambda_makes_the_client_in_its_init_phase": "a module of TypeScript makes its client when it is loaded",
}
TYPESCRIPT_ONLY = {
    "test_a_file_that_can_not_be_read_is_not_taken_for_gone": "boto3 tells these apart by itself",
    "test_a_key_always_gives_the_same_id": "Python's standard library makes these ids",
    "test_escapes_may_stand_for_any_letter": "msgspec reads JSON by the book",
    "test_refuses_what_is_no_json": "the same, and JSON.parse does not",
    "test_refuses_what_is_no_unicode": "the same",
    "test_says_which_rule_is_broken": "zod leaves the sentences to its user",
    "test_the_order_of_fields_and_absent_ones_make_no_difference": "msgspec sorts",
    "test_the_process_ends_by_itself_after_an_answer": "Node.js has an event loop",
    "test_without_a_time_nothing_is_run": "msgspec reads times",
}


def test_the_languages_tests_have_the_same_names(render: Renderer) -> None:
    python = python_tests(render(**EVERYTHING))
    typescript = typescript_tests(render(runtime="nodejs24.x", **EVERYTHING))
    assert python - typescript == set(PYTHON_ONLY)
    assert typescript - python == set(TYPESCRIPT_ONLY)


def python_tests(project: Path) -> set[str]:
    texts = [
        path.read_text(encoding="utf-8") for part in PARTS for path in (project / "tests" / part).glob("test_*.py")
    ]
    return set(re.findall(r"^def (test_\w+)", "\n".join(texts), flags=re.MULTILINE))


def typescript_tests(project: Path) -> set[str]:
    """Their names as Python would write them; what follows a colon tells the cases of one test apart."""
    texts = [
        path.read_text(encoding="utf-8") for part in PARTS for path in (project / "tests" / part).glob("*.test.ts")
    ]
    titles = re.findall(
        r"""^ *(?:test|\]\)|test\.each\(.*\))\(\n? *['"](\w[^'":]*)""", "\n".join(texts), flags=re.MULTILINE
    )
    return {"test_" + re.sub(r"\W+", "_", title.lower()).strip("_") for title in titles}


PARTS = ("unit", "integration")
