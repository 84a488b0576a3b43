"""Pictures in a dict."""

from imwu_inbox.domain.page_pictures import ShownPage


class FakePictures:
    """Keeps everything."""

    def __init__(self) -> None:
        self.kept: dict[str, ShownPage] = {}

    def recall(self, name: str) -> ShownPage | None:
        """The picture of this name, or None."""
        return self.kept.get(name)

    def remember(self, name: str, shown: ShownPage) -> None:
        """Keep a picture."""
        self.kept[name] = shown
