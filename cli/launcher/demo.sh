# ./oblako demo: what tenants do, with Debian's openstack client, from the upload of an image to nothing being left.

command_demo() {
    local began
    command_up "$@"
    began=$(now_millis)
    packages_need client
    demo_prepare
    trap demo_on_exit EXIT
    say
    headline "An operator makes a project, a user and a flavor"
    demo_operator
    headline "The user boots a server from an image of their own"
    demo_boot
    headline "Stop, start, an image of the server, and a second server from it"
    demo_life
    headline "Both servers are deleted"
    demo_delete_servers
    demo_network
    headline "Everything else is deleted"
    demo_delete_rest
    demo_prove_nothing_left
    trap terminal_on_exit EXIT
    headline "The demo took $(seconds_since "$began") s. The cloud is still up: ./oblako status, ./oblako down"
}

# demo_prepare: names that nobody else has, and a clouds.yaml with the operator and the user.
demo_prepare() {
    DEMO_NAME=demo-$(random_hex 2)
    DEMO_DIR=$STATE/run/$DEMO_NAME
    DEMO_SERVERS=()
    mkdir -p "$DEMO_DIR"
    chmod 700 "$DEMO_DIR"
    random_hex 12 >"$DEMO_DIR/password"
    {
        clouds_yaml
        demo_cloud demo "$DEMO_NAME"
        demo_cloud red "$DEMO_NAME-red"
        demo_cloud blue "$DEMO_NAME-blue"
    } >"$DEMO_DIR/clouds.yaml"
    export OS_CLIENT_CONFIG_FILE=$DEMO_DIR/clouds.yaml PYTHONWARNINGS=ignore
    cloud_login
    declare -gA DEMO_BEFORE=() DEMO_LEFT=()
    DEMO_BEFORE[guests]=$(demo_guests)
}

# demo_cloud NAME PROJECT
demo_cloud() {
    cat <<YAML
  $1:
    auth:
      auth_url: $(identity_url "$OBLAKO_ADDRESS")
      username: $DEMO_NAME
      password: $(cat "$DEMO_DIR/password")
      user_domain_id: default
      project_name: $2
      project_domain_id: default
    region_name: $OBLAKO_REGION
    identity_api_version: "3"
    interface: public
YAML
}

# show COMMAND...: prints the command, runs it and says how long it took; its output is indented and kept in DEMO_OUTPUT.
# DEMO_SHOWN stands in for the command where that holds a secret.
show() {
    local began status=0 output=$DEMO_DIR/output-$BASHPID
    began=$(now_millis)
    say "  \$ ${DEMO_SHOWN:-$*}"
    "$@" >"$output" 2>&1 || status=$?
    DEMO_OUTPUT=$(tr -d '\r' <"$output")
    [[ -z $DEMO_OUTPUT ]] || head -n 40 <<<"$DEMO_OUTPUT" | cut -c1-160 | sed 's/^/      /' >&3
    hint "      $(seconds_since "$began") s"
    [[ $status -eq 0 ]] || refuse "the command above ended with $status" "see ./oblako logs"
}

as_operator() {
    show openstack --os-cloud oblako "$@"
}

as_user() {
    show openstack --os-cloud demo "$@"
}

# user_api METHOD URL: a call without the client, for what it has no command for
user_api() {
    CLOUD_TOKEN=$DEMO_TOKEN api "$@"
}

# demo_note: what the last command made must not be left in the end.
demo_note() {
    echo "$DEMO_OUTPUT" >>"$DEMO_DIR/made"
}

demo_operator() {
    as_operator project create "$DEMO_NAME" -f value -c id
    demo_note
    DEMO_SHOWN="openstack --os-cloud oblako user create $DEMO_NAME --project $DEMO_NAME --password ***" \
        as_operator user create "$DEMO_NAME" --project "$DEMO_NAME" --password "$(cat "$DEMO_DIR/password")" -f value -c id
    as_operator role add --user "$DEMO_NAME" --project "$DEMO_NAME" member
    DEMO_TOKEN=$(openstack --os-cloud demo token issue -f value -c id)
    as_operator flavor create "$DEMO_NAME" --vcpus 1 --ram 128 --disk 1 -f value -c id
}

