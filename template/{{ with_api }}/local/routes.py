"""Prints how to call the API: `python -m local.routes ENVIRONMENT PORT`; an empty PORT means AWS."""

import sys

from local.doors import api
from local.problem import ServiceError
from local.session import reached


def main(environment: str, port: str) -> None:
    try:
        print(api.routes(reached(environment, port)))
    except ServiceError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(*sys.argv[1:])
