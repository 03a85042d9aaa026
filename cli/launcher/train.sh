# Training of the services' ahead-of-time caches: a whole small cloud on free ports of the loopback address, with one simulated
# host, used a little and ended. The caches hold what was loaded, not what was stored.

# Without the caches, or with some that were trained less, everything works, only slower: no reason to refuse.
cloud_train_or_go_without() {
    local status
    set +e
    attempt cloud_train
    status=$?
    set -e
    [[ $status -eq 0 ]] || STEP_RESULT="The services' caches were not trained fully (see $LAUNCHER_LOG): starts may be slower"
}

# attempt COMMAND...: in a subshell that ends at the first failure; the caller has to have errexit off, or bash ignores it here.
attempt() (
    set -e
    "$@"
)

cloud_train() (
    training_state
    trap training_end EXIT
    postgres_launch
    kafka_launch
    await_ready 60 postgres kafka
    keycloak_launch
    TRAINING=yes
    services_launch
    training_node_launch
    await_ready 240 keycloak "${SERVICES[@]}"
    await_training_node
    set +e
    attempt cloud_exercise
    status=$?
    set -e
    training_stop
    exit "$status"
)

# However it ends. The folder says which processes are to be ended, so it goes after them; that of a failure stays, for its logs.
training_end() {
    local status=$?
    processes_stop_all
    [[ $status -ne 0 ]] || rm -rf "$STATE"
}

training_state() {
    local key port
    STATE=$CACHE/training PIDS=$STATE/pids LOGS=$STATE/logs SECRETS=$STATE/secrets STATE_HASH=train
    rm -rf "$STATE"
    mkdir -p "$PIDS" "$LOGS" "$SECRETS" "$STATE/run"
    OBLAKO_ADDRESS=127.0.0.1 OBLAKO_HOSTS=0 OBLAKO_SIMULATED_HOSTS=1
    while read -r key port; do
        printf -v "$key" '%s' "$port"
    done < <({ config_port_keys; echo OBLAKO_NODE_PORT; } | config_with_free_ports)
}

# Without a namespace: nothing of a simulated host needs one.
training_node_launch() (
    mkdir -p "$STATE/hosts/sim"
    node_environment sim 127.0.0.1 127.0.0.1 "127.0.0.1:$OBLAKO_KAFKA_PORT"
    node_command sim NodeMain
    process_start node-sim "${NODE_COMMAND[@]}"
)

await_training_node() {
    local tick
    for ((tick = 0; tick < 600; tick++)); do
        http_answers "http://127.0.0.1:$OBLAKO_NODE_PORT/health/ready" && return
        sleep 0.1
    done
    refuse "the node daemon did not answer while its cache was trained" "see $LOGS/node-sim.log"
}

# A cache is written by a second JVM while the first one ends, so they are all asked first and then waited for.
training_stop() {
    local name part
    local -a trained=(node-sim "${SERVICES[@]}")
    for name in "${trained[@]}"; do
        ! process_alive "$name" || kill -s TERM "$(process_pid "$name")"
    done
    for name in "${trained[@]}"; do
        process_stop "$name" TERM 180
    done
    for part in "${BUILT_PARTS[@]}"; do
        java_trained "$(part_cache "$part")"
    done
}

# The calls that every client makes first.
cloud_exercise() {
    local compute images turn server
    compute=$(compute_url "$OBLAKO_ADDRESS")
    images=$(image_url "$OBLAKO_ADDRESS")/v2/images
    cloud_furnish
    local image flavor
    image=$(api GET "$images?name=$FIRST_IMAGE" | jq -r '.images[0].id')
    flavor=$(api GET "$compute/flavors" | jq -r '.flavors[0].id')
    for turn in 1 2 3; do
        CLOUD_TOKEN=''
        api GET "$images/$image"
        api GET "$(identity_url "$OBLAKO_ADDRESS")/projects"
        api GET "$(identity_url "$OBLAKO_ADDRESS")/users"
        server=$(api POST "$compute/servers" --header 'Content-Type: application/json' \
            --header 'OpenStack-API-Version: compute 2.37' --data "{\"server\":{\"name\":\"training-$turn\",
            \"imageRef\":\"$image\",\"flavorRef\":\"$flavor\",\"networks\":\"none\"}}" | jq -r .server.id)
        exercise_server "$compute/servers/$server"
        exercise_network "$(network_url "$OBLAKO_ADDRESS")/v2.0"
    done
}

# exercise_network URL: a network with a subnet and a port, looked at and deleted.
exercise_network() {
    local network port
    network=$(api_json POST "$1/networks" '{"network":{"name":"training"}}' | jq -r .network.id)
    api_json POST "$1/subnets" "{\"subnet\":{\"network_id\":\"$network\",\"ip_version\":4,\"cidr\":\"10.0.0.0/24\"}}" >/dev/null
    port=$(api_json POST "$1/ports" "{\"port\":{\"network_id\":\"$network\"}}" | jq -r .port.id)
    api GET "$1/networks" >/dev/null
    api GET "$1/ports?network_id=$network" >/dev/null
    api GET "$1/security-groups" >/dev/null
    api DELETE "$1/ports/$port"
    api DELETE "$1/networks/$network"
}

# exercise_server URL: waits for it, looks at it as clients do, stops and deletes it.
exercise_server() {
    server_becomes "$1" ACTIVE
    api GET "${1%/*}/detail" >/dev/null
    api_json POST "$1/action" '{"os-stop":null}'
    server_becomes "$1" SHUTOFF
    api DELETE "$1"
}

# server_becomes URL STATUS: waits at most 30 s; a cache trained a little less is no reason to stop the build.
server_becomes() {
    local tick status
    for ((tick = 0; tick < 300; tick++)); do
        status=$(api GET "$1" | jq -r .server.status)
        [[ $status != "$2" ]] || return 0
        [[ $status != ERROR ]] || break
        sleep 0.1
    done
    echo "the server of the training is $status instead of $2"
}
