package io.oblako.compute.api.schema;

import java.util.regex.Pattern;

/** Whether a text spells an IP address. Nothing is resolved: names never reach the resolver. */
final class Addresses {

    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.|$)){4}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    private Addresses() {}

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
