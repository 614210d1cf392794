"""The picture beside a stage: an output of its own, for pages on which no script runs. A live stage hides it."""

from __future__ import annotations

from html import escape

#: Before a page has made a picture, by language.
NONE_YET = {
    "en": "Vanishing Point: {what}. The stage needs scripts, and no page has made a picture of it yet.",
    "zh": "Vanishing Point：{what}。舞台需要运行脚本，目前还没有页面为它生成图片。",
}


class Still:
    """What stands under a stage in a notebook, and stays in what is saved or exported of it."""

    def __init__(self, name: str) -> None:
        #: The output is found by this name, here and by the page's script.
        self.name = name
        self.shown = False
        self._png: str | None = None
        self._alt = ""

    def show(self, what: dict[str, str], language: str | None) -> None:
        """Puts the output under the stage; `what` stands on it, by language."""
        if self._png is None:
            known = "zh" if language == "zh" else "en"
            self._alt = NONE_YET[known].format(what=what[known])
        self.shown = True
        self._write(update=False)

    def renew(self, png: str, alt: str) -> None:
        """Takes a picture in place of the one before it, wherever the output stands."""
        self._png, self._alt = png, alt
        if self.shown:
            self._write(update=True)

    @property
    def known(self) -> bool:
        """Whether there is a picture."""
        return self._png is not None

    def _write(self, update: bool) -> None:
        from IPython.display import display

        display(self._bundle(), raw=True, display_id=self.name, update=update)

    def _bundle(self) -> dict[str, str]:
        said = escape(self._alt)
        if self._png is None:
            return {"text/plain": self._alt, "text/html": f'<p class="{self.name}">{said}</p>'}
        image = f'<img src="data:image/png;base64,{self._png}" alt="{said}" title="" style="display:block;max-width:100%;width:1120px">'
        # Where HTML is not read, as on the way to a PDF, the picture alone.
        return {"text/plain": self._alt, "image/png": self._png, "text/html": f'<div class="{self.name}">{image}</div>'}
