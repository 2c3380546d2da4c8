"""Requests to addresses that others have named: only to those that everybody can reach, unless the settings allow more.

The address is looked up here and connected to as it was found, so a name can't mean another one in between.
"""

import asyncio
import ipaddress
import socket

import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# What Python takes for public, but answers from inside: Azure's and Oracle's metadata, and ways to write an IPv4
# address as an IPv6 one that a gateway of the network may take back.
_INSIDE = tuple(
    map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "2002::/16"))
)
_LOOKUP_SECONDS = 5.0
_MOST_TRIES = 3


class InsideError(httpx.ConnectError):
    """The name can't be looked up, or means an address that is not for everybody. Its text says which."""


class Outside(httpx.AsyncBaseTransport):
    """Connects to what a host's name means now, if that is allowed. For requests to one host alone."""

    def __init__(self, private: bool) -> None:
        self._private = private
        self._transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(keepalive_expiry=30))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host, port = request.url.host, request.url.port
        # The certificate is that of the name; the header Host has it already.
        extensions = {**request.extensions, "sni_hostname": host}
        failed: httpx.HTTPError = InsideError(f"{host} has no address")
        for address in (await addresses(host, port, self._private))[:_MOST_TRIES]:
            url = request.url.copy_with(host=address)
            direct = httpx.Request(
                request.method, url, headers=request.headers, stream=request.stream, extensions=extensions
            )
            try:
                return await self._transport.handle_async_request(direct)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
        raise failed

    async def aclose(self) -> None:
        await self._transport.aclose()


async def addresses(host: str, port: int | None, private: bool) -> list[str]:
    """The addresses of a host. InsideError if there are none, or one of them is not allowed."""
    try:
        async with asyncio.timeout(_LOOKUP_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port or 0, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError):
        raise InsideError(f"{host[:100]} can't be found") from None
    # Without the zone of a link-local address, which `ipaddress` would keep.
    names = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    if not private and (inside := next((name for name in names if not is_public(name)), None)):
        raise InsideError(f"{host[:100]} is the private address {inside}")
    return names


def is_public(address: str) -> bool:
    """Is it an address that means the same machine wherever it is used?"""
    found: Address = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_global and not (
        found.is_multicast
        or found.is_reserved
        or getattr(found, "is_site_local", False)
        or any(found in network for network in _INSIDE)
    )
