"""What is gathered from one message: its leaves, its texts, and what had to be mended or left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from imwu_inbox.adapters.mailparser_mime.bodies import BodyPart
from imwu_inbox.adapters.mailparser_mime.names import type_of_name
from imwu_inbox.domain.containers import Allowance, Inner, LeftInside, Unpacked
from imwu_inbox.domain.mail import Attachment
from imwu_inbox.ports.container_opener import ContainerOpener

MAX_PARTS = 500
MAX_CONTAINERS_DEEP = 2
"""A container within a container is opened too; a third is left shut."""


@dataclass(slots=True)
class Bounds:
    """What may still be read of one message, the messages and containers within it included."""

    parts_left: int = MAX_PARTS
    listed_left: int = MAX_PARTS
    containers: Allowance = field(default_factory=Allowance)

    def is_part_left(self) -> bool:
        """Whether one more part may be read; asking takes it."""
        self.parts_left -= 1
        return self.parts_left >= 0


@dataclass(slots=True)
class Leaves:
    """What a walk gathers; it lives only while one message is read."""

    openers: Sequence[ContainerOpener] = ()
    bounds: Bounds = field(default_factory=Bounds)
    attachments: list[Attachment] = field(default_factory=list)
    bodies: list[BodyPart] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    signed: bool = False
    encrypted: bool = False

    def note(self, *problems: str) -> None:
        """Keep each problem once."""
        self.problems += [problem for problem in dict.fromkeys(problems) if problem not in self.problems]

    def add(self, path: str, name: str, media_type: str, content: bytes, *, inline: bool = False) -> str:
        """List a file under its place; a second one of the same place and name is told by its number."""
        own = Attachment(
            path=self._free(path),
            name=name,
            media_type=media_type,
            content=content,
            size_bytes=len(content),
            sha256=sha256(content).hexdigest(),
            inline=inline,
        )
        if self.bounds.listed_left <= 0:
            self.note("more-than-500-parts")
        else:
            self.bounds.listed_left -= 1
            self.attachments.append(own)
        return own.path

    def add_inner(self, path: str, file: Inner) -> str:
        """List a file that was taken out of the one at this path."""
        place = f"{path}!{file.within}!{file.name}" if file.within else f"{path}!{file.name}"
        return self.add(
            place, file.name, file.media_type or type_of_name(file.name), file.content, inline=file.is_shown
        )

    def opened(self, content: bytes, *, depth: int) -> Unpacked | None:
        """What a container holds, within the bounds; None for a file that is none."""
        most = self.bounds.containers if depth < MAX_CONTAINERS_DEEP else Allowance(files=0, total_bytes=0)
        unpacked = next((found for opener in self.openers if (found := opener(content, most=most))), None)
        if unpacked is None:
            return None
        if depth >= MAX_CONTAINERS_DEEP:
            self.note(LeftInside.TOO_DEEP)
            return None
        self.note(*(reason.value for reason in unpacked.left_inside))
        self.bounds.containers = replace(
            most,
            files=most.files - len(unpacked.files),
            total_bytes=most.total_bytes - sum(len(file.content) for file in unpacked.files),
        )
        return unpacked

    def apart(self) -> "Leaves":
        """A gathering of its own for a message that lies inside a file, under the same bounds."""
        return Leaves(openers=self.openers, bounds=self.bounds)

    def take_over(self, inner: "Leaves", path: str) -> None:
        """List what lay in a message inside a file, each under the names that lead to it."""
        names = {file.path: file.name for file in inner.attachments if "!" not in file.path}
        for file in inner.attachments:
            part, mark, rest = file.path.partition("!")
            steps = [path, *([names[part]] if part in names else []), *([rest] if mark else [])]
            self.attachments.append(replace(file, path=self._free("!".join(steps))))
        self.bodies += inner.bodies
        self.signed |= inner.signed
        self.encrypted |= inner.encrypted
        self.note(*inner.problems)

    def _free(self, path: str) -> str:
        """The path, with a number where another file has it already."""
        same = sum(file.path == path or file.path.startswith(f"{path}#") for file in self.attachments)
        return f"{path}#{same + 1}" if same else path
