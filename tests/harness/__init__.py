"""What the tests share: where the template is, how it is rendered, and how its model is computed without a render."""
