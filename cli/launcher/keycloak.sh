# Keycloak: holds users, groups and passwords; tables in schema `keycloak` of our PostgreSQL. Only the identity service talks
# to it, as the client `oblako-identity` of the master realm, whose secret is generated for each state.

readonly KEYCLOAK_CLIENT=oblako-identity

keycloak_version() {
    pom_version "$LAUNCHER/engines/keycloak/pom.xml" keycloak-quarkus-dist
}

keycloak_home() {
    echo "$CACHE/keycloak-$(keycloak_version)"
}

keycloak_cache() {
    echo "$(keycloak_home)/jdk-$JDK_VERSION.aot"
}

# The cluster with Keycloak's tables and its master realm, copied into each new state.
keycloak_template() {
    local how
    how=$({ declare -f postgres_initialise postgres_roles_sql postgres_role_sql postgres_schemas_sql; declare -p POSTGRES_ROLES; } |
        sha256sum | cut -c1-6)
    echo "$CACHE/postgres-15-keycloak-$(keycloak_version)-$how"
}

keycloak_build() {
    local home
    home=$(keycloak_home)
    [[ ! -d $home ]] || return 0
    rm -rf "$home.new"
    mkdir -p "$home.new"
    cp "$LAUNCHER/engines/keycloak/pom.xml" "$home.new/"
    maven "$home.new" "$DEPENDENCY_PLUGIN:unpack-dependencies" -DoutputDirectory=unpacked
    "$home.new/unpacked/keycloak-$(keycloak_version)/bin/kc.sh" build --db=postgres --health-enabled=false
    mv "$home.new/unpacked/keycloak-$(keycloak_version)" "$home"
    rm -rf "$home.new"
}

# The environment of Keycloak; secrets stand here and not among the arguments, which everybody on the machine can read.
keycloak_environment() {
    export KC_DB_URL=jdbc:postgresql://127.0.0.1:$OBLAKO_POSTGRES_PORT/oblako KC_DB_SCHEMA=keycloak KC_DB_USERNAME=keycloak
    KC_DB_PASSWORD=$(secret postgres-keycloak)
    export KC_DB_PASSWORD KC_DB_POOL_INITIAL_SIZE=1 KC_DB_POOL_MIN_SIZE=1 KC_DB_POOL_MAX_SIZE=16
    export KC_HTTP_ENABLED=true KC_HTTP_HOST=127.0.0.1 KC_HTTP_PORT=$OBLAKO_KEYCLOAK_PORT
    export KC_HOSTNAME=http://127.0.0.1:$OBLAKO_KEYCLOAK_PORT KC_CACHE=local KC_LOG_LEVEL=WARN
    # Two programs of one user may log in at the same moment; without this Keycloak refuses one of them.
    export KC_SPI_BRUTE_FORCE_PROTECTOR__DEFAULT_BRUTE_FORCE_DETECTOR__ALLOW_CONCURRENT_REQUESTS=true
    KC_BOOTSTRAP_ADMIN_CLIENT_ID=$KEYCLOAK_CLIENT
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET=$(secret keycloak-client)
    export KC_BOOTSTRAP_ADMIN_CLIENT_ID KC_BOOTSTRAP_ADMIN_CLIENT_SECRET
}

# The same line that bin/kc.sh builds, started directly: kc.sh would stay above the JVM as a second process. Connections are
# tried before use, so that a restart of PostgreSQL costs no log-in.
keycloak_launch() (
    home=$(keycloak_home)
    keycloak_environment
    java_command "$OBLAKO_KEYCLOAK_HEAP_MIB" "$(keycloak_cache)"
    process_start keycloak "${CAPLESS[@]}" "${JAVA_COMMAND[@]}" -XX:MaxMetaspaceSize=256m \
        --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED \
        --add-opens=java.base/java.security=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
        -Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8 \
        -Dquarkus.datasource.jdbc.foreground-validation-interval=1S \
        -Dkc.home.dir="$home" -Djboss.server.config.dir="$home/conf" \
        -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dpicocli.disable.closures=true \
        -Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory \
        -cp "$home/lib/quarkus-run.jar" io.quarkus.bootstrap.runner.QuarkusEntryPoint start --optimized
)

keycloak_url() {
    echo "http://127.0.0.1:$OBLAKO_KEYCLOAK_PORT"
}

keycloak_ready() {
    http_answers "$(keycloak_url)/realms/master"
}

# Gives the client of the copied master realm the secret of this state and takes away the copied signing keys, so that
# Keycloak makes new ones: no two clouds share a key.
keycloak_secret_sql() {
    local keys="SELECT id FROM keycloak.component WHERE provider_type = 'org.keycloak.keys.KeyProvider'"
    echo "UPDATE keycloak.client SET secret = '$(secret keycloak-client)' WHERE client_id = '$KEYCLOAK_CLIENT';"
    echo "DELETE FROM keycloak.component_config WHERE component_id IN ($keys);"
    echo "DELETE FROM keycloak.component WHERE provider_type = 'org.keycloak.keys.KeyProvider';"
}

# keycloak_admin METHOD PATH [JSON]: one call of the admin API as the bootstrap client. Secrets go by the standard input.
keycloak_admin() {
    local token
    token=$(printf 'grant_type=client_credentials&client_id=%s&client_secret=%s' $KEYCLOAK_CLIENT "$(secret keycloak-client)" |
        curl --silent --show-error --fail --max-time 30 --data @- \
            "$(keycloak_url)/realms/master/protocol/openid-connect/token" | jq -r .access_token)
    printf 'Authorization: Bearer %s' "$token" |
        curl --silent --show-error --fail --max-time 60 --request "$1" --header @- \
            --header 'Content-Type: application/json' ${3:+--data "$3"} "$(keycloak_url)/admin$2"
}
