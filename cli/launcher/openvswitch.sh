# Open vSwitch and OVN come from Debian, whose services must not run: tests and clouds start daemons of their own.

readonly OPENVSWITCH_UNITS="openvswitch-switch ovsdb-server ovs-vswitchd ovs-record-hostname ovn-central ovn-northd
    ovn-ovsdb-server-nb ovn-ovsdb-server-sb ovn-host ovn-controller"

# openvswitch_keep_debian_services_away PACKAGE...: before these are installed for the first time. A machine that has Open
# vSwitch already keeps it as it is.
openvswitch_keep_debian_services_away() {
    local unit link
    [[ " $* " =~ \ (openvswitch|ovn)- ]] || return 0
    [[ $(dpkg-query -W -f '${db:Status-Status}' openvswitch-switch 2>/dev/null || true) != installed ]] || return 0
    mkdir -p /etc/systemd/system
    for unit in $OPENVSWITCH_UNITS; do
        link=/etc/systemd/system/$unit.service
        [[ -e $link || -L $link ]] || ln -s /dev/null "$link"
    done
}
