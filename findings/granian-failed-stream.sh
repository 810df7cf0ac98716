#!/usr/bin/env bash
# granian 2.8.7 ends the answer of a WSGI application that failed as if it were complete.
#
# One would expect: an answer without Content-Length whose iterator raises breaks off, so that the
#   client knows (RFC 9112, section 8: an incomplete chunked message lacks its terminating chunk).
# What happens: granian 2.8.7 writes the terminating chunk. curl, a browser and every library take
#   the half answer for the whole. 2.8.9 closes the connection instead, as waitress does.
# Seen with: granian 2.8.7 and 2.8.9, waitress 3.0.2, CPython 3.11, curl 7.88; 2026-11-29.
# Why it matters: a table that is streamed from a database and loses its connection half-way looks
#   like a shorter table. A sum over it is wrong, and nothing says so.
set -euo pipefail

scratch=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
cd "$scratch"

cat >app.py <<'PY'
import time


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/csv")])

    def rows():
        yield b"year,amount\r\n2024,1\r\n"
        time.sleep(0.5)  # the first block is on its way
        raise RuntimeError("the database went away")

    return rows()
PY

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Prints curl's exit status for the failing answer of a server started with the words given.
ask() {
  local port=$1 status=0
  shift
  "$@" >server.log 2>&1 &
  server=$!
  for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    sleep 0.1
  done
  curl --silent --max-time 10 --output /dev/null "http://127.0.0.1:$port/" || status=$?
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
  printf '%s' "$status"
}

seen=
for release in granian==2.8.7 granian==2.8.9 waitress==3.0.2; do
  python3 -m venv --clear env
  env/bin/pip install --quiet --disable-pip-version-check "$release" >/dev/null 2>&1
  port=$(free_port)
  case $release in
    granian*) words=(env/bin/granian --interface wsgi --host 127.0.0.1 --port "$port" app:application) ;;
    *) words=(env/bin/waitress-serve --listen "127.0.0.1:$port" app:application) ;;
  esac
  status=$(ask "$port" "${words[@]}")
  seen+="$release: curl ends with $status"$'\n'
done
printf '%s' "$seen"

expected='granian==2.8.7: curl ends with 0
granian==2.8.9: curl ends with 18
waitress==3.0.2: curl ends with 18
'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
