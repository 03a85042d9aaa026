# What the machine must be able to do: root, JDK 25, Debian packages, memory, disk, free ports.

require_root() {
    [[ $(id -u) -eq 0 ]] || refuse "this needs root: it makes network namespaces and runs guests as users of their own" \
        "run it again as root, for example: sudo ./oblako ${COMMAND:-up}"
}

# jdk_version HOME -> the JAVA_VERSION of the JDK there, empty when there is none (or only a JRE)
jdk_version() {
    [[ -x $1/bin/javac && -r $1/release ]] || return 0
    sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$1/release"
}

jdk_places() {
    local java
    printf '%s\n' "${JAVA_HOME:-}"
    java=$(command -v java || true)
    [[ -z $java ]] || dirname "$(dirname "$(readlink -f "$java")")"
    printf '%s\n' /usr/lib/jvm/* /opt/*jdk* /opt/java/* /usr/local/*jdk* "${HOME:-/root}"/.sdkman/candidates/java/25* \
        "${HOME:-/root}"/.jdks/*
}

# jdk_find: sets JAVA_HOME to a JDK 25 or refuses.
jdk_find() {
    local place version
    while IFS= read -r place; do
        [[ -n $place ]] || continue
        version=$(jdk_version "$place")
        if [[ $version == 25 || $version == 25.* ]]; then
            export JAVA_HOME=$place
            JDK_VERSION=$version
            JAVA=$JAVA_HOME/bin/java
            return
        fi
    done < <(jdk_places)
    refuse "no JDK 25 found (looked at JAVA_HOME, java on the PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks)" \
        "install Temurin 25 (https://adoptium.net) and set JAVA_HOME to it"
}

# Debian packages by purpose; each group is installed when a command needs it.
packages_of() {
    case $1 in
        run) echo "curl jq iproute2 procps util-linux postgresql-15 qemu-system-x86 qemu-utils bubblewrap nftables
            openvswitch-switch ovn-central ovn-host ethtool" ;;
        build) echo "maven" ;;
        guest) echo "cpio kmod binutils e2fsprogs dosfstools mtools fdisk syslinux syslinux-common qemu-utils" ;;
        debian-guest) echo "mmdebstrap e2fsprogs dosfstools mtools fdisk syslinux syslinux-common qemu-utils" ;;
        client) echo "python3-openstackclient openssh-client" ;;
        test) echo "gcc libc6-dev openssl udhcpc" ;;
        conformance) echo "tempest python3-openstackclient" ;;
        *) refuse "no group of packages is called $1" ;;
    esac
}

# packages_missing GROUP... -> the packages of the groups that are not installed
packages_missing() {
    local group package
    for group in "$@"; do
        for package in $(packages_of "$group"); do
            [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] || echo "$package"
        done
    done | sort -u
}

# packages_need GROUP...: installs what is missing.
packages_need() {
    local -a missing
    mapfile -t missing < <(packages_missing "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    command -v apt-get >/dev/null || refuse "these Debian packages are missing: ${missing[*]}" \
        "Oblako installs packages on Debian 12 only; install them by hand elsewhere"
    step "Refresh the list of packages" apt_get update
    step "Install ${#missing[@]} packages: ${missing[*]}" packages_install "${missing[@]}"
}

packages_install() (
    postgres_keep_debian_cluster_away
    openvswitch_keep_debian_services_away "$@"
    apt_get install --no-install-recommends "$@"
)

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@"
}

memory_total_mib() {
    awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo
}

memory_available_mib() {
    awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo
}

# disk_free_mib FOLDER: of the file system that holds it (or its nearest existing parent)
disk_free_mib() {
    local place=$1
    while [[ ! -d $place ]]; do place=$(dirname "$place"); done
    df --output=avail -m "$place" | tail -n 1 | tr -d ' '
}

require_memory() {
    local free
    free=$(memory_available_mib)
    [[ $free -ge $OBLAKO_MINIMUM_MEMORY_MIB ]] || refuse \
        "only $free MiB of memory are available; the cloud and two small guests need $OBLAKO_MINIMUM_MEMORY_MIB" \
        "end other programs, or lower OBLAKO_MINIMUM_MEMORY_MIB in $CONFIG_FILE at your own risk"
}

require_disk() {
    local free
    free=$(disk_free_mib "$STATE")
    [[ $free -ge $OBLAKO_MINIMUM_DISK_MIB ]] || refuse \
        "only $free MiB are free where $STATE lies; $OBLAKO_MINIMUM_DISK_MIB are needed" \
        "free some, choose another folder with --state DIR, or lower OBLAKO_MINIMUM_DISK_MIB in $CONFIG_FILE"
}

# port_owner PORT -> who listens on that TCP port: "name (pid N)", or empty
port_owner() {
    local line
    line=$(ss --no-header --listening --tcp --numeric --processes "sport = :$1" | head -n 1)
    [[ -n $line ]] || return 0
    if [[ $line =~ \(\(\"([^\"]+)\",pid=([0-9]+) ]]; then
        echo "${BASH_REMATCH[1]} (pid ${BASH_REMATCH[2]})"
    else
        echo "a process of another namespace or container"
    fi
}

# require_ports NAME:PORT...: each free, or held by our own process of that name.
require_ports() {
    local pair name port owner
    for pair in "$@"; do
        name=${pair%%:*} port=${pair#*:}
        process_alive "$name" && continue
        owner=$(port_owner "$port")
        [[ -z $owner ]] || refuse "port $port, which $name needs, is taken by $owner" \
            "end that process, or set another port for $name in $CONFIG_FILE"
    done
}

# free_ports NUMBER -> so many different TCP ports that nobody listens on, outside the range that the kernel gives to clients
free_ports() {
    local taken
    taken=$(ss --no-header --listening --tcp --numeric | awk '{sub(/.*:/, "", $4); print $4}')
    shuf --input-range=15000-29999 | grep --invert-match --line-regexp --fixed-strings "${taken:-none}" | sed -n "1,$1p"
}

# free_network -> a /24 of which this machine has no address
free_network() {
    local third
    for ((third = 1; third < 250; third++)); do
        [[ -n $(ip -oneline -4 address show to "10.251.$third.0/24") ]] || break
    done
    echo "10.251.$third.0/24"
}
