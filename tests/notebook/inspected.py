"""Cells of the test: modules that PyTorch made, on stage, beside what autograd said of them."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import vanishing_point as vp
from IPython.display import display


def module_of(state, symbols):
    """As much of a module as `inspect` asks for."""
    parts = [SimpleNamespace(num_embeddings=symbols, weight=state["embedding.weight"])] if symbols else []
    return SimpleNamespace(modules=lambda: parts, state_dict=lambda: state)


def apart(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return float(np.max(np.abs(ours.reshape(theirs.shape) - theirs)) / np.max(np.abs(theirs)))


def compare(file):
    worst = 0.0
    for case in json.loads(Path(file).read_text()):
        state = {name: np.array(weight) for name, weight in case["state"].items()}
        stage = vp.inspect(module_of(state, case["symbols"]), np.array(case["inputs"]), np.array(case["targets"]), lengths=case["lengths"], shown=1, panels="chart")
        display(stage)
        for ours, theirs in [(stage.trace(), case["alone"]), (stage.batch(), case["batch"])]:
            worst = max(worst, apart(ours.loss, theirs["loss"]), *(apart(ours.param_grads[name], grad) for name, grad in theirs["weights"].items()))
        alone = case["alone"].get("gradInput")
        if alone is not None:
            worst = max(worst, apart(10**stage.trace().log10_grad_input, alone))
    return worst
