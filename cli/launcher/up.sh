# ./oblako up, down, status, logs

command_up() {
    local began
    began=$(now_millis)
    up_options "$@"
    require_root
    config_create
    launcher_lock
    jdk_find
    packages_need run
    [[ -n $(process_names) ]] || require_memory
    require_disk
    # Before the build: what cannot work is refused at once.
    config_guard_running
    cloud_require_ports
    build_all
    cloud_start
    up_report "$began"
}

# The numbers of hosts asked for hold until others are asked for.
up_options() {
    local changed='' key
    while [[ $# -gt 0 ]]; do
        case $1 in
            --hosts) OBLAKO_HOSTS=${2:-} changed=yes ;;
            --simulated) OBLAKO_SIMULATED_HOSTS=${2:-} changed=yes ;;
            *) refuse "up does not know '$1'" "./oblako help up" ;;
        esac
        shift 2 || refuse "--hosts and --simulated need a number"
    done
    config_check
    [[ -n $changed ]] || return 0
    require_root
    config_create
    for key in OBLAKO_HOSTS OBLAKO_SIMULATED_HOSTS; do
        config_set "$key" "${!key}"
    done
}

# cloud_start: whatever of the cloud does not run yet; so it also heals.
cloud_start() {
    bridge_up
    engines_launch
    postgres_add_new_roles
    step "Start OVN and the switches of the hosts" ovn_launch
    await_ready 60 kafka
    step "Start identity, image, compute and network" services_launch
    step "Start the hosts" hosts_launch
    local -a waiting=(keycloak "${SERVICES[@]}")
    local name
    for name in $(hosts_wanted); do waiting+=("node-$name"); done
    for name in $(switch_hosts); do waiting+=("ovn-$name"); done
    await_ready 180 "${waiting[@]}"
    client_files
    [[ -e $STATE/run/furnished ]] || step "Register the first image and flavors" cloud_furnish
}

up_report() {
    say
    headline "Oblako is up after $(seconds_since "$1") s"
    say "  identity  $(identity_url "$OBLAKO_ADDRESS")"
    say "  image     $(image_url "$OBLAKO_ADDRESS")"
    say "  compute   $(compute_url "$OBLAKO_ADDRESS")"
    say "  network   $(network_url "$OBLAKO_ADDRESS")"
    say "  hosts     $(hosts_wanted | paste -sd' ')"
    hint "  export OS_CLIENT_CONFIG_FILE=$STATE/clouds.yaml OS_CLOUD=oblako      # then: openstack server list"
}

command_down() {
    local purge='' began
    began=$(now_millis)
    case ${1:-} in
        '') ;;
        --purge) purge=yes ;;
        *) refuse "down does not know '$1'" "./oblako help down" ;;
    esac
    require_root
    if [[ ! -e $CONFIG_FILE ]]; then
        say "There is no Oblako in $STATE"
        return
    fi
    config_create
    launcher_lock
    step "Stop the hosts and their guests" hosts_stop ${purge:+purge}
    step "Stop identity, image, compute and network" services_stop
    step "Stop OVN" ovn_stop
    step "Stop Keycloak, Kafka and PostgreSQL" engines_stop
    if [[ -n $purge ]]; then
        nested_states_stop
        down_purge
    fi
    headline "Oblako is down after $(seconds_since "$began") s"
}

services_stop() {
    local name
    for name in "${SERVICES[@]}"; do
        ! process_alive "$name" || kill -s TERM "$(process_pid "$name")"
    done
    for name in "${SERVICES[@]}"; do
        process_stop "$name"
    done
}

