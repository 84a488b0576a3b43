"""Signing in at pages that another process or thread serves, over their real line."""

import re

import requests

PATIENCE_SECONDS = 30


def page_behind_the_door(url: str, name: str, password: str) -> requests.Response:
    """The first page that this person comes to."""
    with requests.Session() as visitor:
        door = visitor.get(f"{url}/signin", timeout=PATIENCE_SECONDS)
        token = re.search(r'name="csrf" value="([^"]+)"', door.text)
        assert token is not None, door.text
        return visitor.post(
            f"{url}/signin",
            data={"csrf": token[1], "user": name, "password": password},
            headers={"origin": url},
            timeout=PATIENCE_SECONDS,
        )
