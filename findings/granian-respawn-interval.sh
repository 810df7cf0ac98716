#!/usr/bin/env bash
# granian 2.8.9 replaces a worker that died at once, whatever --respawn-interval says.
#
# One would expect: with `--respawn-failed-workers --respawn-interval 10` a worker that was killed is
#   replaced after ten seconds: the help describes the option as a pause between replacements.
# What happens: the interval belongs to workers that are replaced on purpose (a reload, a lifetime, a
#   limit of memory). One that died is back within a second.
# Seen with: granian 2.8.9, CPython 3.11; 2026-11-29.
# Why it matters: a worker that dies again as soon as it starts is tried without a pause, until the
#   server takes it for a loop and ends. The pause has to come from what stands outside, such as
#   systemd's RestartSec.
set -euo pipefail

scratch=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check granian==2.8.9 >/dev/null 2>&1

cat >app.py <<'PY'
import os


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
PY

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
env/bin/granian --interface wsgi --host 127.0.0.1 --port "$port" --workers 1 \
  --respawn-failed-workers --respawn-interval 10 app:application >server.log 2>&1 &
server=$!

# The process that answers; nothing after 30 seconds.
worker() {
  for _ in $(seq 300); do
    curl --silent --max-time 2 "http://127.0.0.1:$port/" && return
    sleep 0.1
  done
}

first=$(worker)
sleep 6 # longer than what granian takes for a loop of crashes
kill -KILL "$first"
begin=$(date +%s)
second=$(worker)
waited=$(($(date +%s) - begin))

[[ -n $second && $second != "$first" ]] || { echo "The worker was not replaced."; exit 1; }
if ((waited < 5)); then seen="replaced in less than 5 seconds"; else seen="replaced after $waited seconds"; fi
echo "$seen"
[[ $seen == "replaced in less than 5 seconds" ]] || { echo "This is not what was seen before."; exit 1; }
