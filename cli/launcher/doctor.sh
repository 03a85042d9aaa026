# ./oblako doctor: what this machine has and lacks; changes nothing.

command_doctor() {
    DOCTOR_FOUND=0
    headline "Oblako at $OBLAKO_ROOT, state in $STATE"
    doctor_check "root" doctor_root
    doctor_check "JDK 25" doctor_jdk
    doctor_check "Debian packages" doctor_packages
    doctor_check "memory" doctor_memory
    doctor_check "disk" doctor_disk
    doctor_check "acceleration" doctor_acceleration
    doctor_check "network namespaces" doctor_namespaces
    doctor_check "control groups" doctor_control_groups
    doctor_check "switches" doctor_switches
    doctor_check "ports" doctor_ports
    doctor_check "processes" doctor_processes
    [[ $DOCTOR_FOUND -eq 0 ]] || refuse "$DOCTOR_FOUND of the points above need a hand"
    say "Nothing stands in the way of ./oblako up"
}

# doctor_check NAME FUNCTION: the function prints its finding and fails when it needs a hand.
doctor_check() {
    local finding
    if finding=$("$2" 2>&1 4>&1); then
        printf '  %sok%s      %-20s %s\n' "$TERMINAL_GREEN" "$TERMINAL_PLAIN" "$1" "$finding"
    else
        printf '  %slacking%s %-20s %s\n' "$TERMINAL_RED" "$TERMINAL_PLAIN" "$1" "$finding"
        DOCTOR_FOUND=$((DOCTOR_FOUND + 1))
    fi
}

doctor_root() {
    echo "uid $(id -u)"
    [[ $(id -u) -eq 0 ]]
}

doctor_jdk() {
    jdk_find
    echo "$JDK_VERSION at $JAVA_HOME"
}

doctor_packages() {
    local -a missing
    mapfile -t missing < <(packages_missing run build guest)
    if [[ ${#missing[@]} -eq 0 ]]; then
        echo "all installed"
    elif command -v apt-get >/dev/null; then
        echo "up will install ${missing[*]}"
    else
        echo "missing and no apt-get to install them: ${missing[*]}"
        return 1
    fi
}

doctor_memory() {
    echo "$(memory_available_mib) MiB available, $OBLAKO_MINIMUM_MEMORY_MIB needed"
    [[ $(memory_available_mib) -ge $OBLAKO_MINIMUM_MEMORY_MIB || -n $(process_names) ]]
}

doctor_disk() {
    echo "$(disk_free_mib "$STATE") MiB free at $STATE, $OBLAKO_MINIMUM_DISK_MIB needed"
    [[ $(disk_free_mib "$STATE") -ge $OBLAKO_MINIMUM_DISK_MIB ]]
}

doctor_acceleration() {
    if [[ -r /dev/kvm && -w /dev/kvm ]]; then
        echo "/dev/kvm is there; each node daemon tries it and takes software emulation (tcg) when it does not work"
    else
        echo "no /dev/kvm: guests run in software emulation (tcg), slower and without its isolation"
    fi
}

doctor_namespaces() {
    if unshare --net --mount true; then
        echo "can be made"
    else
        echo "cannot be made: run on the machine itself or in a container with CAP_SYS_ADMIN"
        return 1
    fi
}

# Never a reason to refuse: without them guests run on, held by the limits of their processes alone.
doctor_control_groups() {
    local controllers
    controllers=$(cat /sys/fs/cgroup/cgroup.controllers 2>/dev/null || true)
    if [[ " $controllers " == *" memory "* ]]; then
        echo "version 2: each guest gets a group with limits for $controllers"
    elif mountpoint --quiet /sys/fs/cgroup/memory; then
        echo "version 1: each guest gets groups with limits for memory, processes and processor time"
    else
        echo "none with a memory controller: guests get no group of their own"
    fi
}

# Open vSwitch makes the ports of its bridges there.
doctor_switches() {
    if [[ -c /dev/net/tun ]]; then
        echo "Open vSwitch's datapath in user space works (/dev/net/tun)"
    else
        echo "no /dev/net/tun: the hosts' switches cannot work; modprobe tun, or give the container the device"
        return 1
    fi
}

doctor_ports() {
    command -v ss >/dev/null || { echo "not looked at: iproute2 is not installed yet"; return; }
    (cloud_require_ports)
    echo "free or ours"
}

doctor_processes() {
    local name dead=''
    for name in $(process_names); do
        process_alive "$name" || dead+=" $name"
    done
    if [[ -n $dead ]]; then
        echo "ended without being asked:$dead; ./oblako up starts them again"
        return 1
    fi
    echo "$(process_names | wc -l) running"
}
