# The engines: PostgreSQL, Kafka and Keycloak. Building them also trains their ahead-of-time caches and prepares the database
# that new states copy.

engines_built() {
    [[ -d $(kafka_home)/libs && -d $(keycloak_home) && -d $(keycloak_template) && -s $(kafka_cache) && -s $(keycloak_cache) ]]
}

engines_build() {
    engines_built && return
    packages_need run build
    step "Fetch Kafka from Maven Central" kafka_build
    step "Fetch Keycloak from Maven Central and prepare it" keycloak_build
    step "Make Keycloak's tables once and train the caches of Kafka and Keycloak" engines_train
}

# engines_train: a first start in a state of its own on free ports, used a little and ended; what it leaves is kept.
engines_train() (
    STATE=$CACHE/training PIDS=$STATE/pids LOGS=$STATE/logs SECRETS=$STATE/secrets
    read -r -d '' OBLAKO_POSTGRES_PORT OBLAKO_KAFKA_PORT OBLAKO_KAFKA_CONTROLLER_PORT OBLAKO_KEYCLOAK_PORT < <(free_ports 4) || true
    TRAINING=yes
    rm -rf "$STATE"
    mkdir -p "$PIDS" "$LOGS" "$SECRETS" "$STATE/run"
    trap 'processes_stop_all' EXIT
    postgres_initialise "$STATE/postgres"
    postgres_passwords_sql | postgres_offline "$STATE/postgres" postgres
    postgres_launch
    kafka_launch
    await_ready 60 postgres kafka
    keycloak_launch
    await_ready 300 keycloak
    keycloak_exercise
    process_stop keycloak TERM 180
    process_stop kafka TERM 120
    postgres_stop
    java_trained "$(keycloak_cache)"
    java_trained "$(kafka_cache)"
    rm -rf "$(keycloak_template)"
    mv "$STATE/postgres" "$(keycloak_template)"
    rm -rf "$STATE"
)

# What the identity service will do: a realm, a client, users, log-ins; gone again afterwards.
keycloak_exercise() {
    local realm=training turn
    keycloak_admin POST /realms "{\"realm\":\"$realm\",\"enabled\":true,\"clients\":[{\"clientId\":\"tool\",\"secret\":\"tool\",
        \"publicClient\":false,\"directAccessGrantsEnabled\":true,\"serviceAccountsEnabled\":true}]}"
    for turn in 1 2 3 4 5; do
        keycloak_admin POST "/realms/$realm/users" "{\"username\":\"user$turn\",\"enabled\":true,\"firstName\":\"A\",
            \"lastName\":\"B\",\"email\":\"user$turn@localhost\",\"emailVerified\":true,
            \"credentials\":[{\"type\":\"password\",\"value\":\"secret$turn\"}]}"
        curl --silent --fail --output /dev/null "$(keycloak_url)/realms/$realm/protocol/openid-connect/token" \
            --data grant_type=password --data client_id=tool --data client_secret=tool --data "username=user$turn" \
            --data "password=secret$turn"
    done
    keycloak_admin GET "/realms/$realm/users?max=10" >/dev/null
    keycloak_admin POST "/realms/$realm/groups" '{"name":"group"}'
    keycloak_admin DELETE "/realms/$realm"
}

# Keycloak takes longest and needs PostgreSQL alone: Kafka formats its folder and starts beside it.
engines_launch() {
    process_alive postgres || step "Start PostgreSQL" postgres_launch
    await_ready 30 postgres
    process_alive keycloak || step "Start Keycloak" keycloak_launch
    process_alive kafka || step "Start Kafka" kafka_launch
}

engines_stop() {
    process_stop keycloak
    process_stop kafka
    postgres_stop
}

engines_require_ports() {
    require_ports "postgres:$OBLAKO_POSTGRES_PORT" "kafka:$OBLAKO_KAFKA_PORT" "kafka:$OBLAKO_KAFKA_HOSTS_PORT" \
        "kafka:$OBLAKO_KAFKA_CONTROLLER_PORT" "keycloak:$OBLAKO_KEYCLOAK_PORT"
}

engines_alive() {
    process_alive postgres && process_alive kafka && process_alive keycloak
}

# For the tests: the three engines alone, on ports of their own, and how to reach them in $STATE/engines.env. Several builds
# may ask at once: the first starts them, the others wait and find them running.
engines_up() {
    require_root
    [[ -e $CONFIG_FILE ]] || config_choose_ports
    config_create
    launcher_lock_wait 900
    if [[ ! -s $STATE/engines.env ]] || ! engines_alive; then
        jdk_find
        require_memory
        require_disk
        engines_build
        engines_require_ports
        engines_launch
        await_ready 90 kafka keycloak
        engines_test_database
        engines_environment >"$STATE/engines.env"
        chmod 600 "$STATE/engines.env"
    fi
    say "How to reach them: $STATE/engines.env"
}

# The tests make schemas of their own in a database of their own.
engines_test_database() {
    local role=oblako_test
    [[ -z $(echo "SELECT 1 FROM pg_roles WHERE rolname = '$role';" | postgres_sql) ]] || return 0
    postgres_sql <<SQL
CREATE ROLE $role LOGIN PASSWORD '$(secret postgres-$role)';
CREATE DATABASE $role OWNER $role;
SQL
}

engines_environment() {
    cat <<ENVIRONMENT
OBLAKO_TEST_PG_URL=jdbc:postgresql://127.0.0.1:$OBLAKO_POSTGRES_PORT/oblako_test
OBLAKO_TEST_PG_USER=oblako_test
OBLAKO_TEST_PG_PASSWORD=$(secret postgres-oblako_test)
OBLAKO_TEST_KAFKA=127.0.0.1:$OBLAKO_KAFKA_PORT
OBLAKO_TEST_KEYCLOAK_URL=$(keycloak_url)
OBLAKO_TEST_KEYCLOAK_CLIENT_ID=$KEYCLOAK_CLIENT
OBLAKO_TEST_KEYCLOAK_CLIENT_SECRET=$(secret keycloak-client)
ENVIRONMENT
}

engines_down() {
    require_root
    [[ -d $PIDS ]] || return 0
    launcher_lock
    step "Stop Keycloak, Kafka and PostgreSQL" engines_stop
    rm -f "$STATE/engines.env"
}

command_engines() {
    case ${1:-} in
        up) engines_up ;;
        down) engines_down ;;
        *) refuse "usage: ./oblako engines up|down" ;;
    esac
}
