# PostgreSQL 15 from Debian's binaries, as user postgres, on the loopback address; data in $STATE/postgres.
# One database `oblako`; one schema and one owning role per service, each with a generated password.

readonly POSTGRES_BIN=/usr/lib/postgresql/15/bin
readonly AS_POSTGRES=$LAUNCHER/engines/postgres/as-postgres
readonly POSTGRES_ADMIN=oblako_admin
readonly -a POSTGRES_ROLES=(identity image compute network keycloak)

# Debian would make and start a cluster of its own on installation.
postgres_keep_debian_cluster_away() {
    local file=/etc/postgresql-common/createcluster.conf
    [[ ! -e $file ]] || return 0
    mkdir -p "$(dirname "$file")"
    echo 'create_main_cluster = false' >"$file"
}

# postgres_initialise DIR: an empty cluster in DIR/data with the roles and schemas; nobody can log in yet.
postgres_initialise() {
    mkdir -p "$1"
    chown postgres:postgres "$1"
    "$AS_POSTGRES" "$1" "$POSTGRES_BIN/initdb" --pgdata=data --username=$POSTGRES_ADMIN --auth-local=reject \
        --auth-host=reject --encoding=UTF8 --locale=C.UTF-8 --data-checksums --no-sync --no-instructions
    echo 'host all all 127.0.0.1/32 scram-sha-256' >"$1/data/pg_hba.conf"
    echo "include '../launcher.conf'" >>"$1/data/postgresql.conf"
    postgres_roles_sql | postgres_offline "$1" postgres
    postgres_schemas_sql | postgres_offline "$1" oblako
}

postgres_roles_sql() {
    local role
    echo "CREATE DATABASE oblako;"
    echo "REVOKE ALL ON DATABASE oblako FROM PUBLIC;"
    for role in "${POSTGRES_ROLES[@]}"; do
        postgres_role_sql "$role"
    done
}

postgres_role_sql() {
    echo "CREATE ROLE $1 LOGIN CONNECTION LIMIT 40;"
    echo "ALTER ROLE $1 SET search_path = $1;"
    echo "ALTER ROLE $1 SET idle_in_transaction_session_timeout = '5min';"
    echo "GRANT CONNECT ON DATABASE oblako TO $1;"
}

# A state that is older than one of the services gets its role and schema. Each role has its password from its first day on.
postgres_add_new_roles() {
    local role
    for role in "${POSTGRES_ROLES[@]}"; do
        [[ ! -s $SECRETS/postgres-$role ]] || continue
        postgres_role_sql "$role" | postgres_sql
        echo "CREATE SCHEMA $role AUTHORIZATION $role;" | postgres_sql
        echo "ALTER ROLE $role PASSWORD '$(secret "postgres-$role")';" | postgres_sql
    done
}

postgres_schemas_sql() {
    local role
    echo "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
    for role in "${POSTGRES_ROLES[@]}"; do
        echo "CREATE SCHEMA $role AUTHORIZATION $role;"
    done
}

# The passwords of this state.
postgres_passwords_sql() {
    local role
    for role in "$POSTGRES_ADMIN" "${POSTGRES_ROLES[@]}"; do
        echo "ALTER ROLE $role PASSWORD '$(secret "postgres-$role")';"
    done
}

# postgres_offline DIR DATABASE: runs SQL from the standard input, one statement per line, without a server.
postgres_offline() {
    postgres_configure "$1"
    "$AS_POSTGRES" "$1" "$POSTGRES_BIN/postgres" --single -D data -c exit_on_error=true "$2" >/dev/null
}

# postgres_configure DIR: settings that follow those of the state; durability stays on.
postgres_configure() {
    sed -e "s/@PORT@/$OBLAKO_POSTGRES_PORT/" -e "s/@BUFFERS_MIB@/$OBLAKO_POSTGRES_BUFFERS_MIB/" \
        "$LAUNCHER/engines/postgres/launcher.conf" >"$1/launcher.conf"
}

# A copy of the prepared cluster, which has Keycloak's tables already: making those takes longer than all the rest.
postgres_from_template() {
    rm -rf "$STATE/postgres.new"
    mkdir -p "$STATE/postgres.new"
    cp -a --reflink=auto "$(keycloak_template)/." "$STATE/postgres.new/"
    postgres_passwords_sql | postgres_offline "$STATE/postgres.new" postgres
    keycloak_secret_sql | postgres_offline "$STATE/postgres.new" oblako
    mv "$STATE/postgres.new" "$STATE/postgres"
}

postgres_launch() {
    [[ -d $STATE/postgres/data ]] || postgres_from_template
    postgres_configure "$STATE/postgres"
    postgres_await_orphans
    process_start postgres "$AS_POSTGRES" "$STATE/postgres" "$POSTGRES_BIN/postgres" -D data
}

# When the postmaster was killed, its sessions end by themselves a moment later; until they have let go of the shared memory
# that postmaster.pid names, no new one may start. Then the file is stale, even while the dead process waits to be reaped.
postgres_await_orphans() {
    local file=$STATE/postgres/data/postmaster.pid segment tick
    [[ -e $file ]] || return 0
    segment=$(awk 'NR == 7 {print $2}' "$file")
    for ((tick = 0; tick < 100; tick++)); do
        if ! shared_memory_in_use "$segment"; then
            rm -f "$file"
            return
        fi
        sleep 0.1
    done
    refuse "sessions of the PostgreSQL that was killed do not end" "see: ps -u postgres"
}

# shared_memory_in_use ID
shared_memory_in_use() {
    awk -v id="$1" '$2 == id && $7 > 0 {found = 1} END {exit !found}' /proc/sysvipc/shm
}

postgres_ready() {
    "$POSTGRES_BIN/pg_isready" --quiet --host=127.0.0.1 --port="$OBLAKO_POSTGRES_PORT"
}

# Interrupt is PostgreSQL's fast shutdown: it ends the sessions and writes a checkpoint.
postgres_stop() {
    process_stop postgres INT 30
}

# postgres_sql: runs SQL from the standard input as the administrator; prints bare rows.
postgres_sql() {
    PGPASSWORD=$(secret "postgres-$POSTGRES_ADMIN") psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
        --host=127.0.0.1 --port="$OBLAKO_POSTGRES_PORT" --username="$POSTGRES_ADMIN" --dbname=oblako
}
