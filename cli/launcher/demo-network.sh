# The part of the demo about networks: two projects with the same addresses, each behind a router of its own, on both hosts.

readonly -a DEMO_CLOUDS=(red blue)
readonly DEMO_RED_1=10.0.0.11 DEMO_SAME=10.0.0.12 DEMO_BLUE_2=10.0.0.13

demo_network() {
    DEMO_BEFORE[northbound]=$(demo_northbound) DEMO_BEFORE[plugs]=$(demo_plugs)
    headline "The operator makes a network that leads outside"
    demo_network_outside
    headline "Projects red and blue, each with a network 10.0.0.0/24, a router, a security group for SSH alone, a floating IP"
    both demo_network_project
    headline "Two servers in each, on both hosts: $DEMO_SAME is in both projects"
    as_operator image set --public "$DEMO_NAME"
    demo_network_servers
    demo_network_spread
    headline "SSH from outside by the floating IP, with the keypair; user data was applied"
    both demo_network_ssh
    headline "A ping from host to host goes through when a rule lets it, and never to the other project"
    demo_network_rules
    headline "The networks are deleted"
    both demo_network_delete
    as_operator network delete "$DEMO_NAME-outside"
}

# both FUNCTION: for red and for blue at the same time, as two tenants are; what each has to show comes in one piece.
both() {
    local color failed=''
    local -A jobs=()
    for color in "${DEMO_CLOUDS[@]}"; do
        (
            exec 3>"$DEMO_DIR/shown-$color" 4>&3
            "$1" "$color"
        ) &
        jobs[$color]=$!
    done
    for color in "${DEMO_CLOUDS[@]}"; do
        wait "${jobs[$color]}" || failed=yes
        cat "$DEMO_DIR/shown-$color" >&3
    done
    [[ -z $failed ]] || exit 1
}

# as COLOR COMMAND...: the user, in the project of that colour
as() {
    show openstack --os-cloud "$1" "${@:2}"
}

# made COLOR COMMAND...: like as, for what has an id that must not be left in the end
made() {
    as "$@" -f value -c id
    demo_note
}

demo_network_outside() {
    made oblako network create "$DEMO_NAME-outside" --external --provider-network-type flat \
        --provider-physical-network physnet1
    made oblako subnet create "$DEMO_NAME-outside" --network "$DEMO_NAME-outside" --subnet-range "$OUTSIDE_RANGE" \
        --gateway "$OUTSIDE_ADDRESS" --no-dhcp
}

demo_network_project() {
    made oblako project create "$DEMO_NAME-$1"
    as_operator role add --user "$DEMO_NAME" --project "$DEMO_NAME-$1" member
    made "$1" network create net
    made "$1" subnet create net --network net --subnet-range 10.0.0.0/24
    made "$1" router create gate --external-gateway "$DEMO_NAME-outside"
    as "$1" router add subnet gate net
    made "$1" security group create door
    made "$1" security group rule create door --protocol tcp --dst-port 22
    as "$1" floating ip create "$DEMO_NAME-outside" -f value -c floating_ip_address
    echo "$DEMO_OUTPUT" >"$DEMO_DIR/floating-$1"
}

# One after the other, so that the scheduler knows of each when it looks for a place for the next.
demo_network_servers() {
    printf '#!/bin/sh\necho "user data ran on $(hostname)" >/root/told\n' >"$DEMO_DIR/user-data"
    demo_network_boot red red-1 "$DEMO_RED_1"
    demo_network_boot red red-2 "$DEMO_SAME"
    demo_network_boot blue blue-1 "$DEMO_SAME"
    demo_network_boot blue blue-2 "$DEMO_BLUE_2"
    both demo_network_active
}

# demo_network_boot COLOR NAME ADDRESS
demo_network_boot() {
    made "$1" --os-compute-api-version 2.37 server create "$2" --image "$DEMO_NAME" --flavor "$DEMO_NAME" \
        --key-name "$DEMO_NAME" --security-group door --nic "net-id=net,v4-fixed-ip=$3" \
        --user-data "$DEMO_DIR/user-data" --config-drive True
    echo "$DEMO_OUTPUT" >>"$DEMO_DIR/servers-$1"
}

demo_network_active() {
    demo_network_servers_are "$1" ACTIVE
    as "$1" server add floating ip "$1-1" "$(demo_floating "$1")"
}

# demo_network_servers_are COLOR STATUS|gone
demo_network_servers_are() {
    local id
    while read -r id; do
        demo_wait "$id" "$2"
    done <"$DEMO_DIR/servers-$1"
}

demo_network_spread() {
    as_operator server list --all-projects -c Name -c Status -c Networks -c Host
    [[ $(awk '$2 ~ /^(red|blue)-/ { print substr($2, 1, 3), $(NF - 1) }' <<<"$DEMO_OUTPUT" | sort -u | wc -l) -eq 4 ]] ||
        refuse "the servers of a project are not on both hosts"
}

