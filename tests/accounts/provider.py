"""A small provider of accounts (OpenID Connect) on this machine: its document, keys, and code flow.

It is strict where a real one is: a code is good once, for its client, its address of return and its
PKCE challenge. `lies` are what it says in a token in place of the truth.
"""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "shirube", "a-secret-for-tests"


class Provider:
    """Who is signed in there, what it says of them, and what it lies about."""

    def __init__(self):
        self.person = {"sub": "person-1", "email": "someone@example.jp", "email_verified": True}
        self.lies: dict[str, object] = {}
        self.sub_of_userinfo = ""
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.key, self.other_key = _key(), None
        self.issuer = ""

    def document(self) -> dict:
        """Where everything stands."""
        ways = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys",
        }
        return {"issuer": self.issuer} | {
            name: f"{self.issuer}/{way}" for name, way in ways.items()
        }

    def keys(self) -> dict:
        """The public key."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the person is sent back to, with a code."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        self.asked.append(asked)
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})

    def token(self, sent: dict[str, str]) -> dict | None:
        """The tokens of a code; None where it is not what it was given for."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        own = {"client_id": CLIENT, "client_secret": SECRET, "grant_type": "authorization_code"}
        if (
            asked is None
            or not own.items() <= sent.items()
            or sent["redirect_uri"] != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return None
        access = secrets.token_urlsafe()
        self.tokens.add(access)
        return {"access_token": access, "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: dict[str, str]) -> str:
        """The token that says who signed in."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "sub": self.person["sub"],
        }
        said = {name: value for name, value in (said | self.lies).items() if value is not None}
        return jwt.encode(said, self.other_key or self.key, "RS256", headers={"kid": "1"})

    def userinfo(self, token: str) -> dict | None:
        """What is told of the person."""
        if token not in self.tokens:
            return None
        return self.person | ({"sub": self.sub_of_userinfo} if self.sub_of_userinfo else {})

    def sign_with_another_key(self) -> None:
        """Sign with a key that is not the published one."""
        self.other_key = _key()


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@contextlib.contextmanager
def provided() -> Iterator[Provider]:
    """The provider, as long as it serves."""
    provider = Provider()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            told = {
                "/.well-known/openid-configuration": provider.document,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.userinfo(bearer),
            }
            self.tell(told[parts.path]())

        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.tell(provider.token({name: value[0] for name, value in parse_qs(sent).items()}))

        def tell(self, what: dict | None) -> None:
            body = json.dumps(what or {"error": "invalid_grant"}).encode()
            self.send_response(400 if what is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            """Nothing: the test says what it asked."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
