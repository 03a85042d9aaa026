# The network between guests. OVN central: the Northbound database that the network service writes, the Southbound one that hosts
# read, and ovn-northd between them. On each host: Open vSwitch with its datapath in user space, and ovn-controller. Hosts are
# joined by an underlay, over which tunnels (Geneve) run, and by a provider network, physnet1, at whose other end a namespace
# plays the outside. Both are bridges in a namespace of their own: nothing of it touches this machine's networks.

readonly UNDERLAY_PREFIX=172.31.255
readonly OUTSIDE_RANGE=203.0.113.0/24
readonly OUTSIDE_ADDRESS=203.0.113.1
readonly INTERNET_ADDRESS=198.51.100.1
# The two ends of the way from this machine to the outside, where there is one
readonly VISITOR_ADDRESS=198.51.100.6
readonly DOOR_ADDRESS=198.51.100.5
readonly OVN_SCHEMAS=/usr/share/ovn
readonly OPENVSWITCH_SCHEMA=/usr/share/openvswitch/vswitch.ovsschema
readonly -a OVN_LOG=(-vconsole:info -vsyslog:off)

# A socket's name has at most 107 bytes (unix(7)): so much is left for a folder of OVN's.
readonly LONGEST_OVN_FOLDER=80

# ovn_folder -> where OVN's databases and sockets are; by a link where the state folder's name is long
ovn_folder() {
    local LC_ALL=C folder=$STATE/ovn
    if [[ ${#folder} -le $LONGEST_OVN_FOLDER ]]; then echo "$folder"; else ovn_link; fi
}

ovn_link() {
    echo "/run/oblako-$STATE_HASH"
}

fabric_namespace() {
    echo "ob$STATE_HASH-fabric"
}

outside_namespace() {
    echo "ob$STATE_HASH-outside"
}

# switch_hosts -> the hosts with a switch: those that run guests
switch_hosts() {
    hosts_wanted | grep -vx sim || true
}

# ovn_launch: whatever of the network does not run yet.
ovn_launch() {
    local name
    central_launch
    fabric_up
    for name in $(switch_hosts); do
        host_up "$name"
        switch_launch "$name"
    done
}

central_launch() {
    local database folder
    folder=$(ovn_folder)
    mkdir -p "$STATE/ovn"
    chmod 700 "$STATE/ovn"
    [[ $folder == "$STATE/ovn" ]] || ln -sfn "$STATE/ovn" "$folder"
    for database in nb sb; do
        [[ -s $folder/$database.db ]] || ovsdb-tool create "$folder/$database.db" "$OVN_SCHEMAS/ovn-$database.ovsschema"
    done
    process_alive ovn-nb || process_start ovn-nb "${CAPLESS[@]}" ovsdb-server "$folder/nb.db" "--remote=punix:$folder/nb.sock" \
        "--unixctl=$folder/nb.ctl" "${OVN_LOG[@]}"
    process_alive ovn-sb || process_start ovn-sb "${CAPLESS[@]}" ovsdb-server "$folder/sb.db" "--remote=punix:$folder/sb.sock" \
        "--remote=ptcp:$OBLAKO_OVN_SOUTHBOUND_PORT:$(bridge_address)" "--unixctl=$folder/sb.ctl" "${OVN_LOG[@]}"
    await_database "$folder/nb.sock" ovn-nb
    await_database "$folder/sb.sock" ovn-sb
    process_alive ovn-northd || process_start ovn-northd "${CAPLESS[@]}" ovn-northd "--ovnnb-db=unix:$folder/nb.sock" \
        "--ovnsb-db=unix:$folder/sb.sock" "--unixctl=$folder/northd.ctl" "${OVN_LOG[@]}"
}

# await_database SOCKET PROCESS: until the process answers there, at most five seconds. A socket alone may be left of one that died.
await_database() {
    local tick
    for ((tick = 0; tick < 100; tick++)); do
        ! ovsdb-client --timeout=1 list-dbs "unix:$1" >/dev/null 2>&1 || return 0
        process_alive "$2" || process_died "$2"
        sleep 0.05
    done
    refuse "$2 does not answer at $1" "see ./oblako logs $2"
}

# ovn_stop: the rest, once the hosts and the network service are gone.
ovn_stop() {
    central_stop
    fabric_down
}

central_stop() {
    process_stop ovn-northd
    process_stop ovn-sb
    process_stop ovn-nb
    rm -f "$STATE/ovn"/*.sock "$STATE/ovn"/*.ctl "$(ovn_link)"
}

# cable NAMESPACE LINK NAMESPACE LINK: joins two namespaces. The datapath reads frames before a card would have written their
# checksums, so nobody may leave that to the card.
cable() {
    ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
    ip netns exec "$1" ethtool --offload "$2" tx off >/dev/null
    ip netns exec "$3" ethtool --offload "$4" tx off >/dev/null
    ip -netns "$1" link set "$2" up
    ip -netns "$3" link set "$4" up
}

fabric_up() {
    local fabric outside bridge
    fabric=$(fabric_namespace) outside=$(outside_namespace)
    # The last thing that is done here.
    [[ -z $(ip -netns "$outside" address show dev lo to "$INTERNET_ADDRESS" 2>/dev/null) ]] || return 0
    fabric_down
    ip netns add "$fabric"
    ip netns exec "$fabric" sysctl --quiet --write net.ipv6.conf.default.disable_ipv6=1
    for bridge in underlay provider; do
        ip -netns "$fabric" link add "$bridge" type bridge
        ip -netns "$fabric" link set "$bridge" up
    done
    ip netns add "$outside"
    ip -netns "$outside" link set lo up
    cable "$outside" eth0 "$fabric" outside
    ip -netns "$fabric" link set outside master provider
    ip -netns "$outside" address add "$OUTSIDE_ADDRESS/24" dev eth0
    ip -netns "$outside" address add 2001:db8:203::1/64 dev eth0 nodad
    ip -netns "$outside" address add "$INTERNET_ADDRESS/32" dev lo
}

# outside_open: a way from this machine to the outside, for tests that log in to guests; without it nothing of the network touches
# this machine's own. It goes with the fabric.
outside_open() {
    local link=ob${STATE_HASH}out outside
    outside=$(outside_namespace)
    # The last thing that is done here.
    [[ -z $(ip route show "$OUTSIDE_RANGE" dev "$link" 2>/dev/null) ]] || return 0
    [[ -z $(ip route show "$OUTSIDE_RANGE") ]] || refuse "this machine has a way to $OUTSIDE_RANGE already" \
        "take down the cloud or the network that it leads to"
    ip link delete "$link" 2>/dev/null || true
    ip link add "$link" type veth peer name machine netns "$outside"
    ip -netns "$outside" address add "$DOOR_ADDRESS/30" dev machine
    ip -netns "$outside" link set machine up
    ip netns exec "$outside" sysctl --quiet --write net.ipv4.ip_forward=1
    ip address add "$VISITOR_ADDRESS/30" dev "$link"
    ip link set "$link" up
    ip route add "$OUTSIDE_RANGE" via "$DOOR_ADDRESS"
}

fabric_down() {
    local namespace
    for namespace in "$(outside_namespace)" "$(fabric_namespace)"; do
        [[ ! -e /run/netns/$namespace ]] || ip netns delete "$namespace"
    done
}

switch_folder() {
    echo "$(ovn_folder)/$1"
}

# Beside that of the host, which holds the node daemon and its guests alone.
switch_group() {
    echo "$(host_group "$1")-switch"
}

# switch_process PROCESS HOST COMMAND...: COMMAND inside the host's namespace, with its files in the host's folder.
switch_process() (
    process=$1 host=$2 folder=$(switch_folder "$2")
    shift 2
    export OVS_RUNDIR=$folder OVN_RUNDIR=$folder OVS_LOGDIR=$folder OVN_LOGDIR=$folder OVS_DBDIR=$folder
    process_start "$process" "$LAUNCHER/hosts/in-host" "$(switch_group "$host")" "$(host_namespace "$host")" "$@" "${OVN_LOG[@]}"
)

# switch_launch HOST: its folder holds what is plugged in now, so that of an earlier network namespace is void.
switch_launch() {
    local host=$1 folder
    folder=$(switch_folder "$host")
    if ! switch_cabled "$host"; then
        rm -rf "$folder"
        switch_cable "$host"
    fi
    mkdir -p "$folder" "$(switch_group "$host")"
    [[ -s $folder/conf.db ]] || ovsdb-tool create "$folder/conf.db" "$OPENVSWITCH_SCHEMA"
    process_alive "ovsdb-$host" || switch_process "ovsdb-$host" "$host" ovsdb-server "$folder/conf.db" \
        "--remote=punix:$folder/db.sock" "--unixctl=$folder/ovsdb.ctl"
    await_database "$folder/db.sock" "ovsdb-$host"
    if ! process_alive "vswitchd-$host"; then
        datapath_end "$host"
        switch_settings "$host"
        # The monitor starts it again when it crashes.
        switch_process "vswitchd-$host" "$host" ovs-vswitchd "unix:$folder/db.sock" --monitor "--pidfile=$folder/ovs-vswitchd.pid"
    fi
    switch_bridges "$host"
    process_alive "ovn-$host" || switch_process "ovn-$host" "$host" ovn-controller "unix:$folder/db.sock"
}

# switch_cabled HOST: whether the last thing that switch_cable does was done.
switch_cabled() {
    [[ $(ip -netns "$(fabric_namespace)" link show master provider) == *" p-$1@"* ]]
}

switch_cable() {
    local host=$1 namespace fabric card
    namespace=$(host_namespace "$host") fabric=$(fabric_namespace)
    # What a start that was interrupted has left.
    for card in eth1 eth2; do ip -netns "$namespace" link delete "$card" 2>/dev/null || true; done
    switch_guard "$namespace"
    cable "$namespace" eth1 "$fabric" "u-$host"
    ip -netns "$namespace" link set eth1 address "$(underlay_mac "$host")"
    cable "$namespace" eth2 "$fabric" "p-$host"
    ip -netns "$fabric" link set "u-$host" master underlay
    ip -netns "$fabric" link set "p-$host" master provider
}

# The datapath only gets copies of frames: this host's own stack would handle each of them as well, and guests could talk to it.
switch_guard() {
    ip netns exec "$1" nft -f - <<'RULES'
table inet oblako_switch
delete table inet oblako_switch
table inet oblako_switch {
    chain guard {
        type filter hook prerouting priority raw; policy accept;
        iifname != { "lo", "eth0", "br-phys" } drop
    }
}
table arp oblako_switch
delete table arp oblako_switch
table arp oblako_switch {
    chain guard {
        type filter hook input priority 0; policy accept;
        iifname != { "lo", "eth0", "br-phys" } drop
    }
}
RULES
}

switch_vsctl() {
    ovs-vsctl --db="unix:$(switch_folder "$1")/db.sock" "${@:2}"
}

# The tunnel's end point: h1 is .11, as on the bridge
underlay_address() {
    echo "$UNDERLAY_PREFIX.$((${1#h} + 10))"
}

# The same whenever the host is made anew, as a card's is: the others go on sending to the one that they know.
underlay_mac() {
    local -a bytes
    IFS=. read -ra bytes <<<"$(underlay_address "$1")"
    printf '02:00:%02x:%02x:%02x:%02x\n' "${bytes[@]}"
}

switch_settings() {
    switch_vsctl "$1" --no-wait init -- set Open_vSwitch . "external_ids:system-id=$1" "external_ids:hostname=$1" \
        "external_ids:ovn-remote=tcp:$(bridge_address):$OBLAKO_OVN_SOUTHBOUND_PORT" \
        external_ids:ovn-encap-type=geneve "external_ids:ovn-encap-ip=$(underlay_address "$1")" \
        external_ids:ovn-bridge-datapath-type=netdev external_ids:ovn-bridge-mappings=physnet1:br-ex \
        external_ids:ovn-cms-options=enable-chassis-as-gw external_ids:ovn-monitor-all=false \
        external_ids:ovn-openflow-probe-interval=60 external_ids:ovn-remote-probe-interval=60000
}

# br-phys owns the card of the underlay, and its own port the address of the tunnels: their next hop is looked up there.
switch_bridges() {
    local namespace mac
    namespace=$(host_namespace "$1")
    mac=$(ip netns exec "$namespace" cat /sys/class/net/eth1/address)
    switch_vsctl "$1" --timeout=10 --may-exist add-br br-phys -- set Bridge br-phys datapath_type=netdev fail_mode=standalone \
        "other_config:hwaddr=\"$mac\"" -- --may-exist add-port br-phys eth1 \
        -- --may-exist add-br br-ex -- set Bridge br-ex datapath_type=netdev fail_mode=standalone \
        -- --may-exist add-port br-ex eth2
    ip netns exec "$namespace" ethtool --offload br-phys tx off >/dev/null
    ip -netns "$namespace" address replace "$(underlay_address "$1")/24" dev br-phys
    ip -netns "$namespace" link set br-phys up
}

# datapath_pid HOST -> the process below the monitor, which a signal to that one would leave behind; empty when there is none
datapath_pid() {
    local pid
    pid=$(cat "$(switch_folder "$1")/ovs-vswitchd.pid" 2>/dev/null || true)
    [[ -z $pid ]] || grep -x "$pid" "$(switch_group "$1")/daemon/cgroup.procs" 2>/dev/null || true
}

# datapath_end HOST: asks it to end, and waits, at most five seconds; the monitor follows it.
datapath_end() {
    local pid tick
    pid=$(datapath_pid "$1")
    [[ -n $pid ]] || return 0
    kill -s TERM "$pid" 2>/dev/null || true
    for ((tick = 0; tick < 100; tick++)); do
        [[ -n $(datapath_pid "$1") ]] || return 0
        sleep 0.05
    done
    kill -s KILL "$pid" 2>/dev/null || true
}

# switch_stop HOST: ovn-controller says good-bye to the Southbound database.
switch_stop() {
    local group
    group=$(switch_group "$1")
    process_stop "ovn-$1"
    datapath_end "$1"
    process_stop "vswitchd-$1"
    process_stop "ovsdb-$1"
    if [[ -d $group ]]; then
        echo 1 >"$group/cgroup.kill"
        control_group_remove "$group"
    fi
}

ovn_ready() {
    local folder host
    folder=$(ovn_folder)
    case $1 in
        ovn-nb) ovs_answers "$folder/nb.ctl" version >/dev/null ;;
        ovn-sb) ovs_answers "$folder/sb.ctl" version >/dev/null ;;
        ovn-northd) ovs_answers "$folder/northd.ctl" status | grep -q active ;;
        ovsdb-*) ovs_answers "$folder/${1#ovsdb-}/ovsdb.ctl" version >/dev/null ;;
        vswitchd-*)
            host=${1#vswitchd-}
            ovs_answers "$folder/$host/ovs-vswitchd.$(datapath_pid "$host").ctl" version >/dev/null
            ;;
        ovn-*)
            host=${1#ovn-}
            ovs_answers "$folder/$host/ovn-controller.$(process_pid "$1").ctl" connection-status | grep -qx connected
            ;;
    esac
}

# ovs_answers SOCKET COMMAND -> what the process says
ovs_answers() {
    ovs-appctl --timeout=2 --target="$1" "$2" 2>/dev/null
}
