"""Copier's own worker, kept warm: it renders a project, or only computes the model, in a fraction of the time.

Copier compiles each template and reads each YAML text anew for every run, and asks Git about every file. Here these
things are kept from run to run and Git is not asked; `test_engine.py` compares the results with Copier's plain ones.
"""

from functools import cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import yaml
from copier import _user_data
from copier._jinja_ext import get_yield_context
from copier._main import Worker
from copier._types import Phase
from jinja2.exceptions import FilterArgumentError

# What Copier raises for an answer that is refused by its question, and for answers that contradict each other.
REFUSALS = (ValueError, FilterArgumentError)

Answers = dict[str, Any]
Model = dict[str, Any]


@lru_cache(maxsize=4096)
def load_yaml(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


FAST_YAML = SimpleNamespace(error=yaml.error, safe_dump=yaml.safe_dump, safe_load=load_yaml)


class Engine:
    def __init__(self, template: Path) -> None:
        self._source = template
        self._nowhere = template.parent / "nowhere" / "my-service"
        cold = plain_worker(template, self._nowhere, {})
        environment = cold.jinja_env
        _keep_compiled(environment)

        class WarmWorker(Worker):
            @cached_property
            def jinja_env(self) -> Any:
                return environment

            @cached_property
            def template(self) -> Any:
                return cold.template

            def _sync_git_index_executable_bit(self, *_: Any) -> None:
                pass

        self._kind = WarmWorker
        self.questions: dict[str, dict[str, Any]] = cold.template.questions_data

    def model(self, answers: Answers, destination: Path | None = None) -> Model:
        """The answers and what is computed from them; raises one of REFUSALS, with the line that is shown."""
        with mock.patch.object(_user_data, "yaml", FAST_YAML):
            return model_of(plain_worker(self._source, destination or self._nowhere, answers, self._kind))

    def render(self, destination: Path, answers: Answers) -> None:
        with (
            mock.patch.object(_user_data, "yaml", FAST_YAML),
            plain_worker(self._source, destination, answers, self._kind) as worker,
        ):
            worker.run_copy()


def _keep_compiled(environment: Any) -> None:
    compiled = {name: lru_cache(maxsize=None)(getattr(environment, name)) for name in ("from_string", "get_template")}

    def forget_yield(get: Any) -> Any:
        def template(*arguments: Any) -> Any:
            context = get_yield_context(environment)
            context.yield_name = context.yield_iterable = None  # compiling does it as a side effect
            return get(*arguments)

        return template

    for name, get in compiled.items():
        setattr(environment, name, forget_yield(get))
    environment.filters["from_yaml"] = load_yaml


def plain_worker(template: Path, destination: Path, answers: Answers, kind: type[Worker] = Worker) -> Worker:
    return kind(src_path=str(template), dst_path=destination, data=answers, defaults=True, quiet=True, unsafe=False)


def model_of(worker: Worker) -> Model:
    with Phase.use(Phase.PROMPT):
        worker._ask()  # noqa: SLF001 -- there is no public way to the computed variables
    return {name: worker.answers.combined[name] for name in worker.template.questions_data}
