"""An https server on loopback that answers as bad feed servers do. Prints its port."""
import http.server, ssl, sys, time

LIST = b"192.0.2.77\n"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def send(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        here = f"https://localhost:{self.server.server_address[1]}"
        match self.path:
            case "/list":
                if self.headers.get("If-None-Match") == '"1"':
                    self.send(304, {})
                else:
                    self.send(200, {"ETag": '"1"'}, LIST)
            case "/moved":
                self.send(302, {"Location": "/list"})
            case "/loop":
                self.send(302, {"Location": here + "/loop"})
            case "/plain":
                self.send(302, {"Location": "http://localhost:1/list"})
            case "/encoded":
                self.send(200, {"Content-Encoding": "gzip"}, LIST)
            case "/long":
                self.send(200, {"Content-Length": str(2 << 30)})
            case "/endless":
                self.send(200, {"Transfer-Encoding": "chunked"})
                try:
                    while True:
                        self.wfile.write(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
                except OSError:
                    pass
            case "/drip":
                self.send(200, {"Content-Length": str(1 << 20)})
                try:
                    while True:
                        self.wfile.write(b"1")
                        self.wfile.flush()
                        time.sleep(0.2)
                except OSError:
                    pass
            case "/cut":
                self.send(200, {"Content-Length": "100"}, LIST)
                self.close_connection = True
            case _:
                self.send(404, {})


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
server.serve_forever()
