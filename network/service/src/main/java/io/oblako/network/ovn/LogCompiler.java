package io.oblako.network.ovn;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.log.FlowLog.Event;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Flow logs: the rules of the groups they are about once more, asked before the rules themselves, and a drop of what no
 * rule has let through, asked before the drop itself. What they decide is the same; but each host writes down, in the log
 * of its ovn-controller, what meets them, under the name of the log. Of several logs about one packet one is named. Pure.
 */
final class LogCompiler {

    private LogCompiler() {}

    /** @param model holds the groups that it is about, and its port */
    static List<NbRow> log(Model model, FlowLog log) {
        UUID target = log.port();
        Port port = target == null ? null : model.ports().get(target);
        if (!log.enabled() || (target != null && (port == null || !port.filtered()))) {
            return List.of();
        }
        List<NbRow> rows = new ArrayList<>();
        List<SecurityGroup> groups = groups(model, log, port);
        for (SecurityGroup group : groups) {
            if (log.event() != Event.DROP) {
                RuleMatch.compile(group.rules(), NbNames.groupName(group.id()))
                        .forEach(rule -> rows.add(row(
                                log,
                                Acl.LOGGED_RULE,
                                rule.direction(),
                                rule.match() + only(rule.direction(), port),
                                Acl.actionOf(group.stateful()),
                                NbNames.groupRow(group.id()))));
            }
            if (log.event() != Event.ACCEPT) {
                for (Direction direction : Direction.values()) {
                    String members = "%s == @%s".formatted(side(direction), NbNames.groupName(group.id()));
                    rows.add(row(
                            log,
                            Acl.LOGGED_DROP,
                            direction,
                            members + " && ip" + only(direction, port),
                            "drop",
                            NbNames.groupRow(group.id())));
                }
            }
        }
        return rows;
    }

    /** Without a group, those of the port; without a port, all of the project. */
    private static List<SecurityGroup> groups(Model model, FlowLog log, @Nullable Port port) {
        return model.groups().values().stream()
                .filter(group -> log.group() == null || group.id().equals(log.group()))
                .filter(group -> port == null || port.securityGroups().contains(group.id()))
                .filter(group ->
                        log.group() != null || port != null || group.project().equals(log.project()))
                .sorted(Comparator.comparing(SecurityGroup::id))
                .toList();
    }

    private static String side(Direction direction) {
        return direction == Direction.INGRESS ? "outport" : "inport";
    }

    private static String only(Direction direction, @Nullable Port port) {
        return port == null ? "" : " && %s == \"%s\"".formatted(side(direction), port.id());
    }

    private static NbRow row(FlowLog log, int priority, Direction direction, String match, String action, UUID group) {
        return new Acl(priority, direction, match, action, false, log.id().toString())
                .row(
                        NbNames.row("log acl", log.id(), group, direction, match, action),
                        Unit.of(Kind.LOG, log.id()),
                        log.standard().revision(),
                        group);
    }
}
