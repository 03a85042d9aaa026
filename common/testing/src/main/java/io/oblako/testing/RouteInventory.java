package io.oblako.testing;

import io.oblako.web.policy.Operation;
import io.oblako.web.policy.Policy;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All routes of a service with the operation each is, read from its resource classes. The list must equal the policy: a
 * route without a row would be refused to everybody, a row without a route is a door that somebody thinks is locked.
 */
public final class RouteInventory {

    private RouteInventory() {}

    /**
     * One route.
     *
     * @param path as in the API reference, with {@code {names}}
     * @param operation empty when the method lacks its annotation
     */
    public record Route(String method, String path, String operation, Method handler) {}

    /** The routes of these resource classes, in order of path. */
    public static List<Route> of(List<Class<?>> resources) {
        List<Route> routes = new ArrayList<>();
        for (Class<?> resource : resources) {
            Path base = resource.getAnnotation(Path.class);
            for (Method handler : resource.getDeclaredMethods()) {
                httpMethods(handler).forEach(method -> {
                    Path own = handler.getAnnotation(Path.class);
                    String path = join(base == null ? "" : base.value(), own == null ? "" : own.value());
                    Operation operation = handler.getAnnotation(Operation.class);
                    routes.add(new Route(method, path, operation == null ? "" : operation.value(), handler));
                });
            }
        }
        routes.sort((a, b) -> (a.path() + a.method()).compareTo(b.path() + b.method()));
        return routes;
    }

    private static List<String> httpMethods(Method handler) {
        return Arrays.stream(handler.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(method -> method != null)
                .map(HttpMethod::value)
                .toList();
    }

    /**
     * What differs between routes and policy, as sentences; empty when nothing does.
     *
     * @param finer operations that are decided inside a method, for example one per server action
     */
    public static List<String> differences(List<Route> routes, Set<String> finer, Policy policy) {
        List<String> found = new ArrayList<>();
        Set<String> operations = new TreeSet<>(finer);
        for (Route route : routes) {
            if (route.operation().isEmpty()) {
                found.add(route.method() + ' ' + route.path() + " has no @Operation");
            } else {
                operations.add(route.operation());
            }
        }
        operations.stream()
                .filter(operation -> !policy.rows().containsKey(operation))
                .forEach(operation -> found.add(operation + " has no row in policy.yaml"));
        policy.rows().keySet().stream()
                .filter(row -> !operations.contains(row))
                .forEach(row -> found.add(row + " in policy.yaml is no operation of any route"));
        return found;
    }

    private static String join(String base, String own) {
        String joined = '/' + base + '/' + own;
        String clean = joined.replaceAll("/{2,}", "/");
        return clean.length() > 1 && clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
    }
}
