"""A module of your own, on a batch of your own."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import numpy as np
import traitlets

from ._stage import PageError, Stage
from ._wait import can_wait


def _array(given) -> np.ndarray:
    """A tensor of PyTorch, or what numpy reads, as an array."""
    if hasattr(given, "detach"):
        given = given.detach().cpu()
        if "bfloat16" in str(given.dtype):
            given = given.float()
        given = given.numpy()
    return np.asarray(given)


def _file(array: np.ndarray) -> bytes:
    """An array as an `.npy` file of float64."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array, dtype="<f8"))
    return file.getvalue()


def _safetensors(state: dict, about: dict[str, str]) -> bytes:
    """Weights as a safetensors file."""
    header: dict = {"__metadata__": about} if about else {}
    names, parts, at = {"float16": "F16", "float32": "F32", "float64": "F64"}, [], 0
    for name, given in state.items():
        array = np.ascontiguousarray(_array(given))
        if array.dtype.name not in names:
            continue
        part = array.astype(array.dtype.newbyteorder("<")).tobytes()
        header[name] = {"dtype": names[array.dtype.name], "shape": list(array.shape), "data_offsets": [at, at + len(part)]}
        parts.append(part)
        at += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(parts)


@dataclass(frozen=True)
class Batch:
    """What ``backward()`` of the whole batch's loss leaves: the mean over all that is asked, as PyTorch takes it."""

    loss: float
    param_grads: dict[str, np.ndarray]
    """∂loss/∂ each weight, by PyTorch's name."""
    sequences: int


class Inspection(Stage):
    """A stage on which a module of your own stands."""

    # How much is asked of each sequence.
    _asked_of: np.ndarray
    # The module stays as it was given, so this is asked for once.
    _batch: Batch | None = None

    _model = traitlets.Bytes().tag(sync=True)
    _inputs = traitlets.Bytes().tag(sync=True)
    _targets = traitlets.Bytes().tag(sync=True)
    _lengths = traitlets.Bytes().tag(sync=True)
    _about = traitlets.Dict().tag(sync=True)
    # As backward() of the whole loss; a number is one step's alone.
    of = traitlets.Unicode("all", allow_none=True).tag(sync=True)

    def _subject(self) -> dict[str, str]:
        return {"en": "a model of the notebook's own", "zh": "笔记本自己的模型"}

    def batch(self) -> Batch:
        """Loss and gradients of the whole batch, of the module as it was given: each sequence is put on stage once.

        Where the page is heard only between cells, the first call has the page work it out, and a later cell has it.
        """
        if self._batch is None:
            told = (self._ask if can_wait() else self._recall)("batch", sequences=len(self._asked_of))
            if told is None:
                raise PageError("The page works the batch out now: ask again in a later cell. In marimo this cell runs again by itself.")
            self._batch = self._mean(told)
        return self._batch

    def _mean(self, told: dict) -> Batch:
        shares = self._asked_of / self._asked_of.sum()
        # A sequence of which nothing is asked adds nothing.
        parts = [(share, part) for share, part in zip(shares, told["answer"], strict=True) if share > 0]
        grads = {name: sum(share * np.asarray(part["paramGrads"][name], dtype=np.float64) for share, part in parts) for name in parts[0][1]["paramGrads"]}
        return Batch(loss=float(sum(share * part["loss"] for share, part in parts)), param_grads=grads, sequences=len(shares))


def inspect(module, inputs, targets=None, *, lengths=None, loss=None, output=None, shown=0, batch_first=None, ignore_index=None, **settings) -> Inspection:
    """Shows the gradient flow of `module` on a batch.

    `module` is an nn.Module that holds an nn.RNN, nn.LSTM or nn.GRU, or its ``state_dict()``. `inputs` has the shape that
    the module reads (N × T × I with ``batch_first``, else T × N × I; T × I for one sequence; whole numbers for an
    nn.Embedding). `targets` are classes, or numbers for the outputs, of every step (as `inputs`), or classes of each
    sequence, which are asked for at its last step. NaN asks nothing, and neither does a class of −1 or −100, which is what
    PyTorch's cross-entropy leaves out; ``ignore_index=k`` names another in place of −100. Without targets the loss is the mean square of
    the last state (``loss="state"``), or that of ``loss="output"`` with ``output=k``. `shown` is the sequence on view;
    ``inspection.batch()`` has loss and gradients of all. `lengths` says how many steps each sequence has, as
    `pack_padded_sequence` takes it; what lies beyond is padding.
    """
    parts = list(module.modules()) if hasattr(module, "modules") else []
    recurrent = next((part for part in parts if hasattr(part, "batch_first") and hasattr(part, "hidden_size")), None)
    first = batch_first if batch_first is not None else recurrent is None or bool(recurrent.batch_first)
    embedding = next((part for part in parts if hasattr(part, "num_embeddings")), None)
    relu = getattr(recurrent, "nonlinearity", None) == "relu"
    state = module.state_dict() if hasattr(module, "state_dict") else module

    read = _array(inputs)
    one = 1 if embedding is not None else 2
    many = read.ndim > one
    sequences = read if many else read[None]
    if many and not first:
        sequences = np.swapaxes(sequences, 0, 1)
    count, steps = sequences.shape[:2]
    long = np.full(count, steps) if lengths is None else _array(lengths).astype(int).reshape(count)
    if embedding is not None:
        # The module in front of the recurrent one is looked up here: what is read are its vectors.
        sequences = _array(embedding.weight)[sequences.astype(int)]
    files = {"_inputs": _file(sequences)}
    if lengths is not None:
        files["_lengths"] = _file(long)
    asked_of = np.ones(count)
    if targets is not None:
        asked = _array(targets).astype(np.float64)
        if asked.ndim <= (2 if many else 1):
            # Classes: the engine's word for nothing is −1.
            asked = np.where(asked == (-100 if ignore_index is None else ignore_index), -1.0, asked)
        if asked.ndim == 1 and many:
            last = np.full((count, steps), -1.0)
            last[np.arange(count), long - 1] = asked
            asked = last
        elif not many:
            asked = asked[None]
        elif not first:
            asked = np.swapaxes(asked, 0, 1)
        files["_targets"] = _file(asked)
        within = np.arange(steps) < long[:, None]
        asked_of = ((asked >= 0) & within if asked.ndim == 2 else ~np.isnan(asked) & within[..., None]).reshape(count, -1).sum(axis=1)
    about: dict = {"shown": int(shown)}
    if loss is not None:
        about["loss"] = loss
    if output is not None:
        about["output"] = int(output)
    inspection = Inspection(_model=_safetensors(state, {"activation": "relu"} if relu else {}), _about=about, **files, **settings)
    inspection._asked_of = asked_of
    return inspection
