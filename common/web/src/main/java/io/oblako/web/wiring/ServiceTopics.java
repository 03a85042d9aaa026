package io.oblako.web.wiring;

import io.oblako.messaging.Topic;
import java.util.List;

/** The topics that a service needs to exist, its own and those it reads; offered as a CDI bean, made at start. */
public record ServiceTopics(List<Topic<?>> topics) {
    public ServiceTopics {
        topics = List.copyOf(topics);
    }
}
