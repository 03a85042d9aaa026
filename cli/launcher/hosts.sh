# The simulated hypervisor hosts. A host is a network namespace, joined by a bridge to the services, a folder of its own and a
# control group that holds all its processes, the guests included. Hosts called h1, h2, … run QEMU. `sim` is one process that
# plays any number of hosts, named sim-0001 and so on, and starts no guest.

bridge_name() {
    echo "ob${STATE_HASH}br"
}

bridge_address() {
    echo "$HOST_NETWORK_PREFIX.1"
}

bridge_exists() {
    [[ -d /sys/class/net/$(bridge_name) ]]
}

# Each step may have been done by a start that was interrupted.
bridge_up() {
    local bridge other
    bridge=$(bridge_name)
    guard_up
    if ! bridge_exists; then
        other=$(ip -oneline -4 address show to "$OBLAKO_HOST_NETWORK" | awk '{print $2}' | head -n 1)
        [[ -z $other ]] || refuse "the network $OBLAKO_HOST_NETWORK is in use already, on $other" \
            "set OBLAKO_HOST_NETWORK in $CONFIG_FILE to another /24"
        ip link add "$bridge" type bridge
    fi
    ip address replace "$(bridge_address)/24" dev "$bridge"
    ip link set "$bridge" up
}

# Identity and image listen on every address for the sake of the bridge. While the cloud is meant for this machine alone, what
# comes in by any other way is dropped. The rules replace those of the start before at once.
guard_up() {
    [[ $OBLAKO_ADDRESS == 127.* ]] || return 0
    nft -f - <<RULES
table inet oblako_$STATE_HASH
delete table inet oblako_$STATE_HASH
table inet oblako_$STATE_HASH {
    chain guard {
        type filter hook input priority 0; policy accept;
        iifname != { "lo", "$(bridge_name)" } tcp dport { $OBLAKO_IDENTITY_PORT, $OBLAKO_IMAGE_PORT } drop
    }
}
RULES
}

bridge_down() {
    nft delete table inet "oblako_$STATE_HASH" 2>/dev/null || true
    ! bridge_exists || ip link delete "$(bridge_name)"
}

# hosts_wanted -> the names of all hosts, one per line
hosts_wanted() {
    local number
    for ((number = 1; number <= OBLAKO_HOSTS; number++)); do echo "h$number"; done
    [[ $OBLAKO_SIMULATED_HOSTS -eq 0 ]] || echo sim
}

host_namespace() {
    echo "oblako-$STATE_HASH-$1"
}

