"""A function behind the API."""

from typing import Unpack

from constructs import Construct

from infra.constructs.api import Api
from infra.constructs.service_function import FunctionProps, ServiceFunction


class ApiFunction(ServiceFunction):
    """Answers one route, like GET /items/{id}."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        api: Api,
        route: str,
        **props: Unpack[FunctionProps],
    ) -> None:
        super().__init__(scope, construct_id, **props)
        method, path = route.split()
        api.lead(method, path, self.function)
