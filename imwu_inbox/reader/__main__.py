"""A jailed child: it answers tasks until its pipe closes."""

import sys

from imwu_inbox.adapters.jail import serve
from imwu_inbox.reader import reader_of

if __name__ == "__main__":
    sys.exit(serve(reader_of))
