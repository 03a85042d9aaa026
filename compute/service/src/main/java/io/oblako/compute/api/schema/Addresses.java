package io.oblako.compute.api.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether a text spells an IP address. Nothing is resolved: names never reach the resolver. */
public final class Addresses {

    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.|$)){4}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    private Addresses() {}

    /** Whether it is one of either version. */
    public static boolean isAddress(String text) {
        return isIpV4(text) || isIpV6(text);
    }

    static boolean isIpV4(String text) {
        return !text.endsWith(".") && V4.matcher(text).matches();
    }

    /** RFC 4291 §2.2: eight groups, one run of zeros as {@code ::}, the last two groups also as IPv4. */
    static boolean isIpV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0) {
            if (text.indexOf("::", gap + 1) >= 0) {
                return false;
            }
            int left = groups(text.substring(0, gap), false);
            int right = groups(text.substring(gap + 2), true);
            return left >= 0 && right >= 0 && left + right < GROUPS;
        }
        return groups(text, true) == GROUPS;
    }

    /**
     * The one spelling of an IPv6 address that is shown, whatever the caller wrote: lower case, the longest run of zero
     * groups as {@code ::}, no IPv4 part; other texts are returned as they are.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952 §4</a>
     */
    public static @Nullable String canonical(@Nullable String text) {
        if (text == null || !isIpV6(text)) {
            return text;
        }
        int[] groups = expand(text);
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (start < 0) {
            return spelled(groups, 0, GROUPS);
        }
        return spelled(groups, 0, start) + "::" + spelled(groups, start + length, GROUPS);
    }

    private static String spelled(int[] groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(Collectors.joining(":"));
    }

    private static int[] expand(String text) {
        int gap = text.indexOf("::");
        List<Integer> left = numbers(gap < 0 ? text : text.substring(0, gap));
        List<Integer> right = gap < 0 ? List.of() : numbers(text.substring(gap + 2));
        int[] groups = new int[GROUPS];
        for (int i = 0; i < left.size(); i++) {
            groups[i] = left.get(i);
        }
        for (int i = 0; i < right.size(); i++) {
            groups[GROUPS - right.size() + i] = right.get(i);
        }
        return groups;
    }

    private static List<Integer> numbers(String part) {
        List<Integer> numbers = new ArrayList<>();
        if (part.isEmpty()) {
            return numbers;
        }
        for (String piece : part.split(":", -1)) {
            if (piece.contains(".")) {
                String[] bytes = piece.split("\\.", -1);
                numbers.add(Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]));
                numbers.add(Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]));
            } else {
                numbers.add(Integer.parseInt(piece, 16));
            }
        }
        return numbers;
    }

    /** How many groups the part spells; -1 when it is no list of groups. */
    private static int groups(String part, boolean mayEndInV4) {
        if (part.isEmpty()) {
            return 0;
        }
        String[] pieces = part.split(":", -1);
        int count = 0;
        for (int i = 0; i < pieces.length; i++) {
            boolean last = i == pieces.length - 1;
            if (last && mayEndInV4 && isIpV4(pieces[i])) {
                return count + 2;
            }
            if (!GROUP.matcher(pieces[i]).matches()) {
                return -1;
            }
            count++;
        }
        return count;
    }
}
