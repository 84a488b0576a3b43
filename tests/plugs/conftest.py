"""The private servers of the suites."""

from tests.servers.dovecot import dovecot, dovecot_bare, dovecot_without_move

__all__ = ["dovecot", "dovecot_bare", "dovecot_without_move"]
