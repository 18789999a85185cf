"""What an address without TLS is asked with."""

import ssl
from typing import Final

# httpx wants to know whom to trust for any address, and to read all authorities of a system takes 7 ms each time.
TRUSTS_NOBODY: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
