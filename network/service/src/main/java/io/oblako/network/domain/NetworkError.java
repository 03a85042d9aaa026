package io.oblako.network.domain;

import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.error.ErrorKind;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Codes of the network service, named as Neutron's exceptions: {@code NETWORK_NOT_FOUND} is sent as
 * {@code NetworkNotFound}. Append only.
 *
 * @see <a href="https://opendev.org/openstack/neutron-lib/src/branch/master/neutron_lib/exceptions">neutron-lib:
 *     exceptions</a>
 */
public enum NetworkError implements ErrorCode {
    NETWORK_NOT_FOUND(ErrorKind.NOT_FOUND),
    SUBNET_NOT_FOUND(ErrorKind.NOT_FOUND),
    SUBNET_POOL_NOT_FOUND(ErrorKind.NOT_FOUND),
    PORT_NOT_FOUND(ErrorKind.NOT_FOUND),
    SECURITY_GROUP_NOT_FOUND(ErrorKind.NOT_FOUND),
    SECURITY_GROUP_RULE_NOT_FOUND(ErrorKind.NOT_FOUND),
    ADDRESS_GROUP_NOT_FOUND(ErrorKind.NOT_FOUND),
    TAG_NOT_FOUND(ErrorKind.NOT_FOUND),
    EXTENSION_NOT_FOUND(ErrorKind.NOT_FOUND),
    INVALID_INPUT(ErrorKind.BAD_REQUEST),
    /** An address that is not in the subnet, or not one of hosts. */
    INVALID_IP_FOR_SUBNET(ErrorKind.BAD_REQUEST),
    INVALID_ALLOCATION_POOL(ErrorKind.BAD_REQUEST),
    OVERLAPPING_ALLOCATION_POOLS(ErrorKind.CONFLICT),
    OUT_OF_BOUNDS_ALLOCATION_POOL(ErrorKind.BAD_REQUEST),
    GATEWAY_CONFLICT_WITH_ALLOCATION_POOLS(ErrorKind.CONFLICT),
    SUBNET_ALLOCATION_ERROR(ErrorKind.CONFLICT),
    ILLEGAL_SUBNET_POOL_PREFIX_BOUNDS(ErrorKind.BAD_REQUEST),
    MIN_PREFIX_SUBNET_ALLOCATION_ERROR(ErrorKind.BAD_REQUEST),
    MAX_PREFIX_SUBNET_ALLOCATION_ERROR(ErrorKind.BAD_REQUEST),
    SUBNET_POOL_IN_USE(ErrorKind.CONFLICT),
    NETWORK_IN_USE(ErrorKind.CONFLICT),
    SUBNET_IN_USE(ErrorKind.CONFLICT),
    GATEWAY_IP_IN_USE(ErrorKind.CONFLICT),
    /** No address is free in the pools. */
    IP_ADDRESS_GENERATION_FAILURE(ErrorKind.CONFLICT),
    IP_ADDRESS_ALREADY_ALLOCATED(ErrorKind.CONFLICT),
    MAC_ADDRESS_IN_USE(ErrorKind.CONFLICT),
    /** Ports of others are on it: it cannot stop being shared. */
    INVALID_SHARED_SETTING(ErrorKind.CONFLICT),
    /** It belongs to another resource, which must be told to let it go. */
    SERVICE_PORT_IN_USE(ErrorKind.CONFLICT),
    PORT_BOUND(ErrorKind.CONFLICT),
    PORT_SECURITY_PORT_HAS_SECURITY_GROUP(ErrorKind.CONFLICT),
    PORT_SECURITY_AND_IP_REQUIRED_FOR_SECURITY_GROUPS(ErrorKind.BAD_REQUEST),
    ADDRESS_PAIR_AND_PORT_SECURITY_REQUIRED(ErrorKind.CONFLICT),
    ADDRESS_PAIR_MATCHES_GATEWAY(ErrorKind.BAD_REQUEST),
    DUPLICATE_ADDRESS_PAIR_IN_REQUEST(ErrorKind.BAD_REQUEST),
    SECURITY_GROUP_IN_USE(ErrorKind.CONFLICT),
    SECURITY_GROUP_CANNOT_REMOVE_DEFAULT(ErrorKind.CONFLICT),
    SECURITY_GROUP_CANNOT_UPDATE_DEFAULT(ErrorKind.CONFLICT),
    SECURITY_GROUP_DEFAULT_ALREADY_EXISTS(ErrorKind.CONFLICT),
    SECURITY_GROUP_RULE_EXISTS(ErrorKind.CONFLICT),
    SECURITY_GROUP_INVALID_PORT_RANGE(ErrorKind.BAD_REQUEST),
    SECURITY_GROUP_INVALID_ICMP_VALUE(ErrorKind.BAD_REQUEST),
    SECURITY_GROUP_PROTOCOL_REQUIRED_WITH_PORTS(ErrorKind.BAD_REQUEST),
    SECURITY_GROUP_REMOTE_GROUP_AND_REMOTE_IP_PREFIX(ErrorKind.BAD_REQUEST),
    SECURITY_GROUP_RULE_PARAMETER_CONFLICT(ErrorKind.BAD_REQUEST),
    ROUTER_NOT_FOUND(ErrorKind.NOT_FOUND),
    FLOATING_IP_NOT_FOUND(ErrorKind.NOT_FOUND, "FloatingIPNotFound"),
    PORT_FORWARDING_NOT_FOUND(ErrorKind.NOT_FOUND),
    /** A request that contradicts itself, or the thing it is about. */
    BAD_REQUEST(ErrorKind.BAD_REQUEST),
    /** Interfaces are left. */
    ROUTER_IN_USE(ErrorKind.CONFLICT),
    ROUTER_INTERFACE_NOT_FOUND(ErrorKind.NOT_FOUND),
    ROUTER_INTERFACE_NOT_FOUND_FOR_SUBNET(ErrorKind.NOT_FOUND),
    ROUTER_INTERFACE_IN_USE_BY_FLOATING_IP(ErrorKind.CONFLICT, "RouterInterfaceInUseByFloatingIP"),
    ROUTER_INTERFACE_IN_USE_BY_ROUTE(ErrorKind.CONFLICT),
    ROUTER_EXTERNAL_GATEWAY_IN_USE_BY_FLOATING_IP(ErrorKind.CONFLICT),
    SUBNET_MISMATCH_FOR_PORT(ErrorKind.BAD_REQUEST),
    PORT_IN_USE(ErrorKind.CONFLICT),
    INVALID_ROUTES(ErrorKind.BAD_REQUEST),
    ROUTES_EXHAUSTED(ErrorKind.BAD_REQUEST),
    /** No router leads from the subnet to the external network. */
    EXTERNAL_GATEWAY_FOR_FLOATING_IP_NOT_FOUND(ErrorKind.NOT_FOUND, "ExternalGatewayForFloatingIPNotFound"),
    EXTERNAL_IP_ADDRESS_EXHAUSTED(ErrorKind.BAD_REQUEST),
    FLOATING_IP_PORT_ALREADY_ASSOCIATED(ErrorKind.CONFLICT, "FloatingIPPortAlreadyAssociated"),
    FIP_IN_USE_BY_PORT_FORWARDING(ErrorKind.CONFLICT),
    ADDRESS_GROUP_IN_USE(ErrorKind.CONFLICT),
    ADDRESSES_ALREADY_EXIST(ErrorKind.BAD_REQUEST),
    ADDRESSES_NOT_FOUND(ErrorKind.NOT_FOUND),
    ADDRESS_SCOPE_NOT_FOUND(ErrorKind.NOT_FOUND),
    ADDRESS_SCOPE_IN_USE(ErrorKind.CONFLICT),
    ADDRESS_SCOPE_UPDATE_ERROR(ErrorKind.BAD_REQUEST),
    ADDRESS_SCOPE_PREFIX_CONFLICT(ErrorKind.CONFLICT),
    ILLEGAL_SUBNET_POOL_IP_VERSION_ASSOCIATION(ErrorKind.BAD_REQUEST, "IllegalSubnetPoolIpVersionAssociation"),
    RBAC_POLICY_NOT_FOUND(ErrorKind.NOT_FOUND),
    RBAC_POLICY_IN_USE(ErrorKind.CONFLICT),
    DUPLICATE_RBAC_POLICY(ErrorKind.CONFLICT),
    QOS_POLICY_NOT_FOUND(ErrorKind.NOT_FOUND),
    QOS_RULE_NOT_FOUND(ErrorKind.NOT_FOUND),
    QOS_POLICY_IN_USE(ErrorKind.CONFLICT),
    QOS_POLICY_DEFAULT_ALREADY_EXISTS(ErrorKind.CONFLICT, "QoSPolicyDefaultAlreadyExists"),
    /** A policy has one rule of each type and direction. */
    QOS_RULES_CONFLICT(ErrorKind.CONFLICT, "QoSRulesConflict"),
    TRUNK_NOT_FOUND(ErrorKind.NOT_FOUND),
    TRUNK_PORT_IN_USE(ErrorKind.CONFLICT),
    PARENT_PORT_IN_USE(ErrorKind.CONFLICT),
    TRUNK_IN_USE(ErrorKind.CONFLICT),
    TRUNK_DISABLED(ErrorKind.CONFLICT),
    DUPLICATE_SUB_PORT(ErrorKind.CONFLICT),
    SUB_PORT_NOT_FOUND(ErrorKind.NOT_FOUND),
    PORT_IN_USE_AS_TRUNK_PARENT(ErrorKind.CONFLICT),
    PORT_IN_USE_AS_SUB_PORT(ErrorKind.CONFLICT),
    LOG_RESOURCE_NOT_FOUND(ErrorKind.NOT_FOUND),
    RESOURCE_NOT_FOUND(ErrorKind.NOT_FOUND),
    TARGET_RESOURCE_NOT_FOUND(ErrorKind.NOT_FOUND),
    /** The port is not in the group whose packets shall be logged. */
    INVALID_RESOURCE_CONSTRAINT(ErrorKind.CONFLICT),
    AGENT_NOT_FOUND(ErrorKind.NOT_FOUND),
    OVER_QUOTA(ErrorKind.CONFLICT),
    REVISION_NUMBER_CONSTRAINT_FAILED(ErrorKind.PRECONDITION_FAILED),
    /** Visible, but somebody else's, or an attribute that the role may not set. */
    POLICY_NOT_AUTHORIZED(ErrorKind.FORBIDDEN);

    private final ErrorKind kind;
    private final @Nullable String exception;

    NetworkError(ErrorKind kind) {
        this(kind, null);
    }

    /** @param exception Neutron's name of the exception, where it is not the code's words put together */
    NetworkError(ErrorKind kind, @Nullable String exception) {
        this.kind = kind;
        this.exception = exception;
    }

    /** Neutron's name of the exception where it does not follow from the code; empty for other codes. */
    public static Optional<String> exception(String code) {
        return Arrays.stream(values())
                .filter(error -> error.name().equals(code))
                .findFirst()
                .map(error -> error.exception);
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