demo_boot() {
    as_user image create "$DEMO_NAME" --file "$(image_file tiny)" --disk-format qcow2 --container-format bare \
        --min-disk 1 --min-ram 64 -f value -c id
    demo_image_id "$DEMO_NAME" >>"$DEMO_DIR/made"
    as_user keypair create "$DEMO_NAME" --private-key "$DEMO_DIR/key" -f value -c fingerprint
    chmod 600 "$DEMO_DIR/key"
    demo_server_create "$DEMO_NAME-1" "$DEMO_NAME"
    demo_explain "${DEMO_SERVERS[0]}"
    demo_console "$DEMO_NAME-1" "${DEMO_SERVERS[0]}"
}

demo_life() {
    as_user server stop "$DEMO_NAME-1"
    demo_wait "${DEMO_SERVERS[0]}" SHUTOFF
    as_user server start "$DEMO_NAME-1"
    demo_wait "${DEMO_SERVERS[0]}" ACTIVE
    as_user server image create "$DEMO_NAME-1" --name "$DEMO_NAME-copy" --wait -f value -c status
    demo_image_id "$DEMO_NAME-copy" >>"$DEMO_DIR/made"
    demo_server_create "$DEMO_NAME-2" "$DEMO_NAME-copy"
    demo_console "$DEMO_NAME-2" "${DEMO_SERVERS[1]}"
    as_user server list
    as_user limits show --absolute -f value
}

# demo_server_create NAME IMAGE
demo_server_create() {
    as_user --os-compute-api-version 2.37 server create "$1" --image "$2" --flavor "$DEMO_NAME" --key-name "$DEMO_NAME" \
        --nic none --config-drive True --wait -f yaml -c id -c name -c status -c created
    DEMO_SERVERS+=("$(sed -n 's/^id: //p' <<<"$DEMO_OUTPUT")")
    echo "${DEMO_SERVERS[-1]}" >>"$DEMO_DIR/made"
}

demo_image_id() {
    user_api GET "$(image_url "$OBLAKO_ADDRESS")/v2/images?name=$1" | jq -r '.images[0].id'
}

demo_explain() {
    local began
    began=$(now_millis)
    say "  \$ curl $(compute_url "$OBLAKO_ADDRESS")/servers/$1/placement-explanation"
    user_api GET "$(compute_url "$OBLAKO_ADDRESS")/servers/$1/placement-explanation" | jq . | head -n 40 | sed 's/^/      /' >&3
    hint "      $(seconds_since "$began") s"
}

# demo_wait ID STATUS|gone: at most two minutes. The operator looks: they see the servers of every project.
demo_wait() {
    local began status
    began=$(now_millis)
    while true; do
        status=$({ api GET "$(compute_url "$OBLAKO_ADDRESS")/servers/$1" 2>/dev/null || true; } |
            jq -r 'if .itemNotFound then "gone" else .server.status end')
        [[ $status != "$2" ]] || break
        [[ $status != ERROR ]] || refuse "the server went to ERROR instead of $2" "openstack server show $1"
        [[ $(($(now_millis) - began)) -lt 120000 ]] || refuse "the server is $status and not $2 after two minutes"
        sleep 0.2
    done
    say "  it is $2"
    hint "      $(seconds_since "$began") s"
}

# demo_console NAME ID: waits for the log-in prompt, at most four minutes (software emulation), then shows the end of the log.
demo_console() {
    local began log=''
    began=$(now_millis)
    until [[ $log == *login:* ]]; do
        [[ $(($(now_millis) - began)) -lt 240000 ]] || refuse "no log-in prompt on the console of $1 after four minutes"
        sleep 0.5
        log=$(user_api POST "$(compute_url "$OBLAKO_ADDRESS")/servers/$2/action" --header 'Content-Type: application/json' \
            --data '{"os-getConsoleOutput":{"length":20}}' | jq -r .output)
    done
    say "  $1 asks for a log-in on its console"
    hint "      $(seconds_since "$began") s"
    as_user console log show "$1" --lines 8
}

demo_delete_servers() {
    local id
    as_user server delete "$DEMO_NAME-1" "$DEMO_NAME-2"
    for id in "${DEMO_SERVERS[@]}"; do
        demo_wait "$id" gone
    done
    as_user limits show --absolute -f value
    DEMO_USED=$(user_api GET "$(compute_url "$OBLAKO_ADDRESS")/limits" |
        jq -r '.limits.absolute | .totalInstancesUsed + .totalCoresUsed + .totalRAMUsed')
}

