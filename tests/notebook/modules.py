"""Modules of PyTorch, a batch for each, and what autograd says of both in float64."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Reader(nn.Module):
    """Reads symbols or vectors, and answers at every step."""

    def __init__(self, kind, layers, symbols, **options):
        super().__init__()
        if symbols:
            self.embedding = nn.Embedding(symbols, 3)
        self.core = getattr(nn, kind)(3, 6, num_layers=layers, batch_first=True, **options)
        self.head = nn.Linear(6, 4)

    def forward(self, x, lengths):
        """N × T × 4 of vectors."""
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return self.head(pad_packed_sequence(self.core(packed)[0], batch_first=True, total_length=x.shape[1])[0])


@dataclass
class Case:
    module: Reader
    inputs: torch.Tensor
    targets: torch.Tensor
    lengths: list | None
    nothing: int


def rounded(tensor):
    """Multiples of 1/64: float32 numbers that are short to write."""
    return (tensor * 64).round() / 64


def draw(kind, layers, steps, *, asked="last", lengths=None, symbols=None, nothing=-1, **options):
    """`asked`: a class at the end of each sequence, classes at some steps (`masked`), or numbers at all of them."""
    module = Reader(kind, layers, symbols, **options).double()
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(rounded(weight))
    inputs = torch.randint(0, symbols, (3, steps)) if symbols else rounded(torch.randn(3, steps, 3).double())
    long = torch.tensor(lengths or [steps] * 3)
    if asked == "numbers":
        targets = rounded(torch.randn(3, steps, 4).double())
    else:
        # A class that asks nothing is no answer elsewhere.
        targets = torch.randint(max(nothing + 1, 0), 4, (3, steps))
        at = torch.arange(steps)
        targets[torch.rand(3, steps) < 0.6 if asked == "masked" else at != (long - 1)[:, None]] = nothing
        targets[at >= long[:, None]] = nothing
        for row, length in zip(targets, long):
            if (row == nothing).all():
                row[length - 1] = 3
    return Case(module, inputs, targets, lengths, nothing)


def autograd(case, sequences):
    """Loss of some of its sequences together, gradients of all weights, and of the first one's inputs at each step."""
    module, steps = case.module, case.inputs.shape[1]
    long = torch.tensor(case.lengths or [steps] * 3)[sequences]
    x = case.inputs[sequences].clone()
    symbols = hasattr(module, "embedding")
    x = module.embedding(x) if symbols else x.requires_grad_()
    outputs, wanted = module(x, long), case.targets[sequences]
    if wanted.is_floating_point():
        loss = nn.functional.mse_loss(outputs, wanted)
    else:
        loss = nn.functional.cross_entropy(outputs.flatten(0, 1), wanted.flatten(), ignore_index=case.nothing)
    module.zero_grad()
    loss.backward()
    return {
        "loss": loss.item(), "weights": {name: weight.grad.tolist() for name, weight in module.core.named_parameters()},
        **({} if symbols else {"gradInput": x.grad[0, : long[0]].norm(dim=1).tolist()}),
    }
