"""Writes tests/notebook/reference.json: modules of PyTorch, a batch each, and what autograd says of it.

    python tests/notebook/reference.py

Each has the numbers of its second sequence alone, and those of the whole batch: the mean of all that is asked. Weights and
inputs are float32 numbers, in which the engine keeps them; autograd counts in float64.
"""

import json
from pathlib import Path

import torch

from modules import autograd, draw

torch.manual_seed(5)
SHOWN = 1


def case(kind, layers, steps, *, symbols=None, **options):
    drawn = draw(kind, layers, steps, symbols=symbols, **options)
    return {
        "state": {name: weight.tolist() for name, weight in drawn.module.state_dict().items()}, "symbols": symbols,
        "inputs": drawn.inputs.tolist(), "targets": drawn.targets.tolist(), "lengths": drawn.lengths,
        "alone": autograd(drawn, slice(SHOWN, SHOWN + 1)), "batch": autograd(drawn, slice(0, 3)),
    }


CASES = [
    case("LSTM", 1, 30), case("GRU", 2, 12), case("RNN", 3, 20, asked="numbers"), case("LSTM", 4, 9),
    case("LSTM", 2, 14, asked="masked"), case("GRU", 1, 14, lengths=[14, 9, 5]), case("RNN", 2, 14, asked="masked", lengths=[6, 14, 11]),
    case("LSTM", 1, 400), case("GRU", 3, 16, asked="masked", symbols=7),
]
Path(__file__).with_name("reference.json").write_text(json.dumps(CASES) + "\n")
