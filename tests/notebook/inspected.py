"""Cells of the test: modules on stage, beside what autograd said of them."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import vanishing_point as vp
from IPython.display import display

SHOWN = 1


def module_of(state, symbols):
    """As much of a module as `inspect` asks for, where there is no PyTorch."""
    parts = [SimpleNamespace(num_embeddings=symbols, weight=state["embedding.weight"])] if symbols else []
    return SimpleNamespace(modules=lambda: parts, state_dict=lambda: state)


def apart(ours, theirs):
    """The largest difference, relative to the largest number."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return float(np.max(np.abs(ours.reshape(theirs.shape) - theirs)) / np.max(np.abs(theirs)))


def worst_of(module, inputs, targets, lengths, alone, batch, **options):
    """The largest relative difference of all that the stage says of one sequence and of the batch."""
    stage = vp.inspect(module, inputs, targets, lengths=lengths, shown=SHOWN, panels="chart", **options)
    display(stage)
    worst = 0.0
    for ours, theirs in [(stage.trace(), alone), (stage.batch(), batch)]:
        worst = max(worst, apart(ours.loss, theirs["loss"]), *(apart(ours.param_grads[name], grad) for name, grad in theirs["weights"].items()))
    if "gradInput" in alone:
        worst = max(worst, apart(10**stage.trace().log10_grad_input[: len(alone["gradInput"])], alone["gradInput"]))
    return worst


def compare(file):
    """What PyTorch said once, and is kept in a file."""
    worst = 0.0
    for case in json.loads(Path(file).read_text()):
        state = {name: np.array(weight) for name, weight in case["state"].items()}
        given = np.array(case["inputs"]), np.array(case["targets"]), case["lengths"]
        worst = max(worst, worst_of(module_of(state, case["symbols"]), *given, case["alone"], case["batch"]))
    return worst


def compare_live():
    """Modules that PyTorch makes now, as they are: the largest difference of each kind, and the seed."""
    import torch
    from modules import autograd, draw

    seed = torch.seed() % 2**31
    torch.manual_seed(seed)
    found = {}
    cases = {
        **{f"{kind} of {layers}": dict(kind=kind, layers=layers, steps=20) for kind in ["RNN", "LSTM", "GRU"] for layers in [1, 2, 3, 4]},
        "relu": dict(kind="RNN", layers=2, steps=12, nonlinearity="relu"),
        "no biases": dict(kind="GRU", layers=2, steps=12, bias=False),
        "embedding": dict(kind="LSTM", layers=2, steps=16, symbols=7, asked="masked"),
        "embedding, lengths": dict(kind="GRU", layers=1, steps=16, symbols=5, lengths=[16, 9, 3]),
        "numbers": dict(kind="LSTM", layers=1, steps=12, asked="numbers"),
        "masked by −100": dict(kind="LSTM", layers=1, steps=14, asked="masked", nothing=-100),
        "masked by 0": dict(kind="GRU", layers=2, steps=14, asked="masked", nothing=0, lengths=[14, 6, 9]),
        "long": dict(kind="LSTM", layers=2, steps=400),
    }
    for name, case in cases.items():
        drawn = draw(**case)
        # As people have it: float32. The engine's float64 trace is that of the same weights.
        alone, batch = autograd(drawn, slice(SHOWN, SHOWN + 1)), autograd(drawn, slice(0, 3))
        options = {"ignore_index": drawn.nothing} if drawn.nothing >= 0 else {}
        found[name] = worst_of(drawn.module.float(), drawn.inputs, drawn.targets, drawn.lengths, alone, batch, **options)
    return seed, found
