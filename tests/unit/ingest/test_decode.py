"""What is refused, and that the field is named."""

import json
import time
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.accept import accept
from services.ingest.decode import from_html, from_json, from_text
from shared import events
from shared.articles import RawArticle, Submission
from shared.errors import RefusedError
from tests.unit.ingest.nasty import NASTY, Nasty


def refusal(body: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        from_json(body)
    return caught.value


class TestFromJson:
    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            (b"", 400, "body"),
            (b"{", 400, "body"),
            (b"null", 422, "body"),
            (b"[]", 422, "body"),
            (b'"text"', 422, "body"),
            (b"{}", 422, "text"),
            (b'{"text": null}', 422, "text"),
            (b'{"text": ""}', 422, "text"),
            (b'{"text": " \\n\\t\\u00a0"}', 422, "text"),
            (b'{"text": "a", "html": "b"}', 422, "text"),
            (b'{"text": 7}', 422, "text"),
            (b'{"text": ["a"]}', 422, "text"),
            (b'{"text": "a\\u0000b"}', 422, "text"),
            (b'{"text": "\\ud800"}', 422, "text"),
            (b'{"text": "a", "text": "b"}', 400, "text"),
            (b'{"text": "a", "body": "b"}', 422, "body"),
            (b'{"text": "a", "$where": "1"}', 422, "$where"),
            (b'{"text": "a", "\\ud800": 1}', 422, "body"),
            (b'{"text": "a", "title": {"$gt": ""}}', 422, "title"),
            (b'{"text": "a", "title": NaN}', 400, "body"),
            (b'{"text": "a", "title": -Infinity}', 400, "body"),
            (b'{"text": "a", "title": 1e999}', 422, "title"),
            (b'{"text": "a", "title": ' + b"9" * 30 + b"}", 422, "title"),
            (b'{"text": "a", "title": ' + b"9" * 10_000 + b"}", 400, "body"),
            (b'{"text": "a", "authors": "x"}', 422, "authors"),
            (b'{"text": "a", "authors": ["x", 7]}', 422, "authors.1"),
            (b'{"text": "a", "tags": [""]}', 422, "tags.0"),
            (b'{"text": "a", "published_at": "yesterday"}', 422, "published_at"),
            (b'{"text": "a", "published_at": "2023-02-30"}', 422, "published_at"),
            (b'{"text": "a", "published_at": "2023-10-04T08:15:00"}', 422, "published_at"),
            (b'{"text": "a", "published_at": 1696400000}', 422, "published_at"),
            (b'{"text": "a", "url": "example.com/a"}', 422, "url"),
            (b'{"text": "a", "url": "javascript:alert(1)"}', 422, "url"),
            (b'{"text": "a", "url": "http://"}', 422, "url"),
            (b'{"text": "a", "url": "http://[::1/a"}', 422, "url"),
            (b'{"text": "a", "url": "http://a:99999/"}', 422, "url"),
            (b'{"text": "a", "url": "http://a/b c"}', 422, "url"),
            (b'{"text": "a", "language": "french!"}', 422, "language"),
            (b'{"text": "a", "language": "xx-yy-zz-1"}', 422, "language"),
            (b'{"text": "\xff"}', 400, "body"),
            ('{"text": "été"}'.encode("latin-1"), 400, "body"),
            ('{"text": "a"}'.encode("utf-16"), 400, "body"),
            (b"[" * 10_000, 400, "body"),
            (b'{"a":' * 10_000, 400, "body"),
        ],
    )
    def test_it_is_refused_and_the_field_is_named(self, body: bytes, status: int, field: str) -> None:
        error = refusal(body)
        assert (error.status, [e.field for e in error.errors]) == (status, [field])
        assert error.errors[0].message

    @pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: nasty.name)
    def test_nasty_json(self, nasty: Nasty) -> None:
        if nasty.status == 202:
            assert from_json(nasty.body).text == "a"
        else:
            error = refusal(nasty.body)
            assert (error.status, error.errors[0].field) == (nasty.status, nasty.field)

    def test_all_fields_at_fault_are_named_at_once(self) -> None:
        error = refusal(b'{"text": "", "url": "x", "tags": [1], "nope": 1}')
        assert {e.field for e in error.errors} == {"text", "url", "tags.0", "nope"}

    def test_what_is_right_is_taken_as_it_came(self) -> None:
        given = {
            "text": " Été\r\n“quoted” \U0001f4f0",
            "title": "T",
            "url": "https://example.com/é?a=1#b",
            "source": "AFP",
            "external_id": "7",
            "published_at": "2023-10",
            "language": "pt-BR",
            "authors": ["A", "B"],
            "tags": [],
        }
        submission = from_json(b"\xef\xbb\xbf" + json.dumps(given).encode())
        assert submission.model_dump(exclude_none=True) == given

    def test_looking_for_a_field_given_twice_takes_no_longer_than_reading(self) -> None:
        """Half a megabyte of names took 17 seconds, in which nobody else was served."""
        fields = ",".join(f'"{number}":0' for number in range(50_000))
        started = time.process_time()
        error = refusal(f'{{{fields},"z":0,"z":0}}'.encode())
        assert ([e.field for e in error.errors], error.status) == (["z"], 400)
        assert time.process_time() - started < 2

    @given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
    def test_any_bytes_are_an_article_or_a_refusal_that_json_can_carry(self, body: bytes) -> None:
        try:
            submission = from_json(body)
        except RefusedError as error:
            json.dumps([(e.field, e.message) for e in error.errors]).encode()
            assert 400 <= error.status < 500
        else:
            RawArticle.model_validate_json(events.received(accept(submission, events.now()), "e", "t").value or b"")

    @given(
        st.dictionaries(
            st.sampled_from(sorted(Submission.model_fields)) | st.text(max_size=5),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            ),
        )
    )
    def test_any_json_is_an_article_or_a_refusal(self, fields: dict[str, object]) -> None:
        try:
            submission = from_json(json.dumps(fields).encode())
        except RefusedError as error:
            assert all(e.field and e.message for e in error.errors)
        else:
            RawArticle.model_validate_json(events.received(accept(submission, events.now()), "e", "t").value or b"")


