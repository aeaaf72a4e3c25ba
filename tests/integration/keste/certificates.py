"""Certificates by the openssl command, and clients that look at them."""
import datetime as dt
import http.client
import socket
import ssl

from keste.processes import run


class Certificate:
    """A certificate and its key in a folder of etc, signed by itself unless by `authority`."""

    def __init__(self, folder, name="server", days=90, kind="ec"):
        self.folder, self.name = folder, name
        self.certificate, self.key = folder / f"{name}.crt", folder / f"{name}.key"
        self.make(days, kind)

    def make(self, days=90, kind="ec"):
        """Both files anew, each at one stroke."""
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else \
              ["-newkey", "rsa:2048"]
        fresh_key, fresh = self.folder / "fresh.key", self.folder / "fresh.crt"
        if days > 0:
            sign(["req", "-x509", *key, "-days", str(days)], fresh_key, fresh)
        else:
            self.make_expired(key, fresh_key, fresh)
        fresh_key.chmod(0o600)
        fresh_key.replace(self.key)
        fresh.replace(self.certificate)

    def make_expired(self, key, fresh_key, fresh):
        """`req` makes none, but `ca` signs with any dates."""
        request = self.folder / "fresh.csr"
        sign(["req", *key], fresh_key, request)
        (self.folder / "index").write_text("")
        settings = self.folder / "ca.cnf"
        settings.write_text(
            f"[ca]\ndefault_ca=own\n[own]\ndatabase={self.folder}/index\ndefault_md=sha256\n"
            f"new_certs_dir={self.folder}\nrand_serial=yes\npolicy=any\nx509_extensions=names\n"
            "[any]\ncommonName=supplied\n[names]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n")
        ended = dt.datetime.now(dt.timezone.utc) - dt.timedelta(days=1)
        done = run("openssl", "ca", "-config", settings, "-batch", "-selfsign", "-notext",
                   "-in", request, "-keyfile", fresh_key, "-out", fresh,
                   "-startdate", "20200101000000Z", "-enddate", ended.strftime("%Y%m%d%H%M%SZ"))
        assert done.returncode == 0, done.stderr

    @property
    def serial(self):
        done = run("openssl", "x509", "-in", self.certificate, "-noout", "-serial")
        return int(done.stdout.strip().split("=")[1], 16)

    def trust(self, **versions):
        """A context that trusts this certificate alone."""
        context = ssl.create_default_context(cafile=self.certificate)
        for name, version in versions.items():
            setattr(context, name, version)
        return context


def sign(command, key, out):
    done = run("openssl", *command, "-nodes", "-keyout", key, "-out", out, "-subj",
               "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    assert done.returncode == 0, done.stderr


class SecureClient(http.client.HTTPSConnection):
    """One TLS connection that stays open."""

    def __init__(self, port, context):
        super().__init__("127.0.0.1", port, timeout=30, context=context)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ask(self, path, **headers):
        """The status and the body."""
        self.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = self.getresponse()
        return answer.status, answer.read()


def look_at(port, context=None):
    """The serial number of what the server shows to a new client; trusted or not."""
    if context is None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 30) as plain:
        with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
            pem = ssl.DER_cert_to_PEM_cert(secure.getpeercert(binary_form=True))
    done = run("openssl", "x509", "-noout", "-serial", input=pem)
    return int(done.stdout.strip().split("=")[1], 16)