demo_delete_rest() {
    as_user image delete "$DEMO_NAME" "$DEMO_NAME-copy"
    as_user keypair delete "$DEMO_NAME"
    as_operator flavor delete "$DEMO_NAME"
    as_operator user delete "$DEMO_NAME"
    as_operator project delete "$DEMO_NAME" "$DEMO_NAME-red" "$DEMO_NAME-blue"
}

# demo_guests -> the processes in the hosts' control groups that are not the node daemons
demo_guests() {
    local name daemon
    for name in $(hosts_present); do
        daemon=$(process_pid "node-$name")
        find "$(host_group "$name")" -name cgroup.procs -exec cat {} + | grep -vx "$daemon" || true
    done | wc -l
}

# Tables that keep history on purpose: who did what when, messages on their way, and revocations, which go when the last
# token that they concern has expired.
readonly DEMO_HISTORY="'outbox','inbox','idempotency','saga','saga_step','instance_action','instance_action_event',\
'placement_explanation','flyway_schema_history','revocation'"

# demo_rows -> "schema.table count" for each table that has rows with one of the ids outside of history
demo_rows() {
    postgres_sql <<SQL
SELECT format('SELECT %L, count(*) FROM %I.%I t WHERE t::text ~ %L AND t::text NOT ILIKE %L HAVING count(*) > 0;',
    schemaname || '.' || tablename, schemaname, tablename, '$(paste -sd'|' "$DEMO_DIR/made")', '%deleted%')
FROM pg_tables WHERE schemaname IN ('identity', 'image', 'compute', 'network') AND tablename NOT IN ($DEMO_HISTORY) \gexec
SQL
}

# demo_files -> how many files of hosts and images have one of the ids in their names
demo_files() {
    find "$STATE/hosts" "$STATE/images" | grep -cF --file "$DEMO_DIR/made" || true
}

# What other services and OVN do only after they have heard of the last deletion has ten seconds to be done.
demo_prove_nothing_left() {
    local began rows
    began=$(now_millis)
    demo_look
    until demo_clean || [[ $(($(now_millis) - began)) -gt 10000 ]]; do
        sleep 0.2
        demo_look
    done
    say "  processes of guests: ${DEMO_LEFT[guests]} (before: ${DEMO_BEFORE[guests]})"
    say "  files named after the servers and images: ${DEMO_LEFT[files]}"
    rows=${DEMO_LEFT[rows]}
    say "  rows that mention them, their projects and networks: $(grep -c . <<<"$rows" || true)${rows:+ ($(paste -sd' ' <<<"$rows"))}"
    say "  rows of OVN's Northbound database: ${DEMO_LEFT[northbound]:-none} (before: ${DEMO_BEFORE[northbound]:-none})"
    say "  taps and ports of the hosts' switches: ${DEMO_LEFT[plugs]} (before: ${DEMO_BEFORE[plugs]})"
    say "  quota in use before the project was deleted: $DEMO_USED"
    hint "      $(seconds_since "$began") s"
    demo_clean || refuse "something is left, see above"
    say "  Nothing is left."
    rm -rf "$DEMO_DIR"
}

# demo_look: what is there now, into DEMO_LEFT
demo_look() {
    DEMO_LEFT[guests]=$(demo_guests)
    DEMO_LEFT[files]=$(demo_files)
    DEMO_LEFT[rows]=$(demo_rows)
    DEMO_LEFT[northbound]=$(demo_northbound)
    DEMO_LEFT[plugs]=$(demo_plugs)
}

demo_clean() {
    [[ ${DEMO_LEFT[guests]} -eq ${DEMO_BEFORE[guests]} && ${DEMO_LEFT[files]} -eq 0 && -z ${DEMO_LEFT[rows]} &&
        $DEMO_USED -eq 0 && ${DEMO_LEFT[northbound]} == "${DEMO_BEFORE[northbound]}" && ${DEMO_LEFT[plugs]} -eq ${DEMO_BEFORE[plugs]} ]]
}

# A demo that fails leaves its servers for whoever looks into it, and says how to remove them.
demo_on_exit() {
    local status=$?
    terminal_on_exit "$status"
    [[ $status -eq 0 ]] || hint "What the demo made is called $DEMO_NAME; OS_CLIENT_CONFIG_FILE=$DEMO_DIR/clouds.yaml OS_CLOUD=demo shows it."
}
