package io.oblako.identity.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.testing.RouteInventory;
import io.oblako.web.policy.Policy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final List<Class<?>> RESOURCES = List.of(
            VersionsResource.class,
            VersionResource.class,
            AuthResource.class,
            DomainsResource.class,
            ProjectsResource.class,
            UsersResource.class,
            GroupsResource.class,
            RolesResource.class,
            GrantsResource.class,
            AssignmentsResource.class,
            RegionsResource.class,
            ServicesResource.class,
            EndpointsResource.class,
            CredentialsResource.class,
            FederationResource.class,
            SigningKeysResource.class);

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        assertThat(RouteInventory.differences(RouteInventory.of(RESOURCES), Set.of(), Policy.ofClassPath()))
                .isEmpty();
    }
}
