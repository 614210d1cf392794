"""Hearing the page while a cell runs: a kernel would read its messages only when all cells that were sent are done."""

from __future__ import annotations

import inspect
import threading
import time
from asyncio import ensure_future


def _stream():
    """The stream on which the kernel of this cell gets its messages, and the kernel; None where there is none to read."""
    try:
        kernel = get_ipython().kernel  # type: ignore[name-defined]
        beside = getattr(kernel, "shell_channel_thread", None)
        stream = kernel.shell_stream if beside is None else beside.manager._shell_channel_to_main.to_stream
        callback = stream._recv_callback
    except (NameError, AttributeError):
        return None
    if callback is None or threading.current_thread() is not threading.main_thread():
        return None
    return kernel, stream, callback


def can_wait() -> bool:
    """Whether messages can be heard here before the cell has ended."""
    return _stream() is not None


def wait_until(happened, seconds: float, ask=None) -> bool:
    """Hears what the page says until `happened()`; whether it did. What else came for the kernel goes on afterwards.

    `ask` is called twice a second: what the page said just before the cell began is read only after it.
    """
    found = _stream()
    if found is None:
        return happened()
    kernel, stream, callback = found
    kept = []

    def hear(message) -> None:
        identities, frames = kernel.session.feed_identities(message, copy=False)
        # Without the content: a message counts as read only with it, and must not be read twice.
        header = kernel.session.deserialize(frames, content=False, copy=False)["header"]
        if header["msg_type"] == "comm_msg":
            read = kernel.session.deserialize(frames, content=True, copy=False)
            kernel.comm_manager.comm_msg(stream, identities, read)
            # The page sends no further change before it knows that this one is done with.
            kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=read, ident=kernel._topic("status"))
        else:
            kept.append(message)

    until = time.monotonic() + seconds
    asked = -1.0
    stream.on_recv(hear, copy=False)
    try:
        while not happened() and time.monotonic() < until:
            if ask is not None and time.monotonic() > asked + 0.5:
                ask()
                asked = time.monotonic()
            stream.flush()
            time.sleep(0.01)
    finally:
        stream.on_recv(callback, copy=False)
        for message in kept:
            going_on = callback(message)
            if inspect.isawaitable(going_on):
                ensure_future(going_on)
    return happened()
