# ./oblako help [COMMAND]

command_help() {
    local topic=${1:-}
    if [[ -z $topic ]]; then
        help_overview
    elif [[ $topic == config ]]; then
        help_config
    elif declare -F "help_on_$topic" >/dev/null; then
        "help_on_$topic"
    else
        refuse "there is no help on '$topic'" "./oblako help lists the commands"
    fi
}

help_overview() {
    cat <<'TEXT'
Oblako: an IaaS cloud with OpenStack's APIs, on this machine.

  ./oblako doctor          looks at the machine and says what stands in the way
  ./oblako image build tiny|debian   builds a guest image and prints where it is
  ./oblako engines up      starts PostgreSQL, Kafka and Keycloak alone, for tests;  engines down  stops them
  ./oblako help COMMAND    more on one command;  help config  lists the settings

Every command takes --state DIR (or OBLAKO_STATE): the folder that holds all the state, .oblako in the checkout by default.
OBLAKO_CACHE names another folder for what is fetched and built once.
TEXT
}

help_config() {
    local key default sentence
    echo "Settings of $CONFIG_FILE, each overridden by a variable of the same name in the environment:"
    while IFS='|' read -r key default sentence; do
        printf '\n  %s=%s\n      %s\n' "$key" "${!key}" "$sentence"
        [[ ${!key} == "$default" ]] || printf '      (default: %s)\n' "$default"
    done < <(config_table)
}

help_on_doctor() {
    cat <<'TEXT'
./oblako doctor
  Looks at root, JDK 25, packages, memory, disk, acceleration, ports and processes. Changes nothing.
  Ends with 0 when ./oblako up can work.
TEXT
}

help_on_engines() {
    cat <<'TEXT'
./oblako engines up|down [--state DIR]
  PostgreSQL, Kafka and Keycloak without the services, for tests. In a new state folder they get free ports.
  DIR/engines.env says how to reach them, as OBLAKO_TEST_* lines. Returns at once when they already run.
TEXT
}

help_on_image() {
    cat <<'TEXT'
./oblako image build tiny|debian
  Builds a guest image of Debian packages and prints its file. An image that was built already is only found again.
  tiny     kernel, busybox and dropbear: 22 MB, boots in seconds; up registers it under the name mote
  debian   Debian with cloud-init: 200 MB, about three minutes to build
TEXT
}
