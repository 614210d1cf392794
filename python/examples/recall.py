"""The models of the example notebook: trains them with PyTorch and keeps them in recall.npz, which the notebook reads.

    python recall.py
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn

STEPS, SYMBOLS, UNITS, UPDATES = 100, 4, 16, 1000


class Recall(nn.Module):
    """Reads symbols one by one and says at the end which was the first."""

    def __init__(self, core=nn.RNN, forget_bias=None):
        super().__init__()
        self.core = core(SYMBOLS, UNITS, batch_first=True)
        self.head = nn.Linear(UNITS, SYMBOLS)
        if forget_bias is not None:
            # PyTorch stacks the gates as input, forget, cell, output, and adds two biases.
            with torch.no_grad():
                self.core.bias_ih_l0[UNITS : 2 * UNITS] = forget_bias
                self.core.bias_hh_l0[UNITS : 2 * UNITS] = 0

    def forward(self, inputs):
        states, _ = self.core(inputs)
        return self.head(states[:, -1])


MODELS = {"rnn": {"core": nn.RNN}, "lstm": {"core": nn.LSTM}, "lstm_remembers": {"core": nn.LSTM, "forget_bias": 5.0}}


def batch(count, generator):
    symbols = torch.randint(0, SYMBOLS, (count, STEPS), generator=generator)
    return nn.functional.one_hot(symbols, SYMBOLS).float(), symbols[:, 0]


def train(module, seed):
    """The loss of every update."""
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam(module.parameters(), lr=0.003)
    losses = []
    for _ in range(UPDATES):
        inputs, targets = batch(32, generator)
        loss = nn.functional.cross_entropy(module(inputs), targets)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
    return losses


def first_gradient(module, inputs, targets):
    """What autograd says in float64 of the first sequence: log10 of the norm of ∂loss/∂x_t at every step."""
    module.double()
    one = inputs[:1].double().requires_grad_()
    nn.functional.cross_entropy(module(one), targets[:1]).backward()
    module.float()
    return one.grad[0].norm(dim=1).log10().numpy()


def trained():
    """For each model: the weights before and after training, the losses, the share of right answers; and a batch to look at."""
    inputs, targets = batch(8, torch.Generator().manual_seed(3))
    told = {"inputs": inputs.numpy(), "targets": targets.numpy()}
    for name, given in MODELS.items():
        torch.manual_seed(1)
        module = Recall(**given)
        for when in ("before", "after"):
            if when == "after":
                told[f"{name}/losses"] = np.array(train(module, seed=2), dtype=np.float32)
            told |= {f"{name}/{when}/{part}": weight.numpy().copy() for part, weight in module.state_dict().items()}
            told[f"{name}/{when}/autograd"] = first_gradient(module, inputs, targets)
        with torch.no_grad():
            unseen, answers = batch(1000, torch.Generator().manual_seed(4))
            told[f"{name}/right"] = np.array((module(unseen).argmax(dim=1) == answers).float().mean().item())
    return told


if __name__ == "__main__":
    np.savez_compressed(Path(__file__).with_name("recall.npz"), **trained())
