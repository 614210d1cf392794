"""Writes own/example.safetensors: what the task `own` reads until the user brings a model: recall, without a model."""

import json
import struct
from pathlib import Path

metadata = {"source": "task", "task": "recall", "steps": "40", "shortest": "4", "licence": "MIT OR Apache-2.0"}
header = json.dumps({"__metadata__": metadata}).encode()
header += b" " * (-len(header) % 8)
target = Path(__file__).parent / "own/example.safetensors"
target.write_bytes(struct.pack("<Q", len(header)) + header)
