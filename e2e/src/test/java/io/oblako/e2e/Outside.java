package io.oblako.e2e;

/** An external network, made by an admin, on the physical network at whose other end is {@link Wire#outside}. */
record Outside(Cloud admin, String network) {

    static Outside born(Cloud admin) {
        String network = admin.networkMade(
                "networks",
                "network",
                "{'network': {'router:external': true, 'provider:network_type': 'flat',"
                        + " 'provider:physical_network': 'physnet1'}}");
        admin.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'network_id': '%s', 'cidr': '203.0.113.0/24', 'ip_version': 4, 'enable_dhcp': false}}"
                        .formatted(network));
        return new Outside(admin, network);
    }

    /** A router of the project that leads here. */
    String router(String project) {
        return admin.networkMade(
                "routers",
                "router",
                "{'router': {'project_id': '%s', 'external_gateway_info': {'network_id': '%s'}}}"
                        .formatted(project, network));
    }

    /** Once nothing leads here. */
    void delete() {
        admin.network("DELETE", "/networks/" + network, null).expect(204);
    }
}
