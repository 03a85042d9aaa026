package io.oblako.compute.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.oblako.testing.RouteInventory;
import io.oblako.web.policy.Policy;
import io.oblako.web.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoutePolicyTest {

    private static final String ACTION = "compute:servers:action:";
    private static final Policy POLICY = Policy.ofClassPath();
    private static final List<RouteInventory.Route> ROUTES = RouteInventory.of(resources());

    static List<Class<?>> resources() {
        List<Class<?>> resources = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.oblako.compute.api")) {
            if (each.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
                resources.add(each.reflect());
            }
        }
        return resources;
    }

    /** Decided inside methods: one per server action, and the forced host. */
    private static Set<String> finer() {
        Set<String> finer = POLICY.rows().keySet().stream()
                .filter(row -> row.startsWith(ACTION))
                .collect(Collectors.toCollection(TreeSet::new));
        finer.add("compute:servers:create:requested-destination");
        return finer;
    }

    @Test
    void API_03_routesAndPolicyAreTheSame() {
        assertThat(ROUTES.size()).isGreaterThan(70);
        assertThat(RouteInventory.differences(ROUTES, finer(), POLICY)).isEmpty();
    }

    @Test
    void API_03_onlyVersionDocumentsArePublic() {
        Set<String> open = POLICY.rows().entrySet().stream()
                .filter(row -> row.getValue() == Rule.ANYONE)
                .map(row -> row.getKey())
                .collect(Collectors.toSet());
        assertThat(open)
                .allMatch(operation -> operation.startsWith("compute:versions:"))
                .hasSize(3);
    }

    @Test
    void API_03_whoeverOnlyReadsChangesNothing() {
        Set<String> changing = ROUTES.stream()
                .filter(route -> !route.method().equals("GET"))
                .map(RouteInventory.Route::operation)
                .filter(operation -> !operation.startsWith("compute:keypairs:"))
                .filter(operation -> POLICY.rule(operation) == Rule.READER || POLICY.rule(operation) == Rule.ANYONE)
                .collect(Collectors.toSet());
        assertThat(changing)
                .as("a reader's own key pairs are the one exception")
                .isEmpty();
    }

    /** The list is checked in, so that every route that comes, goes or changes its rule shows in review. */
    @Test
    void routesAreCheckedIn() throws IOException {
        Path file = Path.of("src/test/resources/golden/routes.txt");
        List<String> lines = ROUTES.stream()
                .map(route -> "%-6s %s  %s  %s"
                        .formatted(route.method(), route.path(), route.operation(), POLICY.rule(route.operation())))
                .toList();
        if (Boolean.getBoolean("golden.write")) {
            Files.write(file, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(file));
    }
}
