package io.oblako.compute.messaging;

import io.oblako.compute.domain.project.Projects;
import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.ProjectFact;
import io.oblako.kernel.id.ProjectId;
import io.oblako.messaging.Following;
import io.oblako.messaging.KafkaSettings;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Projects as their facts tell. Thread-safe. */
@ApplicationScoped
class ProjectProjection implements Projects, FollowsTopics {

    private final FactMap<ProjectFact> projects;

    ProjectProjection(KafkaSettings settings) {
        this.projects =
                new FactMap<>(settings, IdentityTopics.PROJECTS, ProjectFact::generation, Duration.ofMillis(500));
    }

    void onStart(@Observes StartupEvent start) {
        projects.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        projects.close();
    }

    @Override
    public List<Following> following() {
        return List.of(projects.state());
    }

    @Override
    public boolean exists(ProjectId id) {
        return projects.await(id.value(), Optional::isPresent).isPresent();
    }
}
