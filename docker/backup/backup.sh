#!/bin/sh
# One backup: the database's files (from which, with the archived changes, any later moment can be restored) and a dump (for a single table, or another
# version of PostgreSQL). PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE say of what; BACKUP_FOLDER where to; BACKUP_DAYS for how long.
set -eu
folder="${BACKUP_FOLDER:?}"
days="${BACKUP_DAYS:-14}"
now="$(date -u +%Y-%m-%dT%H-%M-%SZ)"
mkdir -p "$folder/base" "$folder/dump" "$folder/wal"

# Under another name until it is whole: what a killed backup leaves is never taken for one.
pg_basebackup --pgdata="$folder/base/.$now.part" --format=tar --gzip --wal-method=stream --checkpoint=fast --no-password
pg_dump --format=custom --no-password --file="$folder/dump/.$now.part"
pg_dumpall --globals-only --no-password --file="$folder/dump/.$now.roles.part"
# A dump that cannot be read is none.
pg_restore --list "$folder/dump/.$now.part" >/dev/null
sync
mv "$folder/base/.$now.part" "$folder/base/$now"
mv "$folder/dump/.$now.roles.part" "$folder/dump/$now.roles.sql"
mv "$folder/dump/.$now.part" "$folder/dump/$now.dump"
chmod -R go-rwx "$folder/base/$now" "$folder/dump/$now.dump" "$folder/dump/$now.roles.sql"

find "$folder/base" "$folder/dump" -mindepth 1 -maxdepth 1 -name '.*.part' -mmin +1440 -exec rm -rf {} +
find "$folder/base" "$folder/dump" -mindepth 1 -maxdepth 1 -not -name '.*' -mtime "+$days" -exec rm -rf {} +
# Changes older than the oldest base backup are of no use to anybody.
oldest="$(find "$folder/base" -mindepth 1 -maxdepth 1 -not -name '.*' | sort | head -n 1)"
find "$folder/wal" -type f -not -newer "$oldest" -mmin +60 -exec rm -f {} +
echo "Backed up to $folder/base/$now and $folder/dump/$now.dump"
