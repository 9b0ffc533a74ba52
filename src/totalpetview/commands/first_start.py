"""Run by `serve` before anything else, in a process of its own so that the supervisor stays small.

Brings the database up to date and makes the first account. Prints one line of JSON:
`{"account": "admin", "password": "…"}`, the password being null when there are accounts already.
"""

from __future__ import annotations

import json
import sys


def main() -> int:
    """Migrate, make the first account, and hand its one-time password to whoever called us."""
    from totalpetview.web.setup import migrate

    migrate()
    from totalpetview.web.accounts.one_time_password import FIRST_ACCOUNT, ensure_first_account

    json.dump({"account": FIRST_ACCOUNT, "password": ensure_first_account()}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
