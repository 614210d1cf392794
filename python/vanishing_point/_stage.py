"""The widget: the element of the page, with its attributes as traits."""

from __future__ import annotations

import itertools
import json
import uuid
import warnings
from base64 import b64decode
from functools import cache
from pathlib import Path

import anywidget
import traitlets

from ._setting import PARAMETERS, Setting, snake
from ._still import Still
from ._trace import Trace
from ._wait import can_wait, wait_until

HERE = Path(__file__).parent
#: The attributes that are words, and those that are there or not; the build holds this list to the element's.
WORDS = ("panels", "controls", "lang", "theme", "caption", "playground", "of")
FLAGS = ("autoplay", "fill", "present", "collapsed", "outcome_hidden")
#: For how long an answer is waited for, in seconds.
PATIENCE = 120


@cache
def _code() -> str:
    return (HERE / "widget.js").read_text("utf-8")


class _Script(anywidget.AnyWidget):
    """Holds the page's script, once for all stages of a kernel."""

    _esm = "export default {};"
    code = traitlets.Unicode().tag(sync=True)


_script: _Script | None = None


def _shared() -> _Script:
    global _script
    if _script is None or _script.comm is None:
        _script = _Script(code=_code())
    return _script


#: Where an answer cannot be waited for.
BETWEEN_CELLS = "Here the page is heard only between cells, and {what} has to be waited for: ask in JupyterLab."


class PageError(RuntimeError):
    """What the page could not do."""


