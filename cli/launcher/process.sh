# Processes of the cloud: one pid file each in $PIDS, checked against reuse of the pid by the start time in $STATE/run.

# process_started_at PID -> clock ticks since boot at which it started; empty when there is no such process or it is a zombie
process_started_at() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    local -a fields
    read -r -a fields <<<"${stat##*) }"
    [[ ${fields[0]} == Z ]] || printf '%s' "${fields[19]}"
}

# process_start NAME COMMAND...: leads a session of its own, reads nothing, writes $LOGS/NAME.log; survives the launcher.
process_start() {
    local name=$1 pid
    shift
    process_forget "$name"
    [[ ! -s $LOGS/$name.log ]] || mv "$LOGS/$name.log" "$LOGS/$name.log.1"
    (cd / && exec setsid "$@") </dev/null >"$LOGS/$name.log" 2>&1 3>&- 4>&- 9>&- &
    pid=$!
    process_started_at "$pid" >"$STATE/run/$name.started"
    echo "$pid" >"$PIDS/$name"
}

process_forget() {
    rm -f "$PIDS/$1" "$STATE/run/$1.started"
}

process_pid() {
    cat "$PIDS/$1" 2>/dev/null || true
}

process_alive() {
    local pid started
    pid=$(process_pid "$1")
    [[ -n $pid ]] || return 1
    started=$(process_started_at "$pid")
    [[ -n $started && $started == "$(cat "$STATE/run/$1.started" 2>/dev/null)" ]]
}

# process_stop NAME [SIGNAL] [SECONDS]: asks by SIGNAL, waits, ends it by KILL when it does not follow.
process_stop() {
    local name=$1 signal=${2:-TERM} seconds=${3:-20} pid tick
    if process_alive "$name"; then
        pid=$(process_pid "$name")
        kill -s "$signal" "$pid"
        for ((tick = 0; tick < seconds * 20; tick++)); do
            process_alive "$name" || break
            sleep 0.05
        done
        ! process_alive "$name" || kill -s KILL "$pid"
    fi
    process_forget "$name"
}

processes_stop_all() {
    local name
    for name in $(process_names | tac); do
        if [[ $name == postgres ]]; then continue; fi
        process_stop "$name"
    done
    postgres_stop
}

# process_tree PID -> it and its descendants
process_tree() {
    ps -eo pid=,ppid= | awk -v root="$1" '
        { parent[$1] = $2 }
        END {
            for (pid in parent) {
                for (up = pid; up != "" && up > 0; up = parent[up]) if (up == root) { print pid; break }
            }
        }'
}

# process_names -> the names of all processes with a pid file, sorted
process_names() {
    [[ ! -d $PIDS ]] || find "$PIDS" -maxdepth 1 -type f -printf '%f\n' | sort
}

# process_ready NAME: whether it does its work; each kind of process has its own way to tell.
process_ready() {
    case $1 in
        node-*) node_ready "${1#node-}" ;;
        ovn-* | ovsdb-* | vswitchd-*) ovn_ready "$1" ;;
        postgres | kafka | keycloak) "$1_ready" ;;
        *) service_ready "$1" ;;
    esac
}

# await_ready SECONDS NAME...: waits until all of them are ready; says so for each as it comes.
# Ends the launcher when one dies before or time runs out.
await_ready() {
    local seconds=$1 began name
    shift
    began=$(now_millis)
    local -a waiting=("$@") still
    while [[ ${#waiting[@]} -gt 0 ]]; do
        waiting_line "waiting for ${waiting[*]} ($(seconds_since "$began") s)"
        still=()
        for name in "${waiting[@]}"; do
            if process_ready "$name"; then
                ready_line "$(seconds_since "$began")" "$name"
                continue
            fi
            process_alive "$name" || process_died "$name"
            still+=("$name")
        done
        waiting=("${still[@]}")
        [[ ${#waiting[@]} -eq 0 ]] && return
        [[ $(($(now_millis) - began)) -lt $((seconds * 1000)) ]] || refuse \
            "${waiting[*]} not ready after $seconds s" "see ./oblako logs ${waiting[0]}, then ./oblako up again"
        sleep 0.1
    done
}

# Inside a step its own line is all that is shown.
ready_line() {
    if [[ -n ${STEP_TITLE:-} ]]; then echo "$2 is ready after $1 s"; else done_line "$1" "$2 is ready"; fi
}

waiting_line() {
    [[ -z ${STEP_TITLE:-} ]] || return 0
    terminal_clear_line
    terminal_show_running "$1"
}

# What ended a JVM stands above a page of stack trace: the lines that name errors and causes are shown, else the last ones.
process_died() {
    local -a errors
    terminal_clear_line
    mapfile -t errors < <(grep -E 'ERROR|FATAL|Caused by:|Exception in' "$LOGS/$1.log" | tail -n 8)
    [[ ${#errors[@]} -gt 0 ]] || mapfile -t errors < <(tail -n 12 "$LOGS/$1.log")
    printf '        | %.240s\n' "${errors[@]}" >&4
    refuse "$1 ended while it was starting; above is what it said last" "the whole: ./oblako logs $1"
}

# port_answers ADDRESS PORT
port_answers() {
    (exec 5<>"/dev/tcp/$1/$2") 2>/dev/null
}

# http_answers URL: true for a status below 400
http_answers() {
    curl --silent --fail --output /dev/null --max-time 2 "$1"
}