# host_address NAME: h1 is .11, sim is .10
host_address() {
    local number=${1#h}
    if [[ $1 == sim ]]; then number=0; fi
    echo "$HOST_NETWORK_PREFIX.$((number + 10))"
}

# Each step may have been done by a start that was interrupted.
host_network_up() {
    local namespace link=ob$STATE_HASH$1
    namespace=$(host_namespace "$1")
    if ! ip -netns "$namespace" link show dev lo >/dev/null 2>&1; then
        rm -f "/run/netns/$namespace"
        ip netns add "$namespace"
    fi
    if ! ip -netns "$namespace" link show dev eth0 >/dev/null 2>&1; then
        ip link delete "$link" 2>/dev/null || true
        ip link add "$link" type veth peer name eth0 netns "$namespace"
    fi
    ip link set "$link" master "$(bridge_name)" up
    ip -netns "$namespace" link set lo up
    ip -netns "$namespace" address replace "$(host_address "$1")/24" dev eth0
    ip -netns "$namespace" link set eth0 up
}

# control_groups -> a writable cgroup2 hierarchy; one of our own where the machine has mounted none
control_groups() {
    local place
    place=$(findmnt --noheadings --types cgroup2 --output TARGET | head -n 1)
    if [[ -z $place || ! -w $place/cgroup.procs ]]; then
        place=$STATE/run/cgroup
        mkdir -p "$place"
        mountpoint --quiet "$place" || mount -t cgroup2 none "$place"
    fi
    echo "$place"
}

host_group() {
    echo "$(control_groups)/$(host_namespace "$1")"
}

# limits_offer: lets groups below the hierarchy's root have the controllers that limit guests. systemd has done so; where it cannot
# be done, guests get no groups and the node daemon says so.
limits_offer() {
    local controller
    for controller in memory pids cpu; do
        echo "+$controller" 2>/dev/null >"$(control_groups)/cgroup.subtree_control" || true
    done
}

# host_up NAME. What tells this start of the host from the one before is made with it and goes with it.
host_up() {
    host_network_up "$1"
    mkdir -p "$(host_group "$1")" "$STATE/hosts/$1"
    limits_offer
    [[ -s $STATE/run/host-$1.start ]] || cat /proc/sys/kernel/random/uuid >"$STATE/run/host-$1.start"
}

# node_environment NAME ADDRESS SERVICES KAFKA: the daemon's own address, that of the services, and Kafka's address and port.
# Each host offers its share of the machine; a simulated one offers a rack.
node_environment() {
    local name=$1 services=$3 hosts=$((OBLAKO_HOSTS > 0 ? OBLAKO_HOSTS : 1))
    clean_environment
    export OBLAKO_NODE_NAME=$name OBLAKO_NODE_STATE_DIR=$STATE/hosts/$name
    export OBLAKO_NODE_HTTP_HOST=$2 OBLAKO_NODE_HTTP_PORT=$OBLAKO_NODE_PORT
    export OBLAKO_KAFKA=$4 OBLAKO_REGION OBLAKO_LOG_JSON
    OBLAKO_IDENTITY_URL=$(identity_url "$services")
    OBLAKO_IMAGE_URL=$(image_url "$services")
    OBLAKO_SECRETS_KEY=$(secret_key compute-key)
    export OBLAKO_IDENTITY_URL OBLAKO_IMAGE_URL OBLAKO_SECRETS_KEY
    node_credential
    if [[ $name == sim ]]; then
        export OBLAKO_NODE_DRIVER=simulated OBLAKO_NODE_COUNT=$OBLAKO_SIMULATED_HOSTS
        export OBLAKO_NODE_VCPUS=256 OBLAKO_NODE_RAM_MIB=1048576 OBLAKO_NODE_DISK_GIB=65536
        return
    fi
    export OBLAKO_NODE_DRIVER=qemu OBLAKO_NODE_RESUME_GUESTS=$OBLAKO_RESUME_GUESTS
    OBLAKO_NODE_SWITCH=unix:$(switch_folder "$name")/db.sock
    export OBLAKO_NODE_SWITCH
    OBLAKO_NODE_HOST_START=$(<"$STATE/run/host-$name.start")
    OBLAKO_NODE_CONTROL_GROUP=$(host_namespace "$name")
    export OBLAKO_NODE_CONTROL_GROUP OBLAKO_NODE_HOST_START OBLAKO_NODE_SHUTDOWN_SECONDS=$OBLAKO_GUEST_SHUTDOWN_SECONDS
    OBLAKO_NODE_VCPUS=$(nproc)
    OBLAKO_NODE_RAM_MIB=$(($(memory_total_mib) * 3 / 4 / hosts))
    OBLAKO_NODE_DISK_GIB=$(($(disk_free_mib "$STATE") / 1024 / hosts))
    export OBLAKO_NODE_VCPUS OBLAKO_NODE_RAM_MIB OBLAKO_NODE_DISK_GIB
}

host_environment() {
    node_environment "$1" "$(host_address "$1")" "$(bridge_address)" "$(bridge_address):$OBLAKO_KAFKA_HOSTS_PORT"
}

# node_launch NAME: the node daemon inside the host's namespace and control group.
node_launch() (
    host_up "$1"
    host_environment "$1"
    node_command "$1" NodeMain
    part_started "node-$1" node
    process_start "node-$1" "$LAUNCHER/hosts/in-host" "$(host_group "$1")" "$(host_namespace "$1")" "${NODE_COMMAND[@]}"
)

# node_command NAME CLASS: sets NODE_COMMAND. The class path is spelled out: a cache fits only the same jars in the same order.
node_command() {
    local home
    local -a jars
    home=$(part_home node)
    jars=("$home"/*.jar)
    mkdir -p "$STATE/run/tmp-node-$1"
    java_command "$OBLAKO_NODE_HEAP_MIB" "$home/jdk-$JDK_VERSION.aot"
    NODE_COMMAND=("${JAVA_COMMAND[@]}" "-Djava.io.tmpdir=$STATE/run/tmp-node-$1" -cp "$(IFS=: && echo "${jars[*]}")"
        "io.oblako.compute.node.$2")
}

node_ready() {
    http_answers "http://$(host_address "$1"):$OBLAKO_NODE_PORT/health/ready"
}

# hosts_launch: starts what is wanted and takes down what is no longer.
hosts_launch() {
    local name
    for name in $(hosts_present); do
        grep -qx "$name" < <(hosts_wanted) && continue
        process_stop "node-$name"
        guests_power_down "$name"
        host_down "$name"
    done
    if [[ $(cat "$STATE/run/simulated" 2>/dev/null) != "$OBLAKO_SIMULATED_HOSTS" ]]; then process_stop node-sim; fi
    echo "$OBLAKO_SIMULATED_HOSTS" >"$STATE/run/simulated"
    for name in $(hosts_wanted); do
        # A newer daemon takes the guests over: they outlive it.
        part_current "node-$name" node || process_stop "node-$name"
        process_alive "node-$name" || node_launch "$name"
    done
}

# hosts_present -> the hosts of this state that have a namespace
hosts_present() {
    local namespace
    for namespace in /run/netns/"oblako-$STATE_HASH"-*; do
        [[ ! -e $namespace ]] || echo "${namespace##*-}"
    done
}

# guests_power_down NAME...: presses the guests' power buttons and waits for them, on all hosts at once. The daemons have ended.
guests_power_down() {
    local name
    local -a waiting=()
    for name in "$@"; do
        grep -q '^populated 1' "$(host_group "$name")/cgroup.events" || continue
        host_power_down "$name" &
        waiting+=($!)
    done
    [[ ${#waiting[@]} -eq 0 ]] || wait "${waiting[@]}"
}

# A guest that follows neither the button nor this goes with its host's control group.
host_power_down() (
    host_environment "$1"
    node_command "$1" HostShutdown
    timeout $((OBLAKO_GUEST_SHUTDOWN_SECONDS + 30)) \
        "$LAUNCHER/hosts/in-host" "$(host_group "$1")" "$(host_namespace "$1")" "${NODE_COMMAND[@]}" \
        </dev/null >>"$LOGS/node-$1.log" 2>&1 || echo "the guests of $1 did not power down: see $LOGS/node-$1.log"
)

# host_down NAME: as pulling the plug: ends all that is left in the control group, then removes the host's network.
host_down() {
    local group link=ob$STATE_HASH$1
    switch_stop "$1"
    group=$(host_group "$1")
    if [[ -d $group ]]; then
        echo 1 >"$group/cgroup.kill"
        control_group_remove "$group"
        limits_remove "$1"
    fi
    [[ ! -d /sys/class/net/$link ]] || ip link delete "$link"
    ip netns delete "$(host_namespace "$1")"
    # By which the daemon reaches its guests' sockets where the name of their folder is long (SocketFolder.java)
    find /run -maxdepth 1 -type l -name 'oblako-*' -lname "$STATE/hosts/$1/*" -delete
    rm -f "$STATE/run/host-$1.start"
}

# control_group_remove GROUP: once its processes have ended, groups below it first.
control_group_remove() {
    local tick
    for ((tick = 0; tick < 100; tick++)); do
        grep -q '^populated 0' "$1/cgroup.events" && break
        sleep 0.05
    done
    find "$1" -depth -type d -exec rmdir {} +
}

# limits_remove NAME: the groups that the node daemon made for its guests where the machine has version 1 of control groups.
limits_remove() {
    local name
    name=$(host_namespace "$1")
    [[ -d /sys/fs/cgroup ]] || return 0
    find /sys/fs/cgroup -depth -type d \( -name "$name" -o -path "*/$name/*" \) -exec rmdir {} + ||
        echo "some control groups of $1 are in use still"
}

# hosts_stop [purge]: with `purge` the guests' disks are about to be removed, so nobody waits for the guests.
hosts_stop() {
    local name
    local -a present
    for name in $(process_names); do
        [[ $name != node-* ]] || process_stop "$name"
    done
    mapfile -t present < <(hosts_present)
    [[ -n ${1:-} ]] || guests_power_down "${present[@]}"
    for name in $(hosts_present); do
        host_down "$name"
    done
    bridge_down
    ! mountpoint --quiet "$STATE/run/cgroup" || umount "$STATE/run/cgroup"
}