class Stage(anywidget.AnyWidget):
    """Models that train live. Every parameter of the experiment is a trait, and so are the attributes of the element.

    A change here changes the page, and a change on the page comes back: ``stage.length`` is what is in force.
    """

    _esm = HERE / "loader.js"
    _script = traitlets.Unicode().tag(sync=True)
    _picture = traitlets.Unicode(help="The class of the output with the still picture.").tag(sync=True)
    updates = traitlets.Int(0, help="The newest update.").tag(sync=True)
    playing = traitlets.Bool(False, help="Whether it trains now.").tag(sync=True)
    told = traitlets.Int(0, help="How often the page has told what a run shows that stands still.").tag(sync=True)
    for _parameter in PARAMETERS:
        locals()[snake(_parameter["key"])] = Setting(_parameter).tag(sync=True)
    for _name in WORDS:
        locals()[_name] = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    for _name in FLAGS:
        locals()[_name] = traitlets.Bool(False).tag(sync=True)
    del _parameter, _name

    def __init__(self, **settings) -> None:
        known = self.trait_names()
        for name in settings:
            if name not in known:
                raise TypeError(f"Stage has no setting {name!r}; it has {', '.join(sorted(SETTINGS))}.")
        self._asked = itertools.count(1)
        self._answers: dict[int, dict] = {}
        self._waiting: set[int] = set()
        # What a later cell asks for again: by the number of the request, and the number by what was asked.
        self._kept: dict[int, dict | None] = {}
        self._recalled: dict[str, int] = {}
        # Whether it was put into an output, and whether a page has it.
        self._shown = False
        self._stands = False
        self._later: list[dict] = []
        self._records: list[dict] = []
        self._traces: dict[str, dict] = {}
        self._traces_at = 0
        self._still = Still(f"vanishing-point-{uuid.uuid4().hex[:12]}")
        super().__init__(_script="IPY_MODEL_" + _shared().model_id, _picture=self._still.name, **settings)
        self.on_msg(self._hear)

    # --- What the page says -----------------------------------------------------

    def _hear(self, _widget, content: dict, _buffers) -> None:
        kind = content.get("type")
        if kind == "script":
            self.send({"type": "script", "code": _code()})
        elif kind == "here":
            self._stands = True
            while self._later:
                self.send(self._later.pop(0))
            if self._still.shown and not self._still.known:
                self.send({"type": "still"})
        elif kind == "standing":
            told = json.loads(content["told"])
            self._records, self._traces, self._traces_at = told["records"], told["traces"], told["updates"]
            if self._still.shown:
                self.send({"type": "still"})
        elif kind == "still":
            self._still.renew(content["png"], content["alt"])
        elif kind == "answer":
            told = json.loads(content["told"]) if "told" in content else {"failure": content["failure"]}
            self._records = told.get("records", self._records)
            if content["id"] in self._waiting:
                self._waiting.discard(content["id"])
                self._answers[content["id"]] = told
            elif content["id"] in self._kept:
                self._kept[content["id"]] = told
            elif "failure" in told:
                warnings.warn(told["failure"], stacklevel=2)
        elif kind == "refused":
            warnings.warn(content["message"], stacklevel=2)

    def _ask(self, kind: str, **given):
        """Has the page do something; returns what it answers, or None where it is heard only after the cell."""
        number = next(self._asked)
        request = {"type": kind, "id": number, **given}
        if not can_wait():
            self._tell(request)
            return None
        if not self._shown:
            raise PageError("The stage is on no page yet: show it in a cell, as its last line or by display(stage).")
        if not wait_until(lambda: self._stands, PATIENCE, lambda: self.send({"type": "there"})):
            raise PageError(f"No page has shown the stage within {PATIENCE} seconds.")
        self._waiting.add(number)
        self.send(request)
        if not wait_until(lambda: number in self._answers, PATIENCE):
            self._waiting.discard(number)
            raise PageError(f"The page did not answer within {PATIENCE} seconds.")
        told = self._answers.pop(number)
        if "failure" in told:
            raise PageError(told["failure"])
        return told

    def _tell(self, request: dict) -> None:
        # A page that does not stand yet would not hear it.
        self.send(request) if self._stands else self._later.append(request)

    def _recall(self, kind: str, **given) -> dict | None:
        """Where the page is heard only between cells: what it has answered to an earlier cell, which asked; else None."""
        if kind not in self._recalled:
            number = self._recalled[kind] = next(self._asked)
            self._kept[number] = None
            self._tell({"type": kind, "id": number, **given})
        told = self._kept[self._recalled[kind]]
        if told is not None and "failure" in told:
            # It may be asked for again.
            del self._recalled[kind]
            raise PageError(told["failure"])
        return told

    def _repr_mimebundle_(self, **given):
        self._shown = True
        return super()._repr_mimebundle_(**given)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        bundle = self._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        what = self._subject()
        display({**data, "text/plain": f"{type(self).__name__}: {what['en']}"}, metadata=metadata, raw=True)
        self._still.show(what, self.lang)

    def _subject(self) -> dict[str, str]:
        """What stands on the stage, by language."""
        cells = ", ".join(self.cells)
        return {"en": f"{self.task} with {cells}", "zh": f"任务 {self.task}，模型 {cells}"}

    # --- What can be asked of it ------------------------------------------------

    def play(self) -> None:
        """Trains on."""
        self._ask("play")

    def pause(self) -> None:
        """Stands still."""
        self._ask("pause")

    def reset(self) -> None:
        """Back to the same initial weights."""
        self._ask("reset")

    def step(self, granularity: str = "update") -> None:
        """One ``time`` step, one ``pass`` or one ``update`` further."""
        if granularity not in ("time", "pass", "update"):
            raise ValueError(f"granularity is {granularity!r}, but must be one of time, pass, update.")
        self._ask("step", granularity=granularity)

    def train(self, updates: int) -> None:
        """Trains so many updates, flat out."""
        if updates != int(updates) or updates < 0:
            raise ValueError(f"updates is {updates!r}, but must be a whole number from 0.")
        self._ask("train", updates=int(updates))

    def rescale(self, radius: float, cell: str | None = None) -> None:
        """Rescales the recurrent weights of one cell, or of all, to a spectral radius."""
        self._ask("rescale", radius=float(radius), cell=cell)

    def trace(self, cell: str | None = None) -> Trace:
        """All that the sequence on view shows of a cell (by default the first), in double precision.

        Where the page is heard only between cells, the trace is the one told when the run last stood still.
        """
        if cell is not None and cell not in self.cells:
            raise ValueError(f"cell is {cell!r}, but must be one of {', '.join(self.cells)}.")
        told = self._ask("trace", cell=cell)
        if told is not None:
            return Trace.read(told["answer"], told["updates"])
        # On the page may stand another cell than here by now: the first is the page's.
        cell = next(iter(self._traces), None) if cell is None else cell
        if cell not in self._traces:
            raise PageError("The page has told no trace yet: show the stage in a cell, let it stand still, and ask in a cell after it.")
        return Trace.read(self._traces[cell], self._traces_at)

    def still(self):
        """The picture of what is on view, as ``IPython.display.Image``; ``still().data`` are the bytes of a PNG."""
        from IPython.display import Image

        told = self._ask("still")
        if told is None:
            raise PageError(BETWEEN_CELLS.format(what="a picture"))
        return Image(data=b64decode(told["answer"]["png"]), format="png", width=1120, alt=told["answer"]["alt"])

    @property
    def records(self):
        """The numbers of the run so far as a pandas DataFrame: a row for each update and cell."""
        import pandas

        columns = ["update", "cell", "loss", "accuracy", "probeLoss", "trainLoss", "gradNorm", "log10Ratio", "log10RatioMemory"]
        frame = pandas.DataFrame(self._records, columns=columns)
        return frame.rename(columns={name: snake(name) for name in columns})


SETTINGS = (*(snake(parameter["key"]) for parameter in PARAMETERS), *WORDS, *FLAGS)
