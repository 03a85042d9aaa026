/**
 * What reaches what: a model of security groups, addresses, routers and NAT that says for one packet whether it arrives,
 * by which rules, and on which way. It answers {@code GET /v2.0/reachability} and is what tests of the data plane compare
 * with.
 */
@NullMarked
package io.oblako.network.domain.reach;

import org.jspecify.annotations.NullMarked;
