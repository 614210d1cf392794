"""PyTorch on one thread: nn.RNN, nn.LSTM or nn.GRU, a linear readout, clipping by norm and Adam.

Reads one JSON message a line and answers each with one line, like benches/runners/serve.js.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore", message="Failed to initialize NumPy")
import torch  # noqa: E402
from torch import nn  # noqa: E402

BATCHES = 4


class Work:
    def __init__(self, workload):
        hidden, symbols = workload["hidden"], workload["symbols"]
        shape = (workload["steps"], workload["batch"])
        kind = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[workload["cell"]]
        self.rnn = kind(symbols, hidden, num_layers=workload["layers"])
        self.readout = nn.Linear(hidden, symbols)
        self.parameters = [*self.rnn.parameters(), *self.readout.parameters()]
        # `fused` is PyTorch's fastest Adam.
        self.optimizer = torch.optim.Adam(self.parameters, lr=0.001, fused=True)
        random = torch.Generator().manual_seed(1)
        draw = lambda: torch.randint(symbols, shape, generator=random)  # noqa: E731
        self.batches = [
            (nn.functional.one_hot(draw(), symbols).float(), draw().flatten()) for _ in range(BATCHES)
        ]
        self.updates = 0
        self.loss = float("nan")

    def run(self, count):
        for _ in range(count):
            inputs, targets = self.batches[self.updates % BATCHES]
            self.updates += 1
            self.optimizer.zero_grad()
            logits = self.readout(self.rnn(inputs)[0]).flatten(0, 1)
            loss = nn.functional.cross_entropy(logits, targets)
            loss.backward()
            nn.utils.clip_grad_norm_(self.parameters, 1.0)
            self.optimizer.step()
        self.loss = loss.item()


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    works = {}

    def answer(message):
        if message["verb"] == "prepare":
            works[message["key"]] = Work(message["workload"])
            return {}
        work = works[message["key"]]
        if message["verb"] == "report":
            return {"loss": work.loss}
        began = time.perf_counter()
        work.run(message["count"])
        return {"seconds": time.perf_counter() - began}

    print(json.dumps({"ready": True, "version": torch.__version__}), flush=True)
    for line in sys.stdin:
        message = json.loads(line)
        try:
            reply = answer(message)
        except Exception as error:  # The harness reports it and ends the run.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": message["id"], **reply}), flush=True)


main()
