"""A jailed child: it answers tasks until its pipe closes."""

import sys

import cv2

from imwu_inbox.adapters.jail import serve
from imwu_inbox.reader import reader_of

if __name__ == "__main__":
    cv2.setNumThreads(1)  # work is spread over children, not inside one
    sys.exit(serve(reader_of))
