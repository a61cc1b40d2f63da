#!/bin/sh
# PostgreSQL's archive_command: $1 is the file to keep, $2 its name. Succeeds only when the file is on the disk whole; PostgreSQL tries again otherwise.
set -eu
wal="${BACKUP_FOLDER:?}/wal"
mkdir -p "$wal"
if [ -e "$wal/$2" ]; then
  # Archived before a crash, and PostgreSQL was never told. Another file of that name is a mistake that must not be hidden.
  cmp -s "$1" "$wal/$2"
  exit
fi
cp "$1" "$wal/.$2.part"
sync "$wal/.$2.part"
mv "$wal/.$2.part" "$wal/$2"
sync "$wal"
