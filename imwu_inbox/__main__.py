"""`python -m imwu_inbox` is the command `imwu-inbox`."""

from imwu_inbox.cli import main

if __name__ == "__main__":
    main()
