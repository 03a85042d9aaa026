# The simulated hypervisor hosts: a network namespace each, joined by a bridge to the services.

bridge_name() {
    echo "ob${STATE_HASH}br"
}

bridge_address() {
    echo "$HOST_NETWORK_PREFIX.1"
}

bridge_exists() {
    [[ -d /sys/class/net/$(bridge_name) ]]
}
