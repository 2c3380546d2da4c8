"""HTTP that can't be read is refused by uvicorn before an application sees it: here as a problem, like all the rest."""

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.problems import problem

_UNREADABLE = problem(400, "The request is no HTTP that can be read, or its address is too long.")


class Protocol(HttpToolsProtocol):
    """uvicorn's own, but for the form of its refusals."""

    def send_400_response(self, msg: str) -> None:
        headers = [*_UNREADABLE.raw_headers, (b"x-content-type-options", b"nosniff"), (b"connection", b"close")]
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        self.transport.write(b"".join([STATUS_LINE[400], *lines, b"\r\n", bytes(_UNREADABLE.body)]))
        self.transport.close()
