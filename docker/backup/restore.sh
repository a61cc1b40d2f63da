#!/bin/sh
# Fills an empty data folder from a base backup and the archived changes; PostgreSQL then recovers by itself when it starts.
#   restore.sh <data folder> [<base backup>] [<moment, such as 2026-11-21 14:05:00+00>]
# Without a base backup the newest one is taken (the newest before the moment, if one is given); without a moment everything that was archived is restored.
set -eu
data="${1:?the data folder}"
base="${2:-}"
moment="${3:-}"
folder="${BACKUP_FOLDER:?}"

mkdir -p "$data"
if [ -n "$(ls -A "$data")" ]; then
  echo "$data is not empty. Stop PostgreSQL, move what is there aside, and try again." >&2
  exit 1
fi

if [ -z "$base" ]; then
  until="z"
  [ -z "$moment" ] || until="$(date -u -d "$moment" +%Y-%m-%dT%H-%M-%SZ)"
  base="$(find "$folder/base" -mindepth 1 -maxdepth 1 -not -name '.*' | sort | awk -F/ -v until="$until" '$NF <= until' | tail -n 1)"
fi
if [ -z "$base" ] || [ ! -f "$base/base.tar.gz" ]; then
  echo "There is no base backup${moment:+ from before $moment} in $folder/base." >&2
  exit 1
fi

chmod 700 "$data"
tar -xzf "$base/base.tar.gz" -C "$data"
tar -xzf "$base/pg_wal.tar.gz" -C "$data/pg_wal"
{
  echo "restore_command = 'cp \"$folder/wal/%f\" \"%p\"'"
  echo "recovery_target_action = 'promote'"
  [ -z "$moment" ] || echo "recovery_target_time = '$moment'"
} >>"$data/postgresql.auto.conf"
touch "$data/recovery.signal"
echo "Restored $base to $data. Start PostgreSQL: it recovers${moment:+ to $moment}, and takes writes when it is through."
