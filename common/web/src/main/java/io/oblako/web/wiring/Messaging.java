package io.oblako.web.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.JdbcInbox;
import io.oblako.messaging.JdbcOutbox;
import io.oblako.messaging.KafkaClients;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Outbox;
import io.oblako.messaging.OutboxRelay;
import io.oblako.messaging.Topic;
import io.oblako.web.audit.Audit;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.config.ServiceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Makes the messaging objects of a service and starts them before anything that uses them. */
@ApplicationScoped
public class Messaging {

    private static final Logger LOG = Logger.getLogger(Messaging.class);
    private static final int FIRST = 10;
    private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);

    @Produces
    @Singleton
    static KafkaSettings settings(OblakoConfig config, ServiceName service) {
        return new KafkaSettings(
                config.kafka(),
                config.topicPrefix().orElse(""),
                service.name(),
                config.replica().orElse(null));
    }

    @Produces
    @Singleton
    static OutboxRelay relay(DataSource database, KafkaSettings settings) {
        return new OutboxRelay(database, settings);
    }

    @Produces
    @Singleton
    static Outbox outbox(DataSource database, KafkaSettings settings, Transactions transactions, OutboxRelay relay) {
        return new JdbcOutbox(database, settings, transactions, relay);
    }

    @Produces
    @Singleton
    static JdbcInbox inbox(DataSource database) {
        return new JdbcInbox(database);
    }

    /** Topics first, then the relay: readers and consumers start after this with the default priority. */
    void onStart(
            @Observes @Priority(FIRST) StartupEvent start,
            KafkaSettings settings,
            ServiceName service,
            Instance<ServiceTopics> own,
            OutboxRelay relay,
            MeterRegistry meters) {
        List<Topic<?>> topics = new ArrayList<>(List.of(
                IdentityTopics.KEYS, IdentityTopics.REVOCATIONS, IdentityTopics.PROJECTS, Audit.topic(service)));
        own.stream().forEach(more -> topics.addAll(more.topics()));
        makeTopics(settings, topics);
        relay.start();
        FunctionCounter.builder("oblako.outbox.published", relay, OutboxRelay::published)
                .register(meters);
    }

    /** Kafka may come up beside the service: it is waited for, bounded. */
    private static void makeTopics(KafkaSettings settings, List<Topic<?>> topics) {
        long deadline = System.nanoTime() + KAFKA_WAIT.toNanos();
        while (true) {
            try {
                KafkaClients.makeTopics(settings, topics);
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.warnf("Kafka at %s does not answer yet", settings.bootstrap());
            }
        }
    }

    void onStop(@Observes ShutdownEvent stop, OutboxRelay relay) {
        relay.close();
    }
}
