# Where the state lives, and the settings: environment before $STATE/oblako.conf before the defaults below.

# key|default|sentence; the order is that of the file written at first use.
config_table() {
    cat <<'TABLE'
OBLAKO_ADDRESS|127.0.0.1|Address the OpenStack APIs listen on and the catalog names.
OBLAKO_REGION|RegionOne|Name of the region in the catalog.
OBLAKO_IDENTITY_PORT|5000|Port of the identity API (Keystone v3).
OBLAKO_IMAGE_PORT|9292|Port of the image API (Glance v2).
OBLAKO_COMPUTE_PORT|8774|Port of the compute API (Nova v2.1).
OBLAKO_NETWORK_PORT|9696|Port of the network API (Neutron v2.0).
OBLAKO_IDENTITY_MANAGEMENT_PORT|15000|Port of identity's health and metrics, on the loopback address only.
OBLAKO_IMAGE_MANAGEMENT_PORT|19292|Port of image's health and metrics, on the loopback address only.
OBLAKO_COMPUTE_MANAGEMENT_PORT|18774|Port of compute's health and metrics, on the loopback address only.
OBLAKO_NETWORK_MANAGEMENT_PORT|19696|Port of network's health and metrics, on the loopback address only.
OBLAKO_NODE_PORT|8780|Port of each node daemon, on its host's own address.
OBLAKO_POSTGRES_PORT|25432|Port of PostgreSQL, on the loopback address only.
OBLAKO_KAFKA_PORT|29092|Port of Kafka for the services, on the loopback address only.
OBLAKO_KAFKA_HOSTS_PORT|29094|Port of Kafka for the hosts, on their bridge only.
OBLAKO_KAFKA_CONTROLLER_PORT|29093|Port of Kafka's controller, on the loopback address only.
OBLAKO_OVN_SOUTHBOUND_PORT|26642|Port of OVN's Southbound database for the hosts, on their bridge only.
OBLAKO_KEYCLOAK_PORT|28080|Port of Keycloak, on the loopback address only.
OBLAKO_HOSTS|2|Hypervisor hosts, each in a network namespace of its own.
OBLAKO_SIMULATED_HOSTS|0|Further hosts, all in one process, that simulate their guests: for tests of scale.
OBLAKO_RESUME_GUESTS|true|Whether a host that starts anew starts the guests that ran when it went down; false leaves them shut off.
OBLAKO_GUEST_SHUTDOWN_SECONDS|20|How long guests may take to power down when their host goes down.
OBLAKO_HOST_NETWORK|10.250.0.0/24|Network between the hosts and the services; the bridge takes its first address.
OBLAKO_POSTGRES_BUFFERS_MIB|32|Shared buffers of PostgreSQL.
OBLAKO_KAFKA_HEAP_MIB|96|Heap of Kafka.
OBLAKO_KEYCLOAK_HEAP_MIB|384|Heap of Keycloak.
OBLAKO_IDENTITY_HEAP_MIB|96|Heap of the identity service.
OBLAKO_IMAGE_HEAP_MIB|128|Heap of the image service.
OBLAKO_COMPUTE_HEAP_MIB|160|Heap of the compute service.
OBLAKO_NETWORK_HEAP_MIB|128|Heap of the network service.
OBLAKO_NODE_HEAP_MIB|64|Heap of each host's node daemon.
OBLAKO_JVM_OPTIONS|-XX:+UseSerialGC,-XX:TieredStopAtLevel=1|Options of the JVMs of engines and hosts, separated by commas.
OBLAKO_SERVICE_JVM_OPTIONS|-XX:+UseSerialGC|Options of the JVMs of identity, image, compute and network, separated by commas.
OBLAKO_LOG_JSON|false|Whether services and hosts write their logs as JSON, a record a line.
OBLAKO_MINIMUM_MEMORY_MIB|3072|Available memory below which `up` refuses to start.
OBLAKO_MINIMUM_DISK_MIB|4096|Free disk below which `up` refuses to start.
TABLE
}