class TestFromText:
    def test_parameters_are_fields(self) -> None:
        submission = from_text(b"a", None, [("title", "T"), ("tags", "x"), ("tags", "y"), ("authors", "A")])
        assert submission == Submission(text="a", title="T", tags=["x", "y"], authors=["A"])

    @pytest.mark.parametrize("charset", ["utf-8", "UTF8", "latin1", "windows-1252", "utf-16"])
    def test_the_charset_of_the_header_is_heeded(self, charset: str) -> None:
        codec = "cp1252" if charset == "latin1" else charset
        assert from_text("L’été".encode(codec), charset, []).text == "L’été"

    @pytest.mark.parametrize(
        ("body", "charset", "parameters", "status", "field"),
        [
            (b"  ", None, [], 422, "text"),
            (b"\xe9t\xe9", None, [], 400, "body"),
            (b"a", "klingon", [], 415, "Content-Type"),
            (b"a", "zip", [], 415, "Content-Type"),
            (b"a", "rot13", [], 415, "Content-Type"),
            (b"a", "undefined", [], 415, "Content-Type"),
            (b"a", "unicode_escape", [], 415, "Content-Type"),
            (b"a", None, [("text", "b")], 422, "text"),
            (b"a", None, [("titel", "b")], 422, "titel"),
            (b"a", None, [("title", "b"), ("title", "c")], 422, "title"),
            (b"a", None, [("published_at", "2023-13")], 422, "published_at"),
        ],
    )
    def test_it_is_refused_and_the_field_is_named(
        self, body: bytes, charset: str | None, parameters: list[tuple[str, str]], status: int, field: str
    ) -> None:
        with pytest.raises(RefusedError) as caught:
            from_text(body, charset, parameters)
        assert (caught.value.status, [e.field for e in caught.value.errors]) == (status, [field])


class TestAnyCharset:
    """Python has codecs that are no encodings of text, or that raise errors of their own."""

    NAMES = sorted({*aliases, *aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "a\x00", "é"})

    @pytest.mark.parametrize("charset", NAMES)
    def test_it_is_an_article_or_a_refusal(self, charset: str) -> None:
        page = f'<meta charset="{charset}">'.encode() + b"a\xff-\\ud800 \x80\x1b$"
        for read, header in ((from_text, charset), (from_html, charset), (from_html, None)):
            try:
                read(page, header, [])
            except RefusedError as error:
                assert 400 <= error.status < 500


class TestFromHtml:
    PAGE = '<html><head><meta charset="{}"></head><body>L’été</body></html>'

    @pytest.mark.parametrize(
        ("declared", "encoded", "header"),
        [
            ("utf-8", "utf-8", None),
            ("windows-1252", "cp1252", None),
            ("iso-8859-1", "cp1252", None),
            ("utf-8", "cp1252", "windows-1252"),
            ("windows-1252", "utf-8-sig", None),
            ("utf-16", "utf-8", None),
            ("utf-16le", "utf-8", None),
            ("rot13", "utf-8", None),
            ("hex", "utf-8", None),
            ("undefined", "utf-8", None),
            ("utf-7", "utf-8", None),
            ("klingon", "utf-8", None),
        ],
    )
    def test_the_page_is_decoded_as_a_browser_would(self, declared: str, encoded: str, header: str | None) -> None:
        submission = from_html(self.PAGE.format(declared).encode(encoded), header, [])
        assert submission.html == self.PAGE.format(declared)

    def test_a_page_that_is_not_what_it_says_is_refused_rather_than_garbled(self) -> None:
        with pytest.raises(RefusedError) as caught:
            from_html(self.PAGE.format("utf-8").encode("cp1252"), None, [])
        assert caught.value.status == 400
