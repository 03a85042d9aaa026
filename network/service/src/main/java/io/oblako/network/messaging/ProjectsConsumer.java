package io.oblako.network.messaging;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.ProjectFact;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.Following;
import io.oblako.messaging.JdbcInbox;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.OrderConsumer;
import io.oblako.network.domain.project.ForgetProject;
import io.oblako.network.domain.project.GoneProjects;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Follows the deletion of projects. A tombstone has its effect once, so it is consumed like an order, by one replica; a replica
 * need not know which projects there are. Kafka keeps tombstones for a day: a project that goes while the service is away for
 * longer leaves its default group to the operators.
 */
@ApplicationScoped
class ProjectsConsumer implements FollowsTopics {

    private static final Logger LOG = Logger.getLogger(ProjectsConsumer.class);
    private static final Duration AGAIN_EVERY = Duration.ofSeconds(30);
    private static final int MOST_AT_ONCE = 100;

    private final OrderConsumer<ProjectFact> consumer;
    private final Transactions transactions;
    private final GoneProjects gone;
    private final ForgetProject forget;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gone-projects").daemon(true).factory());

    ProjectsConsumer(
            KafkaSettings settings,
            Transactions transactions,
            JdbcInbox inbox,
            GoneProjects gone,
            ForgetProject forget) {
        this.transactions = transactions;
        this.gone = gone;
        this.forget = forget;
        this.consumer =
                new OrderConsumer<>(settings, IdentityTopics.PROJECTS, "network", transactions, inbox, this::follow);
    }

    private void follow(Message<ProjectFact> message) {
        if (message.body().isEmpty()) {
            forget.forget(ProjectId.of(message.key()));
        }
    }

    void onStart(@Observes StartupEvent start) {
        consumer.start();
        var _ = timer.scheduleWithFixedDelay(
                this::again, AGAIN_EVERY.toSeconds(), AGAIN_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        timer.shutdownNow();
        consumer.close();
    }

    @Override
    public List<Following> following() {
        return List.of(consumer.state());
    }

    /** Forgets those that had ports when they were deleted and have none now. A task of the timer must not throw. */
    void again() {
        try {
            for (ProjectId project : transactions.call(() -> gone.free(MOST_AT_ONCE))) {
                transactions.run(() -> forget.forget(project));
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "Default groups of deleted projects stay for another %s", AGAIN_EVERY);
        }
    }
}
