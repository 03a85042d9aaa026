package io.oblako.compute.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.testing.QuarkusEngines;
import io.oblako.web.policy.Policy;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class ServerActionsIT {

    @Inject
    ServerActions actions;

    @Test
    void API_03_actionsAndPolicyAreTheSame() {
        Set<String> rows = Policy.ofClassPath().rows().keySet().stream()
                .filter(row -> row.startsWith(ServerAction.operation("")))
                .collect(Collectors.toSet());
        assertThat(actions.names().stream().map(ServerAction::operation)).containsExactlyInAnyOrderElementsOf(rows);
    }
}
