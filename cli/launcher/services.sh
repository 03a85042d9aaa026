# The services of the cloud.

cloud_require_ports() {
    engines_require_ports
    require_ports "identity:$OBLAKO_IDENTITY_PORT" "image:$OBLAKO_IMAGE_PORT" "compute:$OBLAKO_COMPUTE_PORT"
}
