"""Addresses that webhooks may not reach, when they are registered and when they are connected to."""

import asyncio
import socket
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from services.api.webhooks.outside import InsideError, Outside, is_public
from tests.receiver import receiving


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "192.0.0.192", "168.63.129.16", "198.18.0.1", "240.0.0.1", "::1", "::",
        "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public(address: str) -> None:
    assert is_public(address)


class Names:
    """A resolver whose answers change from one look-up to the next."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self._answers = iter(answers)
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", self._look_up)

    async def _look_up(self, host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(self._answers)]


async def test_a_name_that_means_another_address_when_it_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when it was registered, loopback afterwards; and one of several is enough."""
    async with receiving() as receiver, httpx.AsyncClient(transport=Outside(private=False)) as http:
        for answer in (["127.0.0.1"], ["127.0.0.1", "1.1.1.1"], ["1.1.1.1", "127.0.0.1"]):
            Names(monkeypatch, answer)
            with pytest.raises(InsideError, match=r"desk.example is the private address 127.0.0.1"):
                await http.post(f"http://desk.example:{receiver.port}/")
        assert receiver.requests == []


async def test_what_was_looked_up_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the name in the header, and the next address if one does not answer."""
    async with receiving() as receiver, httpx.AsyncClient(transport=Outside(private=True)) as http:
        Names(monkeypatch, ["127.1.1.1", "127.0.0.1"])
        answer = await http.post(f"http://desk.example:{receiver.port}/hook?a=b", content=b'{"data": {}}')
        assert answer.status_code == 200
        [request] = receiver.requests
        assert request.headers["host"] == f"desk.example:{receiver.port}"
        assert request.body == b'{"data": {}}'


async def test_a_name_that_is_nobodys() -> None:
    async with httpx.AsyncClient(transport=Outside(private=False)) as http:
        with pytest.raises(InsideError, match="can't be found"):
            await http.post("http://nowhere.invalid/")


@pytest.mark.parametrize(("named", "trusted"), [("desk.example", True), ("other.example", False)])
async def test_the_certificate_must_be_that_of_the_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str, trusted: bool
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("desk.example").configure_cert(context)
    async with receiving(context=context) as receiver, httpx.AsyncClient(transport=Outside(private=True)) as http:
        Names(monkeypatch, ["127.0.0.1"])
        asked = http.post(f"https://{named}:{receiver.port}/", content=b"{}")
        if trusted:
            assert (await asked).status_code == 200
        else:
            with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                await asked
