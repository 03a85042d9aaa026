package io.oblako.identity.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.oblako.testing.RouteInventory;
import io.oblako.web.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {

    /** All of the package: a resource that is added tomorrow needs no place in a list to be looked at. */
    static List<Class<?>> resources() {
        List<Class<?>> resources = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.oblako.identity.api")) {
            if (each.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
                resources.add(each.reflect());
            }
        }
        return resources;
    }

    @Test
    void API_03_everyRouteHasARowAndEveryRowARoute() {
        List<RouteInventory.Route> routes = RouteInventory.of(resources());
        assertThat(routes.size()).isGreaterThan(100);
        assertThat(RouteInventory.differences(routes, Set.of(), Policy.ofClassPath()))
                .isEmpty();
    }
}
