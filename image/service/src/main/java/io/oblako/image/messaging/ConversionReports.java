package io.oblako.image.messaging;

import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.image.domain.conversion.Conversions;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.Following;
import io.oblako.messaging.KafkaSettings;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Reads what hosts tell about their conversions, from the oldest that the topic still keeps. */
@ApplicationScoped
class ConversionReports implements FollowsTopics {

    private final FactReader<ConversionReport> reader;

    ConversionReports(KafkaSettings settings, Conversions conversions) {
        this.reader = new FactReader<>(
                settings, ImageTopics.CONVERSIONS, message -> message.body().ifPresent(conversions::take));
    }

    void onStart(@Observes StartupEvent start) {
        reader.start();
    }

    @Override
    public List<Following> following() {
        return List.of(reader.state());
    }

    void onStop(@Observes ShutdownEvent stop) {
        reader.close();
    }
}
