# From the command line to a command.

launcher_main() {
    terminal_open
    trap terminal_on_exit EXIT
    trap 'exit 130' INT TERM HUP
    local state=''
    local -a words=()
    while [[ $# -gt 0 ]]; do
        case $1 in
            --state) state=${2:?--state needs a folder}; shift 2 ;;
            --state=*) state=${1#*=}; shift ;;
            -h | --help) words=(help "${words[@]}"); shift ;;
            *) words+=("$1"); shift ;;
        esac
    done
    COMMAND=${words[0]:-help}
    config_open "$state"
    case $COMMAND in
        up | down | status | logs | demo | test | bench | build | doctor | engines | image | help)
            "command_$COMMAND" "${words[@]:1}"
            ;;
        *) refuse "there is no command '$COMMAND'" "./oblako help lists the commands" ;;
    esac
}

# One launcher at a time changes a state.
launcher_lock() {
    [[ -z ${LAUNCHER_LOCKED:-} ]] || return 0
    exec 9>"$STATE/run/lock"
    flock --nonblock 9 || refuse "another ./oblako is at work on $STATE" "wait for it to end"
    LAUNCHER_LOCKED=yes
}

# launcher_lock_wait SECONDS: as above, but waits for the other one.
launcher_lock_wait() {
    exec 9>"$STATE/run/lock"
    flock --timeout "$1" 9 || refuse "another ./oblako has been at work on $STATE for $1 s" "see $LAUNCHER_LOG"
    LAUNCHER_LOCKED=yes
}
