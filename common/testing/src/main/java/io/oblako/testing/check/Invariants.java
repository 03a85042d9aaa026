package io.oblako.testing.check;

import io.oblako.testing.check.CloudState.Action;
import io.oblako.testing.check.CloudState.Allocation;
import io.oblako.testing.check.CloudState.Fact;
import io.oblako.testing.check.CloudState.Guest;
import io.oblako.testing.check.CloudState.Host;
import io.oblako.testing.check.CloudState.Server;
import io.oblako.testing.check.CloudState.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The invariants I1, I2, I4, I7, I8, I10, I11 and I12 of the design (reliability §1), for a cloud at rest. Each violation
 * is a sentence that begins with its invariant.
 */
public final class Invariants {

    private final CloudState state;
    private final Map<String, Server> servers;
    private final List<String> violations = new ArrayList<>();

    private Invariants(CloudState state) {
        this.state = state;
        this.servers = state.servers().stream().collect(Collectors.toMap(Server::id, Function.identity()));
    }

    /** All violations; empty when the cloud is whole. */
    public static List<String> violations(CloudState state) {
        Invariants invariants = new Invariants(state);
        invariants.everyGuestIsClaimed();
        invariants.everyActiveServerRunsOnce();
        invariants.everyDiskIsClaimed();
        invariants.quotaIsExact();
        invariants.claimsAreExact();
        invariants.nothingIsUnderWay();
        invariants.everyRequestHadOneEffect();
        invariants.everyChangeWasToldOnce();
        return List.copyOf(invariants.violations);
    }

    private void broken(String invariant, String sentence, Object... values) {
        violations.add(invariant + ": " + sentence.formatted(values));
    }

    private void everyGuestIsClaimed() {
        for (Guest guest : state.guests()) {
            if (guest.processes() > 0 && !claimed(guest)) {
                broken("I1", "node %s runs server %s, which nobody claims there", guest.node(), guest.server());
            }
            if (guest.processes() > 1) {
                broken("I1", "node %s runs server %s %d times", guest.node(), guest.server(), guest.processes());
            }
        }
    }

    /** A claim that is being left counts while its node is away: the node clears away when it is back. */
    private boolean claimed(Guest guest) {
        return state.allocations().stream()
                .anyMatch(claim -> claim.server().equals(guest.server())
                        && claim.node().equals(guest.node())
                        && claim.epoch() == guest.epoch());
    }

    private void everyActiveServerRunsOnce() {
        for (Server server : servers.values()) {
            List<Guest> running = state.guests().stream()
                    .filter(guest -> guest.server().equals(server.id()) && guest.processes() > 0)
                    .toList();
            boolean wanted = server.vm().equals("ACTIVE") || server.vm().equals("PAUSED");
            if (wanted && (running.size() != 1 || !running.getFirst().node().equals(server.node()))) {
                broken("I2", "server %s is %s and runs on %s", server.id(), server.vm(), running);
            }
            if (running.size() > 1) {
                broken("I2", "server %s runs more than once: %s", server.id(), running);
            }
        }
    }

    private void everyDiskIsClaimed() {
        for (Guest guest : state.guests()) {
            if (guest.disk() && !claimed(guest)) {
                broken(
                        "I4",
                        "node %s has a disk of server %s, which nobody claims there",
                        guest.node(),
                        guest.server());
            }
        }
    }

    private void quotaIsExact() {
        Map<String, Usage> counted = new HashMap<>();
        for (Server server : servers.values()) {
            if (!server.deleted()) {
                counted.merge(
                        server.project(),
                        new Usage(1, server.vcpus(), server.ramMib()),
                        (a, b) -> new Usage(
                                a.instances() + b.instances(), a.cores() + b.cores(), a.ramMib() + b.ramMib()));
            }
        }
        Set<String> projects = new HashSet<>(counted.keySet());
        projects.addAll(state.usage().keySet());
        for (String project : projects) {
            Usage rows = counted.getOrDefault(project, Usage.NOTHING);
            Usage usage = state.usage().getOrDefault(project, Usage.NOTHING);
            if (!rows.equals(usage)) {
                broken("I7", "project %s has %s and its quota counts %s", project, rows, usage);
            }
        }
    }

