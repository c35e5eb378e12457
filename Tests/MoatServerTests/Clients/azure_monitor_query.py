"""Asks a daemon by its unix socket with Azure's own client, and checks what it makes of the answers.

The records are those of FilledStore.
"""

import datetime
import socket
import sys

import requests
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.transport import RequestsTransport
from azure.monitor.query import LogsBatchQuery, LogsQueryClient, LogsQueryStatus
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

PATH = sys.argv[1]
WORKSPACE = "00000000-0000-0000-0000-000000000000"
UTC = datetime.timezone.utc
DAY = (datetime.datetime(2026, 11, 25, tzinfo=UTC), datetime.timedelta(days=1))


class UnixConnection(HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(PATH)


class UnixPool(HTTPConnectionPool):
    ConnectionCls = UnixConnection


class UnixAdapter(requests.adapters.HTTPAdapter):
    pool = UnixPool("localhost")

    # The client sends tokens to https only; the socket needs neither.
    def get_connection_with_tls_context(self, *arguments, **more):
        return self.pool


class Credential:
    def get_token(self, *scopes, **more):
        return AccessToken("token", 4102444800)


session = requests.Session()
session.mount("https://", UnixAdapter())
client = LogsQueryClient(
    Credential(), endpoint="https://localhost", transport=RequestsTransport(session=session, session_owner=False),
    retry_total=0)


def ask(query, timespan=None, **more):
    return client.query_workspace(WORKSPACE, query, timespan=timespan, **more)


def check(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


# Typed tables.
answer = ask(
    "print b = true, i = int(1), l = 2, r = 1.5, s = 'x', d = datetime(2026-11-25 12:00:00.25), t = 90m,"
    " j = dynamic({'a': 1}), g = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), n = int(null)")
check(answer.status, LogsQueryStatus.SUCCESS)
table = answer.tables[0]
check(table.name, "PrimaryResult")
check(table.columns, ["b", "i", "l", "r", "s", "d", "t", "j", "g", "n"])
check(table.columns_types, ["bool", "int", "long", "real", "string", "datetime", "timespan", "dynamic", "guid", "int"])
row = table.rows[0]
check(
    [row[name] for name in "bilrs"], [True, 1, 2, 1.5, "x"])
check(row["d"], datetime.datetime(2026, 11, 25, 12, 0, 0, 250000, tzinfo=UTC))
check(row["t"], "01:30:00")
check(row["j"], '{"a":1}')
check(row["g"], "74be27de-1e4e-49d9-b579-fe0b331d3642")
check(row["n"], None)

# Records, and the time range of the request.
answer = ask("AZFWNetworkRule | summarize Hits = count() by Action | order by Action asc", DAY)
check([list(row) for row in answer.tables[0].rows], [["Allow", 2], ["Deny", 3]])
first = datetime.datetime(2026, 11, 25, 11, 49, tzinfo=UTC)
answer = ask("AZFWNetworkRule | count", (first, first + datetime.timedelta(minutes=2)))
check(answer.tables[0].rows[0]["Count"], 1)
answer = ask("AZFWNetworkRule | project TimeGenerated, SourcePort | top 1 by TimeGenerated asc", DAY)
check(list(answer.tables[0].rows[0]), [datetime.datetime(2026, 11, 25, 11, 50, tzinfo=UTC), 35682])

# What comes beside the table.
answer = ask(
    "AZFWNetworkRule | summarize count() by Action | render barchart with (title='Hits')",
    include_statistics=True, include_visualization=True, server_timeout=60)
check(answer.visualization["visualization"], "barchart")
check(answer.visualization["title"], "Hits")
assert answer.statistics["query"]["executionTime"] >= 0

# More than an answer may hold.
answer = ask("range x from 1 to 500001 step 1")
check(answer.status, LogsQueryStatus.PARTIAL)
check(len(answer.partial_data[0].rows), 500_000)
check(answer.partial_error.code, "PartialError")
assert "500000" in answer.partial_error.details[0]["message"], answer.partial_error

# Errors.
try:
    ask("AZFWNetworkRule\n| wher Action == 'Deny'")
    raise AssertionError("not refused")
except HttpResponseError as error:
    check(error.status_code, 400)
    check(error.error.code, "BadArgumentError")
    check(error.error.innererror["code"], "SyntaxError")
    inner = error.error.innererror["innererror"]
    check((inner["code"], inner["line"], inner["pos"]), ("SYN0002", 2, 2))
    assert "where" in inner["message"], inner
for query in ["AZFWNetworkRule | where Acton == 'Deny'", "AZFWNetworkRules", "print strlenn('a')", "print 'a' + 1"]:
    try:
        ask(query)
        raise AssertionError("not refused")
    except HttpResponseError as error:
        check((error.status_code, error.error.code), (400, "BadArgumentError"))
        check(error.error.innererror["code"], "SemanticError")
        check(error.error.innererror["innererror"]["code"], "SEM0100")
try:
    client.query_workspace("elsewhere", "AZFWNetworkRule", timespan=None)
    raise AssertionError("not refused")
except HttpResponseError as error:
    check(error.status_code, 404)
    assert "elsewhere" in str(error), error

# A batch.
good, bad, other = client.query_batch([
    LogsBatchQuery(WORKSPACE, "AZFWDnsQuery | count", timespan=None),
    LogsBatchQuery(WORKSPACE, "Nowhere | count", timespan=None),
    LogsBatchQuery(WORKSPACE, "AzureDiagnostics | where msg_s has 'DNAT' | project msg_s", timespan=DAY),
])
check(good.status, LogsQueryStatus.SUCCESS)
check(good.tables[0].rows[0]["Count"], 2)
check(bad.status, LogsQueryStatus.FAILURE)
assert "Nowhere" in bad.message, bad
assert other.tables[0].rows[0]["msg_s"].startswith(
    "TCP request from 203.0.113.50:44862 to 198.51.100.10:80 was DNAT'ed to 10.0.4.4:80"), other.tables[0].rows
print("ok")
