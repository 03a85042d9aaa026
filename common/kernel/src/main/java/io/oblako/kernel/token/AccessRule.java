package io.oblako.kernel.token;

import io.oblako.kernel.request.RequestPath;

/**
 * One request that an application credential with access rules may make; everything else is refused.
 *
 * @param service service type, for example {@code compute}
 * @param method HTTP method, upper case
 * @param path pattern: {@code *} and {@code {name}} stand for one segment that is not empty, {@code **} for any rest of
 *     one or more segments, as in Keystone's middleware
 * @see <a href="https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules">Keystone:
 *     access rules</a>
 */
public record AccessRule(String service, String method, String path) {

    /**
     * Whether the rule allows this very request. The path is compared literally, segment by segment, never decoded; one
     * that another parser could read differently matches no rule, not even {@code /**}.
     */
    public boolean allows(String serviceType, String requestMethod, String requestPath) {
        return service.equals(serviceType)
                && method.equals(requestMethod)
                && !RequestPath.ambiguous(requestPath)
                && matches(path.split("/", -1), requestPath.split("/", -1));
    }

    /**
     * Goes back to the last {@code **} only, which is enough and takes at most pattern times path steps: a rule of many
     * stars must not cost more than one.
     */
    private static boolean matches(String[] pattern, String[] path) {
        int p = 0;
        int i = 0;
        int afterStars = -1;
        int restFrom = 0;
        while (i < path.length) {
            if (p < pattern.length && pattern[p].equals("**")) {
                afterStars = ++p;
                restFrom = ++i;
            } else if (p < pattern.length && segmentMatches(pattern[p], path[i])) {
                p++;
                i++;
            } else if (afterStars >= 0) {
                p = afterStars;
                i = ++restFrom;
            } else {
                return false;
            }
        }
        return p == pattern.length;
    }

    private static boolean segmentMatches(String pattern, String segment) {
        boolean wild = pattern.equals("*") || (pattern.startsWith("{") && pattern.endsWith("}"));
        return wild ? !segment.isEmpty() : pattern.equals(segment);
    }
}
