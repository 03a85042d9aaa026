package io.oblako.kernel.token;

/**
 * One request that an application credential with access rules may make; everything else is refused.
 *
 * @param service service type, for example {@code compute}
 * @param method HTTP method, upper case
 * @param path pattern: {@code *} stands for one segment, {@code **} for any rest, {@code {name}} for one segment
 * @see <a href="https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules">Keystone:
 *     access rules</a>
 */
public record AccessRule(String service, String method, String path) {

    /** Whether the rule allows this very request. The path is compared literally, segment by segment, never decoded. */
    public boolean allows(String serviceType, String requestMethod, String requestPath) {
        return service.equals(serviceType)
                && method.equals(requestMethod)
                && matches(path.split("/", -1), 0, requestPath.split("/", -1), 0);
    }

    private static boolean matches(String[] pattern, int p, String[] path, int i) {
        if (p == pattern.length) {
            return i == path.length;
        }
        if (pattern[p].equals("**")) {
            for (int rest = i; rest <= path.length; rest++) {
                if (matches(pattern, p + 1, path, rest)) {
                    return true;
                }
            }
            return false;
        }
        return i < path.length && segmentMatches(pattern[p], path[i]) && matches(pattern, p + 1, path, i + 1);
    }

    private static boolean segmentMatches(String pattern, String segment) {
        boolean wild = pattern.equals("*") || (pattern.startsWith("{") && pattern.endsWith("}"));
        return wild ? !segment.isEmpty() : pattern.equals(segment);
    }
}
