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

  ./oblako up              builds what changed and starts the cloud, or whatever of it does not run
  ./oblako status          what runs, how much memory it takes, where it listens
  ./oblako logs [NAME] [-f]  the end of the logs, of one process or of all
  ./oblako down [--purge]  stops everything, guests too;  --purge  removes all the state as well
  ./oblako demo            up, then real guests and two tenants' networks by the openstack client; cleans up
  ./oblako test            runs every test, the end-to-end tests included;  --fast  without the slow ones
  ./oblako test --conformance   runs OpenStack's interoperability tests (Tempest) against a cloud of its own
  ./oblako bench NAME      measures; ./oblako help bench lists the names
  ./oblako build           builds everything without starting it
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

help_on_up() {
    cat <<'TEXT'
./oblako up [--hosts N] [--simulated N] [--state DIR]
  Installs missing packages, builds what changed, starts PostgreSQL, Kafka, Keycloak, OVN, identity, image, compute, network
  and the hosts with their switches,
  registers a first image (mote) and flavors, and writes clouds.yaml and openrc into the state folder.
  What runs already is left alone, so up also heals a cloud of which something has died.
  --hosts N      hypervisor hosts that run QEMU, each in a network namespace (2); kept for later starts
  --simulated N  hosts that only simulate their guests, all in one process (0); kept for later starts
  OBLAKO_TRAIN=no skips the training of ahead-of-time caches after a build: quicker to build, slower to start.
TEXT
}

help_on_down() {
    cat <<'TEXT'
./oblako down [--purge] [--state DIR]
  Stops hosts, services and engines. Guests are asked to power down and get OBLAKO_GUEST_SHUTDOWN_SECONDS for it; up starts those
  again that ran (unless OBLAKO_RESUME_GUESTS=false).
  --purge  removes the whole state folder: databases, images, disks, passwords and what was built into it. Waits for no guest.
TEXT
}

help_on_status() {
    cat <<'TEXT'
./oblako status [--state DIR]
  One line per process: whether it answers, its pid, uptime and memory (proportional set size). Ends with 0 when all are ready.
TEXT
}

help_on_logs() {
    cat <<'TEXT'
./oblako logs [NAME] [-f] [--state DIR]
  The last 200 lines of one process, or 20 of each; -f follows. Names are those of ./oblako status, and launcher.
TEXT
}

help_on_build() {
    cat <<'TEXT'
./oblako build [--state DIR]
  Fetches and prepares the engines, builds the tiny guest image and all modules without their tests, and trains the
  ahead-of-time caches. Does again only what changed.
TEXT
}

help_on_demo() {
    cat <<'TEXT'
./oblako demo [--state DIR]
  Brings the cloud up, then does by Debian's openstack client what a tenant does: uploads an image, makes project, user, flavor
  and key pair, boots a server, shows why it was placed where it is, waits for the log-in prompt on its console, stops and
  starts it, makes an image of it and boots that. Then two projects with the same addresses: a network, a router, a security
  group and two servers each, on both hosts; SSH from outside by a floating IP; what rules let through, and what not. Deletes
  everything and proves that nothing is left. Prints each command and how long it took. The cloud stays up.
TEXT
}

help_on_test() {
    cat <<'TEXT'
./oblako test [--fast | --end-to-end | --conformance] [--state DIR]
  Starts engines for the tests, runs the tests of all modules, then starts a cloud of its own and runs the end-to-end tests.
  Everything it started is taken down, however it ends; a cloud that runs beside is not touched. 0 only when all tests pass;
  the last lines say how long it took, which classes of tests took longest, and what failed, where.
  --end-to-end   runs the end-to-end tests alone
  --fast         leaves out the tests marked slow, such as those that boot a full Debian guest
  --conformance  runs the interoperability tests of OpenStack instead; OBLAKO_CONFORMANCE names the folder of
                 run-tempest.sh and required.txt (../shared/conformance)
TEXT
}

help_on_bench() {
    cat <<'TEXT'
./oblako bench NAME [--state DIR]
  Measures on a cloud of its own, on free ports, that goes afterwards. Prints `name: value` lines, the main one last.
  scheduler  placements per second over 10,000 hosts on one core (no cloud needed)
  simulated  servers on simulated hosts: POST to ACTIVE, 100 at once, CPU per list and show
  boot       real guests: POST to the start of QEMU, 20 at once; the first line of a guest beside the same QEMU by hand
  identity   tokens: rate and CPU of issuing, local verification, password log-in beside Keycloak's own grant
  network    networks made and ports listed; from the API to the wire: rules, ports, a member more of a group of 1,000
  image      1 GiB up and down beside cp on the same disk
  start      up, cold and warm, and warm start to the first server ACTIVE
  memory     proportional set size of all processes, with the default hosts and with one
TEXT
}
