"""What the lab's IMAP server answers to each command. Source: RFC 9051, RFC 6851 (MOVE), RFC 4315 (UIDPLUS)."""

import re
from dataclasses import dataclass

from tests.disasters.mail_lab.folders import Folder, Kept, described

DELETED = "\\DELETED"
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What kind of server it is. `size_error` is how far stated sizes are off, as a share."""

    capabilities: str = "UIDPLUS MOVE"
    size_error: float = 0.0
    takes_keywords: bool = True
    takes_charset: bool = True


USUAL = Profile()
EXCHANGE = Profile(size_error=0.04, takes_keywords=False, takes_charset=False)
OLD = Profile(capabilities="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Untagged lines, and how the command ended."""

    lines: bytes = b""
    end: str = "OK done"


@dataclass(slots=True)
class Session:
    """One client's view: the folder it selected."""

    folders: dict[str, Folder]
    profile: Profile
    selected: str = ""

    @property
    def folder(self) -> Folder:
        """The selected folder."""
        return self.folders[self.selected]

    def carry_out(self, command: str) -> Answer:
        """The answer to one command."""
        words = [quoted or plain for quoted, plain in _WORD.findall(command)]
        verb = words.pop(0).upper()
        if verb == "UID":
            verb = f"UID_{words.pop(0).upper()}"
        act = getattr(self, f"_{verb.lower()}", None)
        return act(words) if act else Answer(end="OK nothing to do")

    def _capability(self, _words: list[str]) -> Answer:
        return Answer(lines=f"* CAPABILITY IMAP4rev1 {self.profile.capabilities}\r\n".encode())

    def _select(self, words: list[str]) -> Answer:
        if words[0] not in self.folders:
            return Answer(end="NO [NONEXISTENT] no such folder")
        self.selected = words[0]
        told = [f"{len(self.folder.messages)} EXISTS", "0 RECENT", f"OK [UIDVALIDITY {self.folder.uidvalidity}] epoch"]
        flags = r"\Deleted \Seen" + (r" \*" if self.profile.takes_keywords else "")
        told += [f"OK [UIDNEXT {self.folder.next_uid}] next", f"OK [PERMANENTFLAGS ({flags})] flags"]
        return Answer(lines="".join(f"* {line}\r\n" for line in told).encode())

    _examine = _select

    def _list(self, words: list[str]) -> Answer:
        found = [name for name in self.folders if name == words[1]]
        return Answer(lines="".join(f'* LIST () "/" "{name}"\r\n' for name in found).encode())

    def _create(self, words: list[str]) -> Answer:
        self.folders.setdefault(words[0], Folder(uidvalidity=1_700_000_001))
        return Answer()

    def _logout(self, _words: list[str]) -> Answer:
        return Answer(lines=b"* BYE until soon\r\n")

    def _uid_search(self, words: list[str]) -> Answer:
        if words[0].upper() == "CHARSET" and not self.profile.takes_charset:
            return Answer(end="NO [BADCHARSET (US-ASCII)] not supported")
        uid_set = words[[word.upper() for word in words].index("UID") + 1]
        kept = [uid for uid in self.folder.among(uid_set) if DELETED not in self.folder.messages[uid].flags]
        return Answer(lines=f"* SEARCH{''.join(f' {uid}' for uid in kept)}\r\n".encode())

    def _uid_fetch(self, words: list[str]) -> Answer:
        items, error = " ".join(words[1:]), self.profile.size_error
        answers = (described(self.folder, uid, items, size_error=error) for uid in self.folder.among(words[0]))
        return Answer(lines=b"".join(answers))

    def _uid_store(self, words: list[str]) -> Answer:
        flags = {word.strip("()").upper() for word in words[2:]}
        if not self.profile.takes_keywords and any(not flag.startswith("\\") for flag in flags):
            return Answer(end="NO keywords are not kept here")
        for uid in self.folder.among(words[0]):
            self.folder.messages[uid].flags |= flags
        return Answer()

    def _uid_copy(self, words: list[str]) -> Answer:
        for uid in self.folder.among(words[0]):
            kept = self.folder.messages[uid]
            self.folders[words[1]].add(Kept(content=kept.content, received_at=kept.received_at))
        return Answer()

    def _uid_expunge(self, words: list[str]) -> Answer:
        gone = [uid for uid in self.folder.among(words[0]) if DELETED in self.folder.messages[uid].flags]
        return Answer(lines=b"".join(map(self._expunged, gone)))

    def _uid_move(self, words: list[str]) -> Answer:
        gone = self.folder.among(words[0])
        self._uid_copy(words)
        return Answer(lines=b"".join(map(self._expunged, gone)))

    def _expunged(self, uid: int) -> bytes:
        number = self.folder.position(uid)
        del self.folder.messages[uid]
        return b"* %d EXPUNGE\r\n" % number
