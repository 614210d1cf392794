"""Writes tests/notebook/reference.json: modules of PyTorch, a batch each, and what autograd says of it.

    python tests/notebook/reference.py

Each has the numbers of its second sequence alone, and those of the whole batch: the mean of all that is asked. Weights and
inputs are float32 numbers, in which the engine keeps them; autograd counts in float64.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(5)
SHOWN = 1


def rounded(tensor):
    """Multiples of 1/64: float32 numbers that are short to write."""
    return (tensor * 64).round() / 64


def case(kind, layers, steps, *, asked="last", lengths=None, symbols=None):
    """`asked`: a class at the end of each sequence, classes at some steps (`masked`), or numbers at all of them."""
    embedding = nn.Embedding(symbols, 3).double() if symbols else None
    rnn = getattr(nn, kind)(3, 6, num_layers=layers, batch_first=True).double()
    head = nn.Linear(6, 4).double()
    module = nn.ModuleDict({**({"embedding": embedding} if symbols else {}), "core": rnn, "head": head})
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(rounded(weight))
    inputs = torch.randint(0, symbols, (3, steps)) if symbols else rounded(torch.randn(3, steps, 3).double())
    long = torch.tensor(lengths or [steps] * 3)
    if asked == "numbers":
        targets = rounded(torch.randn(3, steps, 4).double())
    else:
        targets = torch.randint(0, 4, (3, steps))
        at = torch.arange(steps)
        targets[torch.rand(3, steps) < 0.6 if asked == "masked" else at != (long - 1)[:, None]] = -1
        targets[at >= long[:, None]] = -1

    def told(sequences):
        read = inputs[sequences].clone()
        x = embedding(read) if symbols else read.requires_grad_()
        packed = pack_padded_sequence(x, long[sequences], batch_first=True, enforce_sorted=False)
        states, _ = pad_packed_sequence(rnn(packed)[0], batch_first=True, total_length=steps)
        outputs, wanted = head(states), targets[sequences]
        loss = nn.functional.mse_loss(outputs, wanted) if asked == "numbers" else nn.functional.cross_entropy(outputs.flatten(0, 1), wanted.flatten(), ignore_index=-1)
        module.zero_grad()
        loss.backward()
        return {
            "loss": loss.item(), "weights": {name: weight.grad.tolist() for name, weight in rnn.named_parameters()},
            **({} if symbols else {"gradInput": x.grad[0, : long[sequences][0]].norm(dim=1).tolist()}),
        }

    return {
        "state": {name: weight.tolist() for name, weight in module.state_dict().items()}, "symbols": symbols,
        "inputs": inputs.tolist(), "targets": targets.tolist(), "lengths": lengths,
        "alone": told(slice(SHOWN, SHOWN + 1)), "batch": told(slice(0, 3)),
    }


CASES = [
    case("LSTM", 1, 30), case("GRU", 2, 12), case("RNN", 3, 20, asked="numbers"), case("LSTM", 4, 9),
    case("LSTM", 2, 14, asked="masked"), case("GRU", 1, 14, lengths=[14, 9, 5]), case("RNN", 2, 14, asked="masked", lengths=[6, 14, 11]),
    case("LSTM", 1, 400), case("GRU", 3, 16, asked="masked", symbols=7),
]
Path(__file__).with_name("reference.json").write_text(json.dumps(CASES) + "\n")