# States of tests inside this one go with it.
nested_states_stop() {
    local nested
    for nested in "$STATE"/*/pids; do
        [[ ! -d $nested ]] || "$OBLAKO_ROOT/oblako" down --state "$(dirname "$nested")"
    done
}

# The folder is ours when it holds our settings; nothing else is ever removed. $OBLAKO_CACHE, when set, stays.
down_purge() {
    [[ -e $CONFIG_FILE && $STATE != "$OBLAKO_ROOT" ]] || refuse "$STATE does not look like a state of Oblako: not removed"
    LAUNCHER_LOG=/dev/null
    step "Remove $STATE" rm -rf --one-file-system "$STATE"
}

command_status() {
    [[ -e $CONFIG_FILE ]] || refuse "there is no Oblako in $STATE" "./oblako up makes one"
    local name lacking=0
    printf '%-12s %-9s %8s %10s %10s  %s\n' PROCESS STATE PID UPTIME PSS/MiB LISTENS
    for name in $(status_names); do
        status_line "$name" || lacking=$((lacking + 1))
    done
    printf '%-12s %29s %10s\n' total '' "$(status_total)"
    status_needs
    [[ $lacking -eq 0 ]] || refuse "$lacking of them are not working" "./oblako up heals, ./oblako logs NAME tells why"
}

# What ought to run, then what runs besides
status_names() {
    local name
    {
        printf '%s\n' postgres kafka keycloak "${SERVICES[@]}" ovn-nb ovn-sb ovn-northd
        for name in $(hosts_wanted); do echo "node-$name"; done
        for name in $(switch_hosts); do printf '%s\n' "ovn-$name" "vswitchd-$name" "ovsdb-$name"; done
        process_names
    } | awk '!seen[$0]++'
}

status_line() {
    local name=$1 state=stopped pid='-' uptime='-' memory='-'
    if process_alive "$name"; then
        pid=$(process_pid "$name")
        uptime=$(ps -o etime= -p "$pid" | tr -d ' ')
        memory=$(pss_mib "$pid")
        if process_ready "$name"; then state=ready; else state=unready; fi
    fi
    printf '%-12s %-9s %8s %10s %10s  %s\n' "$name" "$state" "$pid" "$uptime" "$memory" "$(status_listens "$name")"
    [[ $state == ready ]]
}

# What each service says of what it needs, and in brackets what that rests on in turn: docs/how-to/watch-health.md
status_needs() {
    local name
    printf '\n%-12s %s\n' SERVICE NEEDS
    for name in "${SERVICES[@]}"; do
        process_alive "$name" || continue
        printf '%-12s %s\n' "$name" "$(curl --silent --max-time 3 \
            "http://127.0.0.1:$(service_setting "$name" MANAGEMENT_PORT)/q/health" | jq -r '[.checks | sort_by(.name)[]
            | .name + (if .status == "UP" then "" else " DOWN" end) + (if .data.needs then " (" + .data.needs + ")" else "" end)
            ] | join(" · ")' 2>/dev/null || echo "does not answer")"
    done
}

status_listens() {
    case $1 in
        postgres) echo "127.0.0.1:$OBLAKO_POSTGRES_PORT" ;;
        kafka) echo "127.0.0.1:$OBLAKO_KAFKA_PORT" ;;
        keycloak) keycloak_url ;;
        identity | image | compute | network) "$1_url" "$OBLAKO_ADDRESS" ;;
        ovn-nb) echo "$(ovn_folder)/nb.sock" ;;
        ovn-sb) echo "$(bridge_address):$OBLAKO_OVN_SOUTHBOUND_PORT" ;;
        node-*) echo "http://$(host_address "${1#node-}"):$OBLAKO_NODE_PORT in $(host_namespace "${1#node-}")" ;;
    esac
}

# pss_mib PID -> proportional set size of it and all its descendants
pss_mib() {
    local process sum=0 pss
    for process in $(process_tree "$1"); do
        pss=$(awk '/^Pss:/ {print $2}' "/proc/$process/smaps_rollup" 2>/dev/null || true)
        sum=$((sum + ${pss:-0}))
    done
    echo $((sum / 1024))
}

status_total() {
    local name sum=0
    for name in $(process_names); do
        ! process_alive "$name" || sum=$((sum + $(pss_mib "$(process_pid "$name")")))
    done
    echo "$sum"
}

# ./oblako logs [NAME] [-f]
command_logs() {
    local name='' follow=()
    while [[ $# -gt 0 ]]; do
        case $1 in
            -f | --follow) follow=(--follow=name) ;;
            *) name=$1 ;;
        esac
        shift
    done
    [[ -d $LOGS ]] || refuse "there are no logs in $STATE" "./oblako up makes some"
    if [[ -n $name ]]; then
        [[ -e $LOGS/$name.log ]] || refuse "there is no log of '$name'" "there are: $(log_names | paste -sd' ')"
        exec tail --lines=200 "${follow[@]}" "$LOGS/$name.log"
    fi
    exec tail --lines=20 "${follow[@]}" "$LOGS"/*.log
}

log_names() {
    find "$LOGS" -name '*.log' -printf '%f\n' | sed 's/\.log$//' | sort
}
