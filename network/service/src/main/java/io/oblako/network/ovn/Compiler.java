package io.oblako.network.ovn;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which rows the Northbound database should have. What a unit is compiled to follows from its closure alone, so all
 * units compiled one by one are the same as all at once. Pure.
 */
final class Compiler {

    private final GroupCompiler groups = new GroupCompiler();
    private final Map<Kind, Part<?>> parts = new EnumMap<>(Kind.class);

    /** How things of one kind are compiled. */
    private record Part<T>(Function<Model, Map<UUID, T>> all, BiFunction<Model, T, List<NbRow>> rows) {

        List<NbRow> one(Model model, UUID id) {
            T thing = all.apply(model).get(id);
            return thing == null ? List.of() : rows.apply(model, thing);
        }

        void every(Model model, List<NbRow> into) {
            all.apply(model).values().forEach(thing -> into.addAll(rows.apply(model, thing)));
        }
    }

    Compiler(Guest guest) {
        DhcpOptions dhcp = new DhcpOptions(guest);
        SwitchCompiler switches = new SwitchCompiler(dhcp);
        RouterCompiler routers = new RouterCompiler();
        PortCompiler ports = new PortCompiler(guest, dhcp, routers);
        parts.put(Kind.NETWORK, new Part<>(Model::networks, (_, network) -> switches.network(network)));
        parts.put(Kind.SUBNET, new Part<>(Model::subnets, (model, subnet) -> subnet(switches, model, subnet)));
        parts.put(Kind.SECURITY_GROUP, new Part<>(Model::groups, (_, group) -> groups.group(group)));
        parts.put(Kind.ADDRESS_GROUP, new Part<>(Model::addressGroups, (_, group) -> groups.addresses(group)));
        parts.put(Kind.PORT, new Part<>(Model::ports, ports::port));
        parts.put(Kind.ROUTER, new Part<>(Model::routers, routers::router));
        parts.put(Kind.LOG, new Part<>(Model::logs, LogCompiler::log));
        parts.put(Kind.FLOATING_IP, new Part<>(Model::floatingIps, routers::floatingIp));
    }

    /** All rows of all things in the model. */
    List<NbRow> all(Model model) {
        List<NbRow> rows = new ArrayList<>(groups.everywhere());
        parts.values().forEach(part -> part.every(model, rows));
        return rows;
    }

    /** The rows of these units; none of those that are gone, or have none. */
    List<NbRow> units(Model closure, Collection<Unit> units) {
        List<NbRow> rows = new ArrayList<>();
        for (Unit unit : units) {
            if (unit.equals(Unit.CLOUD)) {
                rows.addAll(groups.everywhere());
            }
            parts.forEach((kind, part) -> {
                if (unit.is(kind)) {
                    rows.addAll(part.one(closure, unit.id()));
                }
            });
        }
        return rows;
    }

    private static List<NbRow> subnet(SwitchCompiler switches, Model model, Subnet subnet) {
        Network network = model.networks().get(subnet.network());
        return network == null ? List.of() : switches.subnet(network, subnet);
    }
}