# config_open [STATE]: settles STATE and everything derived from it; reads the settings, writing the file at first use.
config_open() {
    STATE=$(realpath -m "${1:-${OBLAKO_STATE:-$OBLAKO_ROOT/.oblako}}")
    [[ $STATE != / ]] || refuse "the state folder cannot be /" "choose another one with --state DIR"
    STATE_HASH=$(printf '%s' "$STATE" | sha256sum | cut -c1-6)
    CACHE=$(realpath -m "${OBLAKO_CACHE:-$(config_cache)}")
    CLOUD_TOKEN=''
    PIDS=$STATE/pids
    LOGS=$STATE/logs
    SECRETS=$STATE/secrets
    LAUNCHER_LOG=$LOGS/launcher.log
    CONFIG_FILE=$STATE/oblako.conf
    config_read
}

# config_reopen STATE: in a subshell, another state's settings; what the environment says still goes before its file.
config_reopen() {
    local key default sentence
    while IFS='|' read -r key default sentence; do
        [[ ${!key@a} == *x* ]] || unset "$key"
    done < <(config_table)
    config_open "$1"
}

# What was built or fetched once. States inside the default one (those of the tests) share its.
config_cache() {
    if [[ $STATE == "$OBLAKO_ROOT"/.oblako/* ]]; then
        echo "$OBLAKO_ROOT/.oblako/dist"
    else
        echo "$STATE/dist"
    fi
}

# config_create: makes the folders; only commands that change something call it.
config_create() {
    mkdir -p "$PIDS" "$LOGS" "$SECRETS" "$CACHE" "$STATE/run"
    chmod 700 "$SECRETS"
    [[ -e $CONFIG_FILE ]] || config_write_defaults
}

config_write_defaults() {
    local key default sentence
    {
        echo "# Settings of the Oblako in this folder. A variable of the same name in the environment goes before this file."
        while IFS='|' read -r key default sentence; do
            printf '\n# %s\n#%s=%s\n' "$sentence" "$key" "$default"
        done < <(config_table)
    } >"$CONFIG_FILE"
}

# config_choose_ports: for a state beside another one: free ports and a network of hosts that nobody has, noted in the file.
config_choose_ports() {
    local key port
    packages_need run
    mkdir -p "$STATE"
    config_write_defaults
    while read -r key port; do
        printf -v "$key" '%s' "$port"
        config_set "$key" "$port"
    done < <(config_port_keys | config_with_free_ports)
    OBLAKO_HOST_NETWORK=$(free_network)
    config_set OBLAKO_HOST_NETWORK "$OBLAKO_HOST_NETWORK"
    config_check
}

# config_with_free_ports: adds a free port to each line of the standard input, no two the same.
config_with_free_ports() {
    local -a keys
    mapfile -t keys
    paste -d' ' <(printf '%s\n' "${keys[@]}") <(free_ports ${#keys[@]})
}

# config_default KEY -> what it is when nobody has set it
config_default() {
    config_table | sed -n "s/^$1|\([^|]*\)|.*/\1/p"
}

# config_set KEY VALUE: keeps it for later commands.
config_set() {
    local line
    { while IFS= read -r line; do [[ $line == "$1="* ]] || printf '%s\n' "$line"; done <"$CONFIG_FILE" && echo "$1=$2"; } \
        >"$CONFIG_FILE.new"
    mv "$CONFIG_FILE.new" "$CONFIG_FILE"
}

config_read() {
    local key default sentence line number=0
    local -A from_file=()
    if [[ -r $CONFIG_FILE ]]; then
        while IFS= read -r line || [[ -n $line ]]; do
            number=$((number + 1))
            [[ $line =~ ^[[:space:]]*(#.*)?$ ]] && continue
            [[ $line =~ ^([A-Z_]+)=([A-Za-z0-9_.,:/+=-]*)[[:space:]]*$ ]] || refuse \
                "line $number of $CONFIG_FILE is not KEY=value: $line" "correct it or delete the file to get the defaults again"
            from_file[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
        done <"$CONFIG_FILE"
    fi
    while IFS='|' read -r key default sentence; do
        [[ -n ${!key+set} ]] || printf -v "$key" '%s' "${from_file[$key]-$default}"
        unset "from_file[$key]"
    done < <(config_table)
    [[ ${#from_file[@]} -eq 0 ]] || refuse "unknown setting in $CONFIG_FILE: ${!from_file[*]}" \
        "./oblako help config lists the settings"
    config_check
}

config_check() {
    local key
    for key in OBLAKO_HOSTS OBLAKO_SIMULATED_HOSTS OBLAKO_GUEST_SHUTDOWN_SECONDS OBLAKO_NODE_PORT $(config_port_keys) \
        $(config_table | sed -n 's/^\(OBLAKO_[A-Z_]*_MIB\)|.*/\1/p'); do
        [[ ${!key} =~ ^[0-9]{1,7}$ ]] || refuse "$key must be a whole number, not '${!key}'" "see $CONFIG_FILE"
    done
    [[ $OBLAKO_HOSTS -le 50 && $OBLAKO_SIMULATED_HOSTS -le 10000 ]] || refuse \
        "$OBLAKO_HOSTS hosts and $OBLAKO_SIMULATED_HOSTS simulated ones: at most 50 and 10000 fit on one machine"
    [[ $OBLAKO_GUEST_SHUTDOWN_SECONDS -le 600 ]] || refuse \
        "OBLAKO_GUEST_SHUTDOWN_SECONDS is at most 600, not $OBLAKO_GUEST_SHUTDOWN_SECONDS" "see $CONFIG_FILE"
    [[ $OBLAKO_RESUME_GUESTS == true || $OBLAKO_RESUME_GUESTS == false ]] || refuse \
        "OBLAKO_RESUME_GUESTS is true or false, not '$OBLAKO_RESUME_GUESTS'" "see $CONFIG_FILE"
    config_check_ports
    [[ $OBLAKO_HOST_NETWORK =~ ^([0-9]+\.[0-9]+\.[0-9]+)\.0/24$ ]] || refuse \
        "OBLAKO_HOST_NETWORK must be a /24 such as 10.250.0.0/24, not '$OBLAKO_HOST_NETWORK'"
    HOST_NETWORK_PREFIX=${BASH_REMATCH[1]}
    IFS=, read -r -a JVM_OPTIONS <<<"$OBLAKO_JVM_OPTIONS"
}

config_check_ports() {
    local key twice
    twice=$(for key in $(config_port_keys); do echo "${!key}"; done | sort | uniq -d | paste -sd' ')
    [[ -z $twice ]] || refuse "two settings have the same port: $twice" "see $CONFIG_FILE"
}

# All but the port of the node daemons, which each have an address of their own
config_port_keys() {
    config_table | sed -n 's/^\(OBLAKO_[A-Z_]*_PORT\)|.*/\1/p' | grep -v '^OBLAKO_NODE_PORT$'
}

# config_guard_running: settings do not change under what runs; the numbers of hosts may.
config_guard_running() {
    local changed file=$STATE/run/settings
    if [[ -z $(process_names) ]]; then
        config_values >"$file"
        return
    fi
    [[ -e $file ]] || return 0
    changed=$(config_values | comm -13 "$file" - | cut -d= -f1 | paste -sd' ')
    [[ -z $changed ]] || refuse "these settings have changed while the cloud runs: $changed" \
        "./oblako down first, then up again; or take the change back"
}

config_values() {
    local key default sentence
    while IFS='|' read -r key default sentence; do
        [[ $key == OBLAKO_*HOSTS ]] || echo "$key=${!key}"
    done < <(config_table) | sort
}

# secret NAME -> its value; made at first use, 48 hexadecimal digits, readable by root alone.
secret() {
    secret_kept "$1" random_hex 24
}

# secret_key NAME -> a key of 32 bytes in base64, made at first use
secret_key() {
    secret_kept "$1" random_key
}

secret_kept() {
    local file=$SECRETS/$1
    if [[ ! -s $file ]]; then
        (umask 077 && "${@:2}" >"$file.new" && mv "$file.new" "$file")
    fi
    cat "$file"
}

random_key() {
    head -c 32 /dev/urandom | base64 --wrap=0
}

# random_hex BYTES
random_hex() {
    od -An -v -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}