    private void claimsAreExact() {
        for (Host host : state.hosts()) {
            List<Allocation> claims = state.allocations().stream()
                    .filter(claim -> claim.node().equals(host.name()))
                    .toList();
            int vcpus = claims.stream().mapToInt(Allocation::vcpus).sum();
            int ram = claims.stream().mapToInt(Allocation::ramMib).sum();
            int disk = claims.stream().mapToInt(Allocation::diskGib).sum();
            boolean counted = host.servers() == claims.size()
                    && host.usedVcpus() == vcpus
                    && host.usedRamMib() == ram
                    && host.usedDiskGib() == disk;
            if (!counted) {
                broken("I8", "host %s counts other than its claims %s", host, claims);
            }
            if (vcpus > host.capacityVcpus() || ram > host.capacityRamMib() || disk > host.capacityDiskGib()) {
                broken("I8", "host %s is overbooked", host);
            }
        }
        state.allocations().forEach(this::claimIsOfAServer);
    }

    private void claimIsOfAServer(Allocation claim) {
        Server server = servers.get(claim.server());
        if (server == null || !isAt(server, claim)) {
            boolean hostUp = state.hosts().stream().anyMatch(host -> host.name().equals(claim.node()) && host.up());
            if (hostUp) {
                broken("I8", "nobody is at claim %s", claim);
            }
            return;
        }
        if (claim.vcpus() != server.vcpus() || claim.ramMib() != server.ramMib()) {
            broken("I8", "claim %s is not what server %s has", claim, server);
        }
    }

    private static boolean isAt(Server server, Allocation claim) {
        return !server.deleted() && claim.node().equals(server.node()) && claim.epoch() == server.epoch();
    }

    private void nothingIsUnderWay() {
        for (Server server : servers.values()) {
            if (server.task() != null || server.vm().equals("BUILDING")) {
                broken("I10", "server %s has not come to rest: %s", server.id(), server);
            }
        }
        for (Action action : state.actions()) {
            if (!action.finished()) {
                broken("I10", "%s of server %s has not ended", action.action(), action.server());
            }
        }
        state.unfinishedSagas().forEach(saga -> broken("I10", "saga %s has not ended", saga));
    }

    private void everyRequestHadOneEffect() {
        Set<String> seen = new HashSet<>();
        for (Action action : state.actions()) {
            if (!seen.add(action.server() + '/' + action.requestId() + '/' + action.action())) {
                broken("I11", "request %s had two effects on server %s", action.requestId(), action.server());
            }
        }
        for (Server server : servers.values()) {
            long made = state.actions().stream()
                    .filter(action -> action.server().equals(server.id())
                            && action.action().equals("create"))
                    .count();
            if (made != 1) {
                broken("I11", "server %s was created %d times", server.id(), made);
            }
        }
    }

    /** Each generation of a server is told once and in order; a tombstone is the last word. */
    private void everyChangeWasToldOnce() {
        Map<String, Long> told = new HashMap<>();
        Set<String> gone = new HashSet<>();
        for (Fact fact : state.facts()) {
            if (fact.generation() < 0) {
                gone.add(fact.server());
                continue;
            }
            long before = told.getOrDefault(fact.server(), 0L);
            if (fact.generation() != before + 1) {
                broken("I12", "server %s was told at generation %d after %d", fact.server(), fact.generation(), before);
            }
            told.put(fact.server(), fact.generation());
        }
        if (state.facts().isEmpty()) {
            return;
        }
        for (Server server : servers.values()) {
            long last = told.getOrDefault(server.id(), 0L);
            if (last != server.generation() || gone.contains(server.id()) != server.deleted()) {
                broken(
                        "I12",
                        "server %s is at generation %d and was told at %d",
                        server.id(),
                        server.generation(),
                        last);
            }
        }
    }
}
