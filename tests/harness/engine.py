"""Copier's own worker, kept warm: it renders a project, or only computes the model, in a fraction of the time.

Copier compiles each template and reads each YAML text anew for every run, goes from the top to every file of the
template and gathers all answers on each step, looks at every attribute that a template reads, and asks Git about every
file. Here these things are kept, the way goes down once and into no folder without a name, templates are trusted, and
Git is not asked; `test_engine.py` compares the results with Copier's plain ones.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from types import MethodType, SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

import yaml
from copier import _user_data
from copier._jinja_ext import get_yield_context
from copier._main import Worker
from copier._types import Phase
from copier._user_data import DEFAULT_DATA, AnswersMap, Question
from jinja2 import Environment
from jinja2.exceptions import FilterArgumentError

# What Copier raises for an answer that is refused by its question, and for answers that contradict each other.
REFUSALS = (ValueError, FilterArgumentError)

Answers = dict[str, Any]
Model = dict[str, Any]


@lru_cache(maxsize=4096)
def load_yaml(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


def combined(answers: AnswersMap) -> Answers:
    """Copier's own property, which looks each answer up in seven places."""
    merged: Answers = {**DEFAULT_DATA, "_external_data": answers.external}
    for each in (answers.user_defaults, answers.last, answers.metadata, answers.init, answers.user):
        merged.update(each)
    return merged


_render_value = Question.render_value


def rendered_value(question: Question, value: Any, extra_answers: Answers | None = None) -> Any:
    """Copier's own method, which renders also what is no template: most questions' types and conditions."""
    is_template = isinstance(value, list) or (isinstance(value, str) and "{" in value)
    return _render_value(question, value, extra_answers) if is_template else value


FAST_YAML = SimpleNamespace(error=yaml.error, safe_dump=yaml.safe_dump, safe_load=load_yaml)


class GatheringWorker(Worker):
    """Gathers all answers once, walks down the template once, and asks no Git."""

    @cached_property
    def answers_relpath(self) -> Path:
        return Path(self.answers_file or self.template.answers_relpath)

    @cached_property
    def _context(self) -> dict[str, Any]:
        return dict(super()._render_context())

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def _render_context(self) -> Any:
        # Answers stay as they are once files are written.
        return dict(self._context) if Phase.current() is Phase.RENDER else super()._render_context()

    def _render_string(self, string: str, extra_context: dict[str, Any] | None = None) -> str:
        if "{" in string and (extra_context or "yield" in string or Phase.current() is not Phase.RENDER):
            return str(super()._render_string(string, extra_context))
        if string not in self._names:
            self._names[string] = super()._render_string(string)
        forget_yield(self.jinja_env)
        return self._names[string]

    def _render_file(self, *arguments: Any, **context: Any) -> None:
        forget_yield(self.jinja_env)  # of the file's name
        super()._render_file(*arguments, **context)

    def _sync_git_index_executable_bit(self, *_: Any) -> None:
        """Only where Git does not look at modes: it would be asked for each file."""

    def _render_template(self) -> None:
        self._render_all_in(self.template_copy_root, Path(), {})

    def _render_all_in(self, folder: Path, destination: Path, context: dict[str, Any]) -> None:
        suffix = self.template.templates_suffix
        entries = {entry.name: entry for entry in os.scandir(folder)}
        for name, entry in entries.items():
            if f"{name}{suffix}" in entries:
                continue
            for rendered, known in self._names_of(name.removesuffix(suffix), context):
                path = destination / rendered
                if self.match_exclude(path):
                    continue
                if entry.is_dir():
                    self._render_folder(path)
                    self._render_all_in(folder / name, path, known)
                else:
                    self._render_file((folder / name).relative_to(self.template.local_abspath), path, known)

    def _names_of(self, name: str, context: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        """What a part of a path becomes, once or for each that it yields, and what is known there; nothing if empty."""
        found = [(self._render_string(name, context), context)]
        loop = get_yield_context(self.jinja_env)
        if loop.yield_name:
            contexts = [{**context, loop.yield_name: each} for each in loop.yield_iterable or ()]
            found = [(self._render_string(name, each), each) for each in contexts]
        return [each for each in found if each[0]]


class WarmWorker(GatheringWorker):
    """A subclass for each engine has what is kept: `kept`, a worker whose template and environment are used again."""

    kept: ClassVar[Worker]

    @cached_property
    def jinja_env(self) -> Any:
        return self.kept.jinja_env

    @cached_property
    def template(self) -> Any:
        return self.kept.template

    def _answers_to_remember(self) -> Any:
        # No question asks what will be in the answers file.
        return {} if Phase.current() is Phase.PROMPT else super()._answers_to_remember()


class Engine:
    def __init__(self, template: Path) -> None:
        self._source = template
        self._nowhere = template.parent / "nowhere" / "my-service"
        cold = plain_worker(template, self._nowhere, {})
        _leave_sandbox(cold.jinja_env)
        _keep_compiled(cold.jinja_env)
        self._kind = type("WarmWorkerOfOne", (WarmWorker,), {"kept": cold})
        self.questions: dict[str, dict[str, Any]] = cold.template.questions_data

    def model(self, answers: Answers, destination: Path | None = None) -> Model:
        """The answers and what is computed from them; raises one of REFUSALS, with the line that is shown."""
        with warm():
            return model_of(plain_worker(self._source, destination or self._nowhere, answers, self._kind))

    def render(self, destination: Path, answers: Answers) -> None:
        with warm(), plain_worker(self._source, destination, answers, self._kind) as worker:
            worker.run_copy()


@contextmanager
def warm() -> Iterator[None]:
    """Copier's questions, without what it reads, gathers and renders for nothing."""
    with (
        mock.patch.object(_user_data, "yaml", FAST_YAML),
        mock.patch.object(AnswersMap, "combined", property(combined)),
        mock.patch.object(Question, "render_value", rendered_value),
    ):
        yield


def _leave_sandbox(environment: Any) -> None:
    environment.sandboxed = False
    for name in ("getattr", "getitem"):
        setattr(environment, name, MethodType(getattr(Environment, name), environment))


def _keep_compiled(environment: Any) -> None:
    compiled = {name: lru_cache(maxsize=None)(getattr(environment, name)) for name in ("from_string", "get_template")}

    def forgetting(get: Any) -> Any:
        def template(*arguments: Any) -> Any:
            forget_yield(environment)  # compiling does it as a side effect
            return get(*arguments)

        return template

    for name, get in compiled.items():
        setattr(environment, name, forgetting(get))
    environment.filters["from_yaml"] = load_yaml


def forget_yield(environment: Any) -> None:
    context = get_yield_context(environment)
    context.yield_name = context.yield_iterable = None


def plain_worker(template: Path, destination: Path, answers: Answers, kind: type[Worker] = Worker) -> Worker:
    return kind(src_path=str(template), dst_path=destination, data=answers, defaults=True, quiet=True, unsafe=False)


def model_of(worker: Worker) -> Model:
    with Phase.use(Phase.PROMPT):
        worker._ask()  # noqa: SLF001 -- there is no public way to the computed variables
    return {name: worker.answers.combined[name] for name in worker.template.questions_data}
