#!/usr/bin/env python3
"""PyTorch's models of minGRU, LRU and attention on three tasks by rule, trained as tests/measure/younger.mjs trains ours.

    python3 -m venv venv && venv/bin/pip install torch
    venv/bin/python tests/measure/younger.py '{"task": "parity", "updates": 400, …}' lru 1

Everything is written from the definitions with PyTorch's own initialisations and random numbers, and nothing is taken from
the engine. Prints loss and share of right answers on 512 sequences of full length as JSON.
"""

import json
import math
import sys

import torch
from torch import nn

RUN, CELL, SEED = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
LENGTH, HIDDEN, BATCH = RUN["length"], RUN["units"], RUN["batch"]
INPUTS, OUTPUTS = {"recall": (8, 4), "parity": (2, 2), "adding": (2, 1)}[RUN["task"]]
torch.manual_seed(SEED)
torch.set_num_threads(1)


def draw(count, length):
    """Inputs [T, B, I] and targets [T, B], −1 or NaN where nothing is asked."""
    if RUN["task"] == "parity":
        bits = torch.randint(2, (length, count))
        return nn.functional.one_hot(bits, 2).float(), bits.cumsum(0) % 2
    if RUN["task"] == "recall":
        ids = torch.randint(4, (length, count)) + 4
        ids[0] -= 4
        targets = torch.full((length, count), -1)
        targets[-1] = ids[0]
        return nn.functional.one_hot(ids, 8).float(), targets
    values, marks, each = torch.rand(length, count), torch.zeros(length, count), torch.arange(count)
    marks[torch.randint(length // 2, (count,)), each] = 1
    marks[torch.randint(length // 2, length, (count,)), each] = 1
    targets = torch.full((length, count), math.nan)
    targets[-1] = (values * marks).sum(0)
    return torch.stack([values, marks], dim=-1), targets


class MinGRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate, self.candidate = nn.Linear(INPUTS, HIDDEN), nn.Linear(INPUTS, HIDDEN)
        with torch.no_grad():
            self.gate.bias.fill_(-RUN["updateBias"])

    def forward(self, x):
        z, candidate, h, states = torch.sigmoid(self.gate(x)), self.candidate(x), 0, []
        for t in range(len(x)):
            h = (1 - z[t]) * h + z[t] * candidate[t]
            states.append(h)
        return torch.stack(states)


class LRU(nn.Module):
    """As in the paper, with D as a matrix; tanh behind it."""

    def __init__(self, r_min=0.9, r_max=0.999):
        super().__init__()
        square = r_min**2 + torch.rand(HIDDEN) * (r_max**2 - r_min**2)
        self.nu, self.theta = nn.Parameter(torch.log(-0.5 * torch.log(square))), nn.Parameter(torch.log(2 * math.pi * torch.rand(HIDDEN)))
        self.gamma = nn.Parameter(0.5 * torch.log(1 - square))
        self.into = nn.Parameter(torch.view_as_real(torch.randn(HIDDEN, INPUTS, dtype=torch.complex64) / math.sqrt(INPUTS)))
        self.out = nn.Parameter(torch.view_as_real(torch.randn(HIDDEN, HIDDEN, dtype=torch.complex64) * math.sqrt(2 / HIDDEN)))
        self.past = nn.Parameter(torch.randn(HIDDEN, INPUTS) / math.sqrt(INPUTS))

    def forward(self, x):
        turn = torch.exp(torch.complex(-torch.exp(self.nu), torch.exp(self.theta)))
        drive = torch.exp(self.gamma) * (x.to(torch.complex64) @ torch.view_as_complex(self.into).T)
        s, states = torch.zeros_like(drive[0]), []
        for t in range(len(x)):
            s = turn * s + drive[t]
            states.append(s)
        return torch.tanh((torch.stack(states) @ torch.view_as_complex(self.out).T).real + x @ self.past.T)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Parameter(torch.randn(INPUTS, HIDDEN))
        self.block = nn.TransformerEncoderLayer(HIDDEN, RUN["heads"], 4 * HIDDEN, dropout=0.0, activation="gelu", norm_first=True)
        self.norm = nn.LayerNorm(HIDDEN)

    def forward(self, x):
        angles = torch.arange(len(x))[:, None] / 10000 ** (torch.arange(HIDDEN) // 2 * 2 / HIDDEN)
        positions = torch.where(torch.arange(HIDDEN) % 2 == 0, angles.sin(), angles.cos())
        mask = nn.Transformer.generate_square_subsequent_mask(len(x))
        return self.norm(self.block(x @ self.embedding + positions[:, None], src_mask=mask, is_causal=True))


class Classic(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[CELL](INPUTS, HIDDEN)
        with torch.no_grad():
            if CELL == "gru":
                self.cell.bias_ih_l0[HIDDEN : 2 * HIDDEN] = RUN["updateBias"]
                self.cell.bias_hh_l0[HIDDEN : 2 * HIDDEN] = 0

    def forward(self, x):
        return self.cell(x)[0]


def score(model, inputs, targets):
    outputs = model(inputs)
    if RUN["task"] == "adding":
        asked = ~targets.isnan()
        error = outputs[..., 0][asked] - targets[asked]
        return (error**2).mean(), (error.abs() <= 0.04).float().mean()
    asked = targets >= 0
    answers, wanted = outputs[asked], targets[asked]
    return nn.functional.cross_entropy(answers, wanted), (answers.argmax(-1) == wanted).float().mean()


model = nn.Sequential({"mingru": MinGRU, "lru": LRU, "attention": Attention}.get(CELL, Classic)(), nn.Linear(HIDDEN, OUTPUTS))
optimizer = torch.optim.Adam(model.parameters(), lr=RUN["rate"])
for _ in range(RUN["updates"]):
    # One length a batch; ours draws one for every sequence.
    inputs, targets = draw(BATCH, int(torch.randint(RUN["shortest"], LENGTH + 1, ())))
    optimizer.zero_grad()
    score(model, inputs, targets)[0].backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
with torch.no_grad():
    loss, right = score(model, *draw(512, LENGTH))
print(json.dumps({"loss": loss.item(), "accuracy": right.item(), "weights": sum(each.numel() for each in model.parameters())}))
