package io.oblako.network.ovn;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of OVN's match language that the compiler speaks, with OVN's own refusals: what is not of it, and what mixes
 * {@code &&} and {@code ||} without parentheses, is an error.
 *
 * @see <a href="https://www.ovn.org/support/dist-docs-branch-23.03/ovn-sb.5.html">ovn-sb(5), Logical_Flow, match</a>
 */
final class MatchExpression {

    private static final Pattern TOKEN = Pattern.compile("\\s*(&&|\\|\\||==|>=|<=|[(){},]|[@$]?[A-Za-z0-9_.:/]+)");
    private static final Set<String> RELATIONS = Set.of("==", ">=", "<=");

    /** What names stand for. */
    record Names(Map<String, Set<String>> portGroups, Map<String, List<String>> addressSets) {}

    /** A packet at one end of a switch: {@code inport} for what comes from a port, {@code outport} for what goes to it. */
    record At(String field, String port, Packet packet) {}

    private final List<String> tokens = new ArrayList<>();
    private final Names names;
    private int next;

    private MatchExpression(String text, Names names) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (end < text.length()) {
            throw new IllegalArgumentException("cannot read %s from %d".formatted(text, end));
        }
        this.names = names;
    }

    /** @throws IllegalArgumentException when OVN would not take it */
    static Predicate<At> parse(String text, Names names) {
        MatchExpression expression = new MatchExpression(text, names);
        Predicate<At> parsed = expression.either();
        if (expression.next < expression.tokens.size()) {
            throw new IllegalArgumentException("%s does not end where it should".formatted(text));
        }
        return parsed;
    }

    private boolean at(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private String take() {
        return tokens.get(next++);
    }

    private Predicate<At> either() {
        Predicate<At> parsed = one();
        String joint = null;
        while (at("&&") || at("||")) {
            String operator = take();
            if (joint != null && !joint.equals(operator)) {
                throw new IllegalArgumentException("&& and || must be parenthesized when used together");
            }
            joint = operator;
            parsed = operator.equals("&&") ? parsed.and(one()) : parsed.or(one());
        }
        return parsed;
    }

    private Predicate<At> one() {
        if (at("(")) {
            take();
            Predicate<At> inner = either();
            if (!take().equals(")")) {
                throw new IllegalArgumentException("a parenthesis is left open");
            }
            return inner;
        }
        String field = take();
        if (next == tokens.size() || !RELATIONS.contains(tokens.get(next))) {
            return at -> is(field, at.packet);
        }
        String relation = take();
        List<String> constants = new ArrayList<>();
        if (at("{")) {
            take();
            while (!at("}")) {
                constants.add(take());
                if (at(",")) {
                    take();
                }
            }
            take();
        } else {
            constants.add(take());
        }
        List<Predicate<At>> alternatives = constants.stream()
                .flatMap(constant -> values(constant).stream())
                .map(value -> compared(field, relation, value))
                .toList();
        return at -> alternatives.stream().anyMatch(alternative -> alternative.test(at));
    }

    private List<String> values(String constant) {
        if (!constant.startsWith("$")) {
            return List.of(constant);
        }
        List<String> set = names.addressSets.get(constant.substring(1));
        if (set == null) {
            throw new IllegalArgumentException("there is no address set " + constant);
        }
        return set;
    }

    private static boolean is(String name, Packet packet) {
        int protocol = packet.payload().protocol();
        return switch (name) {
            case "ip" -> true;
            case "ip4" -> packet.version() == 4;
            case "ip6" -> packet.version() == 6;
            case "tcp" -> protocol == 6;
            case "udp" -> protocol == 17;
            case "sctp" -> protocol == 132;
            case "icmp4" -> packet.version() == 4 && protocol == 1;
            case "icmp6" -> packet.version() == 6 && protocol == 58;
            case "nd" -> discovers(packet, 135) || discovers(packet, 136);
            case "nd_rs" -> discovers(packet, 133);
            case "nd_ra" -> discovers(packet, 134);
            default -> throw new IllegalArgumentException("no predicate of ours: " + name);
        };
    }

    /** The hop limit of such packets is 255: they were not routed. */
    private static boolean discovers(Packet packet, int wanted) {
        return packet.version() == 6
                && packet.payload() instanceof Message(int protocol, int type, int code)
                && protocol == 58
                && type == wanted
                && code == 0;
    }

    private Predicate<At> compared(String field, String relation, String constant) {
        if (field.equals("inport") || field.equals("outport")) {
            if (!constant.startsWith("@") || !relation.equals("==")) {
                throw new IllegalArgumentException("ports are compared with groups");
            }
            Set<String> group = names.portGroups.get(constant.substring(1));
            if (group == null) {
                throw new IllegalArgumentException("there is no port group " + constant);
            }
            return at -> field.equals(at.field) && group.contains(at.port);
        }
        return switch (field) {
            case "ip4.src", "ip6.src" -> address(field, relation, constant, Packet::source);
            case "ip4.dst", "ip6.dst" -> address(field, relation, constant, Packet::destination);
            default -> {
                int wanted = Integer.parseInt(constant);
                yield at -> number(field, at.packet)
                        .filter(value -> compare(value, relation, wanted))
                        .isPresent();
            }
        };
    }

    private static Predicate<At> address(String field, String relation, String constant, Function<Packet, Ip> part) {
        if (!relation.equals("==")) {
            throw new IllegalArgumentException("addresses are only equal or not");
        }
        Cidr prefix = Cidr.of(constant);
        if (!field.startsWith("ip" + prefix.version())) {
            throw new IllegalArgumentException("%s is no address for %s".formatted(constant, field));
        }
        return at -> prefix.contains(part.apply(at.packet));
    }

    private static Optional<Integer> number(String field, Packet packet) {
        int dot = field.indexOf('.');
        if (!is(field.substring(0, dot), packet)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (field.substring(dot + 1)) {
                    case "proto" -> packet.payload().protocol();
                    case "src" -> ((Segment) packet.payload()).source();
                    case "dst" -> ((Segment) packet.payload()).destination();
                    case "type" -> ((Message) packet.payload()).type();
                    case "code" -> ((Message) packet.payload()).code();
                    default -> throw new IllegalArgumentException("no field of ours: " + field);
                });
    }

    private static boolean compare(int value, String relation, int constant) {
        return switch (relation) {
            case "==" -> value == constant;
            case ">=" -> value >= constant;
            default -> value <= constant;
        };
    }
}
