#!/bin/sh
# Backs up once a day at BACKUP_AT (UTC). A backup that failed is said and tried again in ten minutes.
set -eu
here="$(dirname "$0")"
at="${BACKUP_AT:-03:30}"
while :; do
  now="$(date -u +%s)"
  next="$(date -u -d "$at" +%s)"
  [ "$next" -gt "$now" ] || next=$((next + 86400))
  sleep $((next - now)) &
  wait $!
  until "$here/backup.sh"; do
    echo "The backup failed; the next attempt is in ten minutes." >&2
    sleep 600 &
    wait $!
  done
done
