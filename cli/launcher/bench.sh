# ./oblako bench NAME: the figures of docs/promises.md. Each prints `name: value` lines, the one it is called after last.

command_bench() {
    local name=${1:-}
    [[ $name =~ ^(scheduler|simulated|boot|identity|image|network|start|memory)$ ]] || refuse "there is no benchmark '$name'" \
        "./oblako help bench lists them"
    require_root
    config_create
    launcher_lock
    jdk_find
    require_memory
    require_disk
    packages_need run build guest
    build_all >&4
    bench_"$name"
}

# One core, 10,000 hosts in memory, no cloud.
bench_scheduler() {
    local home
    home=$(part_home compute)
    taskset --cpu-list 0 "$JAVA" -Xmx1g -XX:+UseSerialGC \
        -cp "$home/app/*:$home/lib/main/*:$home/lib/boot/*" io.oblako.compute.domain.schedule.SchedulerBench
}

bench_simulated() {
    bench_in_cloud simulated --hosts 0 --simulated 10
}

bench_boot() {
    bench_in_cloud boot --hosts 1 --simulated 0
}

bench_network() {
    bench_in_cloud network --hosts 2 --simulated 0
}

bench_identity() {
    bench_build
    bench_tokens
    bench_cloud_up --hosts 0 --simulated 1
    bench_java identity
}

# Verification of tokens in a service's own process, by one thread and per second of its own time.
bench_tokens() {
    local kernel=$OBLAKO_ROOT/common/kernel/target
    "$JAVA" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
        -cp "$kernel/test-classes:$kernel/classes:$(part_home node)/*" io.oblako.kernel.token.TokenBench
}

# 1 GiB up and down beside `cp` on the disk that holds the images.
bench_image() {
    bench_cloud_up --hosts 0 --simulated 1
    (
        config_reopen "$BENCH_CLOUD"
        cloud_login
        exec "$JAVA" "$OBLAKO_ROOT/image/service/src/test/java/io/oblako/image/bench/ImageTransferBench.java" \
            "$(image_url "$OBLAKO_ADDRESS")" "$CLOUD_TOKEN" "$STATE" 5 "$(process_pid image)"
    )
}

# bench_in_cloud NAME UP_OPTION...: a cloud of its own, used by io.oblako.e2e.Benchmarks and taken down again.
bench_in_cloud() {
    local name=$1
    shift
    bench_build
    bench_cloud_up "$@"
    bench_java "$name"
}

bench_build() {
    step "Build the benchmarks" maven "$OBLAKO_ROOT" test-compile --projects common/kernel,e2e -Dspotless.skip=true >&4
}

bench_cloud_up() {
    BENCH_CLOUD=$STATE/cloud-of-bench
    trap bench_on_exit EXIT
    [[ -e $BENCH_CLOUD/oblako.conf ]] || (STATE=$BENCH_CLOUD CONFIG_FILE=$BENCH_CLOUD/oblako.conf && config_choose_ports)
    bench_oblako up "$@"
}

bench_oblako() {
    OBLAKO_CACHE=$CACHE OBLAKO_STATE=$BENCH_CLOUD "$OBLAKO_ROOT/oblako" "$@" >&4
}

bench_on_exit() {
    local status=$?
    terminal_on_exit "$status"
    bench_oblako down --purge || status=1
    exit "$status"
}

bench_java() (
    # shellcheck source=/dev/null
    source "$BENCH_CLOUD/openrc"
    export OBLAKO_E2E_AUTH_URL=$OS_AUTH_URL OBLAKO_E2E_PASSWORD=$OS_PASSWORD
    export OBLAKO_E2E_STATE=$BENCH_CLOUD OBLAKO_E2E_LAUNCHER=$OBLAKO_ROOT/oblako
    OBLAKO_E2E_KEYCLOAK_URL=$(config_reopen "$BENCH_CLOUD" && keycloak_url)
    OBLAKO_E2E_NETWORK_METRICS=$(config_reopen "$BENCH_CLOUD" &&
        echo "http://127.0.0.1:$(service_setting network MANAGEMENT_PORT)/q/metrics")
    export OBLAKO_E2E_KEYCLOAK_URL OBLAKO_E2E_NETWORK_METRICS
    exec "$JAVA" -Xmx256m -XX:+UseSerialGC \
        -cp "$OBLAKO_ROOT/e2e/target/test-classes:$OBLAKO_ROOT/common/kernel/target/classes:$(part_home node)/*" \
        io.oblako.e2e.Benchmarks "$1"
)

# Start to the first server ACTIVE, when everything was there before.
bench_start() {
    local began cold
    began=$(now_millis)
    bench_cloud_up --hosts 1 --simulated 0
    cold=$(seconds_since "$began")
    bench_oblako down
    began=$(now_millis)
    bench_oblako up
    echo "up, cold: $cold s"
    echo "up, warm: $(seconds_since "$began") s"
    bench_first_server
    echo "start: $(seconds_since "$began") s from a warm start to the first server ACTIVE"
}

bench_first_server() {
    local compute image flavor server
    (
        config_reopen "$BENCH_CLOUD"
        compute=$(compute_url "$OBLAKO_ADDRESS")
        image=$(api GET "$(image_url "$OBLAKO_ADDRESS")/v2/images?name=$FIRST_IMAGE" | jq -r '.images[0].id')
        flavor=$(api GET "$compute/flavors" | jq -r '.flavors[0].id')
        server=$(api_json POST "$compute/servers" \
            "{\"server\":{\"name\":\"first\",\"imageRef\":\"$image\",\"flavorRef\":\"$flavor\"}}" | jq -r .server.id)
        server_becomes "$compute/servers/$server" ACTIVE
        [[ $(api GET "$compute/servers/$server" | jq -r .server.status) == ACTIVE ]] || refuse "the first server did not become ACTIVE"
    ) >&4
}

# Proportional set size of all processes of a cloud that has just answered its first calls: of one host, then of the default.
bench_memory() {
    local hosts one default
    bench_cloud_up --hosts 1 --simulated 0
    one=$(bench_pss)
    hosts=$(config_default OBLAKO_HOSTS)
    bench_oblako up --hosts "$hosts"
    default=$(bench_pss)
    echo "memory of the default cloud, $hosts hosts: $default MiB"
    echo "memory: $one MiB with one host"
}

# bench_pss -> MiB; the table of all processes is shown beside it
bench_pss() (
    config_reopen "$BENCH_CLOUD"
    command_status >&4
    status_total
)