demo_network_ssh() {
    demo_network_await "$1"
    in_guest "$1" "hostname; cat told; ip -4 -o address show eth0"
    grep -qx "user data ran on $1-1" <<<"$DEMO_OUTPUT" || refuse "the user data of $1-1 was not applied"
}

# demo_network_await COLOR: until SSH answers behind the floating IP and user data has run, at most two minutes (software
# emulation)
demo_network_await() {
    local began
    began=$(now_millis)
    until guest_ssh "$1" "test -s told" >/dev/null 2>&1; do
        [[ $(($(now_millis) - began)) -lt 120000 ]] || refuse "no SSH at $(demo_floating "$1") after two minutes"
        sleep 0.5
    done
    say "  $(demo_floating "$1") answers by SSH"
    hint "      $(seconds_since "$began") s"
}

demo_floating() {
    cat "$DEMO_DIR/floating-$1"
}

# guest_ssh COLOR COMMAND: in the first server of that colour, from the namespace that plays the outside
guest_ssh() {
    ip netns exec "$(outside_namespace)" ssh -n -i "$DEMO_DIR/key" -o BatchMode=yes -o ConnectTimeout=5 -o LogLevel=ERROR \
        -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "root@$(demo_floating "$1")" "$2"
}

in_guest() {
    DEMO_SHOWN="ssh root@$(demo_floating "$1") '$2'      # from outside, into $1-1" show guest_ssh "$@"
}

demo_network_rules() {
    local rule
    demo_ping red "$DEMO_SAME" lost "no rule lets it in"
    made red security group rule create door --protocol icmp --remote-group door
    rule=$DEMO_OUTPUT
    demo_ping red "$DEMO_SAME" answered "its own red-2, on the other host"
    made blue security group rule create door --protocol icmp
    demo_ping blue "$DEMO_BLUE_2" answered "its own blue-2"
    demo_ping red "$DEMO_BLUE_2" lost "that address is blue's alone, and blue lets everybody in"
    demo_cut "$rule"
}

# demo_ping COLOR ADDRESS answered|lost WHY: what becomes of it within five seconds
demo_ping() {
    local began found
    began=$(now_millis)
    while true; do
        found=$(guest_ssh "$1" "ping -c 1 -W 1 $2 >/dev/null && echo answered || echo lost" || echo "no log-in")
        [[ $found != "$3" && $(($(now_millis) - began)) -lt 5000 ]] || break
    done
    say "  $1-1 pings $2: $found ($4)"
    hint "      $(seconds_since "$began") s, with the log-in"
    [[ $found == "$3" ]] || refuse "it should be $3"
}

# demo_cut RULE: takes the rule away from under a flow that has begun; within five seconds nothing of it gets through any more.
demo_cut() {
    local flow tick began answers=0 later pid
    : >"$DEMO_DIR/flow"
    guest_ssh red "ping -c 60 $DEMO_SAME" >>"$DEMO_DIR/flow" &
    flow=$!
    for ((tick = 0; tick < 100; tick++)); do
        ! grep -q seq= "$DEMO_DIR/flow" || break
        sleep 0.05
    done
    as red security group rule delete "$1"
    began=$(now_millis)
    while true; do
        later=$(grep -c seq= "$DEMO_DIR/flow" || true)
        [[ $later -ne $answers && $(($(now_millis) - began)) -lt 7500 ]] || break
        answers=$later
        sleep 2.5
    done
    for pid in $(process_tree "$flow"); do kill -s TERM "$pid" 2>/dev/null || true; done
    wait "$flow" || true
    say "  red-1 pings $DEMO_SAME all the while: $answers answers, then $((later - answers)) in 2.5 s"
    hint "      $(seconds_since "$began") s"
    [[ $answers -gt 0 && $answers -eq $later ]] || refuse "there should be answers before the rule is deleted, and none after"
}

demo_network_delete() {
    as "$1" server delete "$1-1" "$1-2"
    demo_network_servers_are "$1" gone
    as "$1" floating ip delete "$(demo_floating "$1")"
    as "$1" router remove subnet gate net
    as "$1" router delete gate
    as "$1" network delete net
    as "$1" security group delete door
}

# demo_northbound -> the tables of OVN's Northbound database that describe networks, with the number of their rows
demo_northbound() {
    ovsdb-client --timeout=5 --format=json dump "unix:$(ovn_folder)/nb.sock" OVN_Northbound |
        jq -r 'select((.data | length) > 0) | (.caption | rtrimstr(" table")) as $table
            | select($table | IN("NB_Global", "Connection", "SSL") | not) | "\($table) \(.data | length)"' |
        paste -sd, - | sed 's/,/, /g'
}

# demo_plugs -> how many taps there are on the hosts, and ports on their switches
demo_plugs() {
    local host
    for host in $(switch_hosts); do
        ip -netns "$(host_namespace "$host")" -oneline link show type tun
        switch_vsctl "$host" --timeout=5 list-ports br-int
    done | wc -l
}
