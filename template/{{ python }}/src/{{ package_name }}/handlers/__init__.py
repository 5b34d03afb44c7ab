"""One module for each Lambda function: an event in, an answer out."""
