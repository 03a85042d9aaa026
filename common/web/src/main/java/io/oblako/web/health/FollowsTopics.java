package io.oblako.web.health;

import io.oblako.messaging.Following;
import java.util.List;

/** A bean that keeps up with topics: a projection, or a consumer of orders and reports. Health shows how far each is. */
public interface FollowsTopics {

    /** One entry for each topic and reader. */
    List<Following> following();
}
