"""The page of examples shows what is rendered now."""

from docs.examples.write import PAGE, page


def test_the_page_of_examples_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make examples`, and read the difference"
