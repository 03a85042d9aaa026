# Open vSwitch and OVN come from Debian, whose services must not run: tests and clouds start daemons of their own.

readonly INIT_POLICY=/usr/sbin/policy-rc.d

# openvswitch_units PACKAGE -> the services that it brings
openvswitch_units() {
    case $1 in
        openvswitch-switch) echo "openvswitch-switch ovsdb-server ovs-vswitchd ovs-record-hostname" ;;
        ovn-central) echo "ovn-central ovn-northd ovn-ovsdb-server-nb ovn-ovsdb-server-sb" ;;
        ovn-host) echo "ovn-host ovn-controller" ;;
    esac
}

# openvswitch_keep_debian_services_away PACKAGE...: before these are installed for the first time, in the same subshell. What a
# machine has already stays as it is.
openvswitch_keep_debian_services_away() {
    local package unit link
    for package in "$@"; do
        for unit in $(openvswitch_units "$package"); do
            link=/etc/systemd/system/$unit.service
            mkdir -p "$(dirname "$link")"
            [[ -e $link || -L $link ]] || ln -s /dev/null "$link"
        done
        [[ $package != openvswitch-switch ]] || openvswitch_deny_init_script
    done
}

# Where systemd does not run, the package would start its init script, unless the machine's policy says no. One that is there
# already is left to decide; ours is for this subshell only.
openvswitch_deny_init_script() {
    [[ ! -e $INIT_POLICY && ! -L $INIT_POLICY ]] || return 0
    trap 'rm -f "$INIT_POLICY"' EXIT
    printf '#!/bin/sh\n# Made by Oblako while it installs Open vSwitch.\n[ "$1" != openvswitch-switch ] || exit 101\n' >"$INIT_POLICY"
    chmod 755 "$INIT_POLICY"
}
