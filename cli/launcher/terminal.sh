# What the launcher says and how a step is shown. Sourced by ../../oblako.
# File descriptors 3 and 4 are the caller's output and error; inside a step 1 and 2 go to the launcher's log.

terminal_open() {
    exec 3>&1 4>&2
    TERMINAL_GREEN='' TERMINAL_RED='' TERMINAL_DIM='' TERMINAL_BOLD='' TERMINAL_PLAIN='' TERMINAL_LIVE=''
    [[ -t 1 && ${TERM:-dumb} != dumb && -z ${NO_COLOR:-} ]] || return 0
    TERMINAL_GREEN=$'\e[32m' TERMINAL_RED=$'\e[31m' TERMINAL_DIM=$'\e[2m' TERMINAL_BOLD=$'\e[1m' TERMINAL_PLAIN=$'\e[0m'
    TERMINAL_LIVE=yes
}

say() {
    printf '%s\n' "$*" >&3
}

headline() {
    say "$TERMINAL_BOLD$*$TERMINAL_PLAIN"
}

hint() {
    say "$TERMINAL_DIM$*$TERMINAL_PLAIN"
}

# refuse WHY [WHAT TO DO...]: ends the launcher; the first line says what cannot work, the others what to do about it.
refuse() {
    STEP_TITLE=''
    terminal_clear_line
    printf '%soblako: %s%s\n' "$TERMINAL_RED" "$1" "$TERMINAL_PLAIN" >&4
    shift
    local line
    for line in "$@"; do
        printf '        %s\n' "$line" >&4
    done
    exit 1
}

now_millis() {
    local micros=${EPOCHREALTIME/[.,]/}
    printf '%s' "${micros%???}"
}

# seconds_since MILLIS -> "12.3"
seconds_since() {
    local tenths=$((($(now_millis) - $1) / 100))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

terminal_clear_line() {
    [[ -z $TERMINAL_LIVE ]] || printf '\r\e[K' >&3
}

terminal_show_running() {
    [[ -z $TERMINAL_LIVE ]] || printf '  %s..%s           %s' "$TERMINAL_DIM" "$TERMINAL_PLAIN" "$1" >&3
}

# done_line SECONDS TITLE: one finished step.
done_line() {
    terminal_clear_line
    printf '  %sok%s  %7s s  %s\n' "$TERMINAL_GREEN" "$TERMINAL_PLAIN" "$1" "$2" >&3
}

# step TITLE COMMAND...: runs COMMAND with its output in the launcher's log and shows how long it took.
# A failing COMMAND ends the launcher (errexit stays on inside); terminal_on_exit then shows the end of the log.
step() {
    local began
    STEP_TITLE=$1
    shift
    began=$(now_millis)
    printf '== %(%FT%TZ)T %s\n' -1 "$STEP_TITLE" >>"$LAUNCHER_LOG"
    ticker_start "$began"
    "$@" >>"$LAUNCHER_LOG" 2>&1
    ticker_stop
    done_line "$(seconds_since "$began")" "${STEP_RESULT:-$STEP_TITLE}"
    STEP_TITLE='' STEP_RESULT=''
}

# ticker_start BEGAN: on a terminal, shows each second how long the step has taken and the last line of the log.
ticker_start() {
    [[ -n $TERMINAL_LIVE ]] || return 0
    terminal_show_running "$STEP_TITLE"
    ticker "$1" &
    TICKER=$!
}

ticker() {
    local last
    trap - EXIT
    while sleep 1; do
        last=$(tail -n 1 "$LAUNCHER_LOG" | tr -d '\000-\037')
        terminal_clear_line
        printf '  %s..  %7s s%s  %s  %s%.60s%s' "$TERMINAL_DIM" "$(seconds_since "$1")" "$TERMINAL_PLAIN" "$STEP_TITLE" \
            "$TERMINAL_DIM" "$last" "$TERMINAL_PLAIN" >&3
    done
}

ticker_stop() {
    [[ -n ${TICKER:-} ]] || return 0
    kill "$TICKER" 2>/dev/null || true
    wait "$TICKER" 2>/dev/null || true
    TICKER=''
}

# terminal_on_exit [STATUS]: what a failed step leaves to be read.
terminal_on_exit() {
    local status=${1:-$?}
    ticker_stop
    [[ $status -ne 0 && -n ${STEP_TITLE:-} ]] || return 0
    terminal_clear_line
    printf '  %sfailed%s       %s\n' "$TERMINAL_RED" "$TERMINAL_PLAIN" "$STEP_TITLE" >&4
    printf '%s\n' "        the end of $LAUNCHER_LOG:" >&4
    tail -n 15 "$LAUNCHER_LOG" | cut -c1-240 | sed 's/^/        | /' >&4
}
