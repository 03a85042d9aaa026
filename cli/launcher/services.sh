# The services: what each gets to know, and how it is started.

# clean_environment: stops handing on what the launcher itself was given, so that a process gets what it is meant to get.
clean_environment() {
    local variable
    for variable in $(compgen -e); do
        case $variable in
            LANG | LC_ALL | TZ | HOME) ;;
            *) export -n "${variable?}" ;;
        esac
    done
    export PATH=/usr/sbin:/usr/bin:/sbin:/bin
}

# service_setting NAME SUFFIX -> the value of OBLAKO_<NAME>_<SUFFIX>
service_setting() {
    local key=OBLAKO_${1^^}_$2
    echo "${!key}"
}

identity_url() {
    echo "http://$1:$OBLAKO_IDENTITY_PORT/v3"
}

image_url() {
    echo "http://$1:$OBLAKO_IMAGE_PORT"
}

compute_url() {
    echo "http://$1:$OBLAKO_COMPUTE_PORT/v2.1"
}

network_url() {
    echo "http://$1:$OBLAKO_NETWORK_PORT"
}

# Identity and image are also asked by the hosts, which come in by the bridge; the guard (hosts.sh) keeps everybody else out.
service_listens_on() {
    if [[ $1 == identity || $1 == image ]] && bridge_exists; then
        echo 0.0.0.0
    else
        echo "$OBLAKO_ADDRESS"
    fi
}

# service_environment NAME: for a subshell. Secrets stand here and not among the arguments, which everybody on the machine sees.
service_environment() {
    clean_environment
    OBLAKO_HTTP_HOST=$(service_listens_on "$1")
    OBLAKO_HTTP_PORT=$(service_setting "$1" PORT)
    OBLAKO_MANAGEMENT_PORT=$(service_setting "$1" MANAGEMENT_PORT)
    OBLAKO_DB_PASSWORD=$(secret "postgres-$1")
    export OBLAKO_HTTP_HOST OBLAKO_HTTP_PORT OBLAKO_MANAGEMENT_PORT OBLAKO_DB_PASSWORD
    export OBLAKO_DB_URL="jdbc:postgresql://127.0.0.1:$OBLAKO_POSTGRES_PORT/oblako?currentSchema=$1" OBLAKO_DB_USER=$1
    export OBLAKO_KAFKA=127.0.0.1:$OBLAKO_KAFKA_PORT OBLAKO_REGION OBLAKO_LOG_JSON
    OBLAKO_IDENTITY_URL=$(identity_url "$OBLAKO_ADDRESS")
    OBLAKO_IMAGE_URL=$(image_url "$OBLAKO_ADDRESS")
    OBLAKO_COMPUTE_URL=$(compute_url "$OBLAKO_ADDRESS")
    OBLAKO_NETWORK_URL=$(network_url "$OBLAKO_ADDRESS")
    export OBLAKO_IDENTITY_URL OBLAKO_IMAGE_URL OBLAKO_COMPUTE_URL OBLAKO_NETWORK_URL
    "service_environment_$1"
}

service_environment_identity() {
    OBLAKO_KEYCLOAK_URL=$(keycloak_url)
    OBLAKO_KEYCLOAK_CLIENT_SECRET=$(secret keycloak-client)
    OBLAKO_ADMIN_PASSWORD=$(secret admin-password)
    OBLAKO_SECRETS_KEY=$(secret_key identity-key)
    export OBLAKO_KEYCLOAK_URL OBLAKO_KEYCLOAK_CLIENT_ID=$KEYCLOAK_CLIENT OBLAKO_KEYCLOAK_CLIENT_SECRET
    export OBLAKO_KEYCLOAK_REALM=oblako OBLAKO_ADMIN_PASSWORD OBLAKO_SECRETS_KEY
    node_credential
}

service_environment_image() {
    export OBLAKO_IMAGE_STORE_DIR=$STATE/images
    mkdir -p "$STATE/images"
}

service_environment_compute() {
    OBLAKO_SECRETS_KEY=$(secret_key compute-key)
    OBLAKO_CONSOLES_NOVNC=$(novnc_folder)
    export OBLAKO_SECRETS_KEY OBLAKO_CONSOLES_NOVNC
}

# While its cache is trained no packet flows.
service_environment_network() {
    [[ ${TRAINING:-no} != yes ]] || return 0
    OBLAKO_OVN_NORTHBOUND=unix:$(ovn_folder)/nb.sock
    OBLAKO_OVN_SOUTHBOUND=unix:$(ovn_folder)/sb.sock
    export OBLAKO_OVN_NORTHBOUND OBLAKO_OVN_SOUTHBOUND
}

# The application credential by which every node daemon speaks to identity, image and compute.
node_credential() {
    OBLAKO_NODE_CREDENTIAL_ID=$(secret_kept node-credential-id random_hex 16)
    OBLAKO_NODE_CREDENTIAL_SECRET=$(secret node-credential)
    export OBLAKO_NODE_CREDENTIAL_ID OBLAKO_NODE_CREDENTIAL_SECRET
}

# service_launch NAME. The image service keeps root's capabilities: it builds the jails in which images are converted.
service_launch() (
    home=$(part_home "$1")
    service_environment "$1"
    mkdir -p "$STATE/run/tmp-$1"
    # Services serve for long: they get the second compiler, which engines and hosts do without.
    IFS=, read -r -a JVM_OPTIONS <<<"$OBLAKO_SERVICE_JVM_OPTIONS"
    java_command "$(service_setting "$1" HEAP_MIB)" "$home/jdk-$JDK_VERSION.aot"
    part_started "$1" "$1"
    if [[ $1 == image ]]; then prefix=(); else prefix=("${CAPLESS[@]}"); fi
    process_start "$1" "${prefix[@]}" "${JAVA_COMMAND[@]}" "-Djava.io.tmpdir=$STATE/run/tmp-$1" -jar "$home/quarkus-run.jar"
)

services_launch() {
    local name
    for name in "${SERVICES[@]}"; do
        part_current "$name" "$name" || process_stop "$name"
        process_alive "$name" || service_launch "$name"
    done
}

# part_started PROCESS PART: notes which build of the part the process runs.
part_started() {
    part_home "$2" >"$STATE/run/$1.build"
}

# part_current PROCESS PART: succeeds unless the process runs an older build than the current one.
part_current() {
    ! process_alive "$1" || [[ $(cat "$STATE/run/$1.build" 2>/dev/null) == "$(part_home "$2")" ]]
}

service_ready() {
    http_answers "http://127.0.0.1:$(service_setting "$1" MANAGEMENT_PORT)/q/health/ready"
}

cloud_require_ports() {
    local name
    engines_require_ports
    require_ports "ovn-sb:$OBLAKO_OVN_SOUTHBOUND_PORT"
    for name in "${SERVICES[@]}"; do
        require_ports "$name:$(service_setting "$name" PORT)" "$name:$(service_setting "$name" MANAGEMENT_PORT)"
    done
}
