package io.oblako.network.domain.reach;

/** How a packet's way ends, and what its owner could change about it. Append only: clients compare the names. */
public enum Outcome {
    DELIVERED(true, "The packet arrives, and the rules named let it through."),
    ANSWERED_BY_ROUTER(true, "The router itself answers."),
    ANSWERED_BY_PLATFORM(true, "The cloud itself answers on the network of the port."),
    LEAVES_THE_CLOUD(true, "The packet leaves by an external or provider network: the cloud knows nothing beyond."),
    OUT_OF_SIGHT(true, "The packet gets to a port or floating IP of another project, of which no more is told."),
    NO_EGRESS_RULE(
            false, "No egress rule of the port's security groups lets it out: add one, or a group that has one."),
    NO_INGRESS_RULE(
            false,
            "No ingress rule of the security groups of the port it is for lets it in: add one, or a group that has"
                    + " one. Rules about remote groups see the source address as it is there, behind all NAT."),
    NO_SECURITY_GROUP(
            false, "The port has port security and no security group, so nothing passes: put it into a group."),
    POSES_AS_DHCP(false, "Guests do not answer DHCP: disable port security of the port if it is to be a DHCP server."),
    POSES_AS_ROUTER(false, "Guests do not advertise themselves as routers: disable port security of the port."),
    SOURCE_NOT_OWN(
            false, "The source is no address of the port: add it to the port's fixed_ips or allowed_address_pairs."),
    NOT_FOR_THIS_PORT(
            false,
            "The way leads to a port that would have to pass the packet on: add the destination to its"
                    + " allowed_address_pairs, and ask from that port for the rest of the way."),
    NOT_JOINED(
            false,
            "By this address the port is not reached from there: join the two networks by a router, or associate a"
                    + " floating IP."),
    PORT_DOWN(false, "The port is administratively down: set its admin_state_up."),
    NETWORK_DOWN(false, "The network is administratively down: set its admin_state_up."),
    ROUTER_DOWN(false, "The router is administratively down: set its admin_state_up."),
    INTERFACE_DOWN(false, "The router's port is administratively down: set its admin_state_up."),
    NO_ADDRESS(false, "The port has no address of the IP version of the destination: give it a fixed IP."),
    NO_GATEWAY(
            false,
            "The destination is on none of the port's subnets, and its subnet has neither gateway_ip nor a host"
                    + " route to it."),
    NO_NEXT_HOP(
            false,
            "Nobody has the address that the packet is to be handed to: add the subnet to a router, or correct the"
                    + " route or gateway_ip."),
    NO_ROUTE(
            false,
            "The router has no interface on the destination's subnet, no route to it and no gateway that leads"
                    + " there."),
    NOBODY_HAS_IT(false, "No port on the network has the destination's address."),
    FLOATING_IP_LEADS_NOWHERE(false, "The floating IP is associated with no port: associate it."),
    NOT_FORWARDED(false, "The floating IP forwards single ports only, and not this one: add a port forwarding for it."),
    ROUTERS_ANSWER_PING_ONLY(false, "The address is a router's own, which answers nothing but ping."),
    PLATFORM_ANSWERS_NOT(
            false, "At 169.254.169.254 only metadata (TCP port 80) and DHCP answer, the latter on subnets with it."),
    NO_WAY_IN(
            false,
            "Nothing outside knows a way to the address: associate a floating IP with it, or join its subnet with an"
                    + " external network by a router that does not translate."),
    OF_ONE_LINK(false, "Neighbours and routers are found on one link only: no router passes such packets on."),
    TOO_MANY_ROUTERS(false, "The packet goes in a circle, or through too many routers: correct their routes.");

    private final boolean allowed;
    private final String sentence;

    Outcome(boolean allowed, String sentence) {
        this.allowed = allowed;
        this.sentence = sentence;
    }

    public boolean allowed() {
        return allowed;
    }

    /** For people; without names of things. */
    public String sentence() {
        return sentence;
    }

    static Outcome of(Ruling.Ground ground, boolean out) {
        return switch (ground) {
            case RULE, UNFILTERED, ASKS_FOR_ADDRESS, NEIGHBOUR_DISCOVERY ->
                throw new IllegalArgumentException("what passes has not ended");
            case POSES_AS_DHCP -> POSES_AS_DHCP;
            case POSES_AS_ROUTER -> POSES_AS_ROUTER;
            case NO_GROUP -> NO_SECURITY_GROUP;
            case NO_RULE -> out ? NO_EGRESS_RULE : NO_INGRESS_RULE;
            case NO_BEGINNING -> throw new IllegalArgumentException("only an answer ends so");
        };
    }
}
