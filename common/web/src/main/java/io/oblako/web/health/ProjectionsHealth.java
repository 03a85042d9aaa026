package io.oblako.web.health;

import io.oblako.messaging.Following;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * What the service knows of others. Ready once each topic has been read to its end: before, things that are there would be
 * answered as if they were not. From then on it stays ready, and says how far behind it is.
 */
@Readiness
@ApplicationScoped
class ProjectionsHealth implements HealthCheck {

    private final Instance<FollowsTopics> followers;

    ProjectionsHealth(@Any Instance<FollowsTopics> followers) {
        this.followers = followers;
    }

    @Override
    public HealthCheckResponse call() {
        List<Following> all = followers.stream()
                .flatMap(follower -> follower.following().stream())
                .toList();
        var answer = Dependency.named("projections", List.of("kafka"))
                .status(all.stream().allMatch(Following::caughtUp));
        all.forEach(each -> answer.withData(each.topic(), words(each)));
        return answer.build();
    }

    private static String words(Following each) {
        if (!each.polling()) {
            return "not read just now";
        }
        String behind = each.behind() == Following.UNKNOWN ? "" : ", %d behind".formatted(each.behind());
        return (each.caughtUp() ? "caught up" : "catching up") + behind;
    }
}
