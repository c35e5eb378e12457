"""A Kubernetes API with a few objects, for tests: lists, watches, merge patches, creations.

It serves plain http on 127.0.0.1:8001. POST /test/KIND replaces an object, as its controller
would; GET /test/log shows what was written.
"""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COLLECTIONS = {
    "services": ("v1", "Service"), "nodes": ("v1", "Node"), "events": ("v1", "Event"),
    "endpointslices": ("discovery.k8s.io/v1", "EndpointSlice"), "leases": ("coordination.k8s.io/v1", "Lease"),
}
changed = threading.Condition()
objects = {}  # (plural, namespace, name) -> object
history = []  # (version, plural, type, object)


def merge(target, patch):
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


def put(plural, value):
    meta = value.setdefault("metadata", {})
    key = (plural, meta.get("namespace", ""), meta["name"])
    kind = "MODIFIED" if key in objects else "ADDED"
    version = len(history) + 1
    meta["resourceVersion"] = str(version)
    meta.setdefault("uid", "-".join(key))
    meta.setdefault("creationTimestamp", "2026-01-01T00:00:00Z")
    if meta.get("deletionTimestamp") and not meta.get("finalizers"):
        kind = "DELETED"
        objects.pop(key, None)
    else:
        objects[key] = value
    history.append((version, plural, kind, json.loads(json.dumps(value))))
    changed.notify_all()
    return value


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def parts(self):
        path, _, query = self.path.partition("?")
        self.query = dict(item.partition("=")[::2] for item in query.split("&") if item)
        names = path.strip("/").split("/")
        names = names[2:] if names[0] == "api" else names[3:]
        namespace = ""
        if len(names) > 2 and names[0] == "namespaces":
            namespace, names = names[1], names[2:]
        return names[0], namespace, names[1] if len(names) > 1 else None

    def answer(self, code, value):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, code, reason):
        self.answer(code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason,
                           "message": reason, "code": code})

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")

    def do_GET(self):
        if self.path == "/test/log":
            with changed:
                return self.answer(200, [[plural, kind, value] for _, plural, kind, value in history])
        plural, namespace, name = self.parts()
        if self.query.get("watch") == "true":
            return self.watch(plural)
        with changed:
            if name:
                found = objects.get((plural, namespace, name))
                return self.answer(200, found) if found else self.refuse(404, "NotFound")
            version, kind = COLLECTIONS[plural]
            items = [value for key, value in objects.items() if key[0] == plural]
            self.answer(200, {"kind": kind + "List", "apiVersion": version, "items": items,
                              "metadata": {"resourceVersion": str(len(history))}})

    def watch(self, plural):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        seen = int(self.query.get("resourceVersion") or 0)
        while True:
            with changed:
                changed.wait_for(lambda: len(history) > seen, timeout=1)
                news = history[seen:]
                seen = len(history)
            for _, kind, event, value in news:
                if kind == plural:
                    line = json.dumps({"type": event, "object": value}).encode() + b"\n"
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            self.wfile.flush()

    def do_POST(self):
        value = self.body()
        with changed:
            if self.path.startswith("/test/"):
                return self.answer(200, put(self.path[6:], value))
            plural, namespace, _ = self.parts()
            name = value["metadata"].get("name") or value["metadata"]["generateName"] + str(len(history))
            value["metadata"]["name"] = name
            value["metadata"]["namespace"] = namespace
            if (plural, namespace, name) in objects:
                return self.refuse(409, "AlreadyExists")
            self.answer(201, put(plural, value))

    def do_PATCH(self):
        patch = self.body()
        plural, namespace, name = self.parts()
        with changed:
            found = objects.get((plural, namespace, name))
            if not found:
                return self.refuse(404, "NotFound")
            if isinstance(patch, list):
                return self.refuse(415, "UnsupportedMediaType")
            expected = patch.get("metadata", {}).get("resourceVersion")
            if expected and expected != found["metadata"]["resourceVersion"]:
                return self.refuse(409, "Conflict")
            self.answer(200, put(plural, merge(found, patch)))


if __name__ == "__main__":
    ThreadingHTTPServer.daemon_threads = True
    server = ThreadingHTTPServer(("127.0.0.1", 8001), Handler)
    print("ready", flush=True)
    server.serve_forever()
