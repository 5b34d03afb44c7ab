"""What the measurements share, and each part of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from harness.source import copy_template, release_template

from . import batch, callers, cdk, copying, green, growth, imports, init, local, sizes, trend, typescript, workers
from .built import Built, build
from .projects import NO_PYTHON, Lambda, find_lambda
from .report import Row


class Session:
    """What the measurements share; each is made when it is first needed."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder = folder
        self.quick = quick
        self.target: Lambda | None = find_lambda()
        self.template = release_template(folder / "template", "v1.0.0")
        self._built: Built | None = None

    def rounds(self, usual: int) -> int:
        return 1 if self.quick else usual

    def built(self, target: Lambda) -> Built:
        if self._built is None:
            self._built = build(self.template, self._new("built"), target)
        return self._built

    def copying(self) -> list[Row]:
        return copying.measure(self.template, self._new("copying"), self.rounds(9))

    def green(self) -> list[Row]:
        python = self.target.python if self.target else None
        return green.measure(self.template, self._new("green"), self.rounds(3), python)

    def local(self) -> list[Row]:
        python = self.target.python if self.target else None
        return local.measure(self.template, self._new("local"), self.rounds(3), python)

    def init(self) -> list[Row]:
        if self.target is None:
            return [Row(f"INIT: {NO_PYTHON}")]
        return init.measure(self.built(self.target), self.target, self._new("init"), self.rounds(15))

    def callers(self) -> list[Row]:
        if self.target is None:
            return [Row(f"callers: {NO_PYTHON}")]
        folder = self._new("callers")
        return callers.measure(self.built(self.target), self.template, self.target, folder, self.rounds(15))

    def sizes(self) -> list[Row]:
        return sizes.measure(self.built(self.target)) if self.target else [Row(f"sizes: {NO_PYTHON}")]

    def workers(self) -> list[Row]:
        if self.target is None:
            return [Row(f"workers: {NO_PYTHON}")]
        folder = self._new("workers")
        return workers.measure(self.built(self.target), self.template, self.target, folder, self.rounds(9))

    def batch(self) -> list[Row]:
        return batch.measure(self.template, self._new("batch"), self.rounds(9))

    def growth(self) -> list[Row]:
        return growth.measure(copy_template(self.folder / "source"), self._new("growth"), self.rounds(5))

    def imports(self) -> list[Row]:
        if self.target is None:
            return [Row(f"imports: {NO_PYTHON}")]
        return imports.measure(self.target, self._new("imports"), self.rounds(15))

    def typescript(self) -> list[Row]:
        return typescript.measure(self.template, self._new("typescript"), self.rounds(15))

    def cdk(self) -> list[Row]:
        return cdk.measure(self.template, self._new("cdk"), self.rounds(5))

    def trend(self) -> list[Row]:
        return trend.measure(self.template, self._new("trend"), self.rounds, self.target)

    def _new(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir()
        return path


PARTS: Mapping[str, Callable[[Session], list[Row]]] = {
    "copying": Session.copying,
    "green": Session.green,
    "local": Session.local,
    "init": Session.init,
    "callers": Session.callers,
    "sizes": Session.sizes,
    "workers": Session.workers,
    "batch": Session.batch,
    "growth": Session.growth,
    "imports": Session.imports,
    "typescript": Session.typescript,
    "cdk": Session.cdk,
    "trend": Session.trend,
}
ON_LAMBDA = {"init", "callers", "sizes", "workers", "imports", "trend"}
