package io.oblako.web.saga;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaView;
import io.oblako.web.page.Paging;
import io.oblako.web.saga.SagaDocuments.Link;
import io.oblako.web.saga.SagaDocuments.OneDocument;
import io.oblako.web.saga.SagaDocuments.PageDocument;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a service's operators see of its sagas: {@code GET /admin/sagas} and {@code GET /admin/sagas/{id}}. A service that
 * runs sagas has a resource of these two methods, with operations and policy rows of its own, and leaves the rest to this;
 * {@link SagaCancellation} is the third.
 */
public final class SagaReads {

    /** Where the list is, in every service. */
    public static final String PATH = "/admin/sagas";

    private static final int PAGE = 100;
    private static final Paging PAGING = new Paging(Set.of(), List.of(), PAGE, SagaQuery.MAX_LIMIT);
    private static final String ALL_UNFINISHED = "unfinished";
    private static final Set<String> PARAMETERS =
            Set.of("state", "overdue", "subject", "request_id", "name", "project_id", "limit", "marker");

    private final SagaEngine engine;
    private final Clock clock;

    public SagaReads(SagaEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Sagas, youngest first.
     *
     * @param query any of: {@code state} (one or several words, repeated or with commas, {@code unfinished} for all that
     *     are no end), {@code overdue=true}, {@code subject}, {@code request_id}, {@code name}, {@code project_id},
     *     {@code limit}, {@code marker}
     * @throws CloudException INVALID_REQUEST for any other parameter or a value that cannot be
     */
    public Response page(MultivaluedMap<String, String> query) {
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(PARAMETERS);
        if (!unknown.isEmpty()) {
            throw CloudException.badRequest("Sagas are asked for by: " + String.join(", ", new TreeSet<>(PARAMETERS))
                    + ". Leave out every other parameter.");
        }
        PageRequest asked = PAGING.read(query);
        SagaQuery wanted = new SagaQuery(
                states(query.getOrDefault("state", List.of())),
                query.getFirst("subject"),
                query.getFirst("request_id"),
                query.getFirst("name"),
                project(query.getFirst("project_id")),
                overdue(query.getFirst("overdue")),
                marker(asked.marker()),
                asked.limit());
        Page<SagaView> page = engine.list(wanted);
        Instant now = clock.instant();
        List<Link> links = page.more()
                ? List.of(new Link(
                        "next",
                        Paging.next(PATH, query, page.rows().getLast().id().toString())))
                : List.of();
        return Response.ok(new PageDocument(
                        page.rows().stream()
                                .map(saga -> SagaDocuments.summary(saga, now))
                                .toList(),
                        links))
                .build();
    }

    /**
     * One saga with its steps.
     *
     * @throws CloudException NOT_FOUND when there is none; ended ones are kept for a week
     */
    public Response one(String id) {
        return document(saga(id), Response.Status.OK);
    }

    SagaView saga(String id) {
        return uuid(id).flatMap(engine::find)
                .orElseThrow(() -> CloudException.notFound(
                        "There is no saga with this id: ended ones are kept for a week. GET %s lists them."
                                .formatted(PATH)));
    }

    Response document(SagaView saga, Response.Status status) {
        return Response.status(status)
                .entity(new OneDocument(
                        SagaDocuments.summary(saga, clock.instant()),
                        SagaDocuments.steps(saga, engine.steps(saga.name()))))
                .build();
    }

    private static Set<SagaState> states(List<String> values) {
        Set<SagaState> states = EnumSet.noneOf(SagaState.class);
        for (String value : values) {
            for (String word : value.split(",", -1)) {
                if (word.equals(ALL_UNFINISHED)) {
                    states.addAll(Arrays.stream(SagaState.values())
                            .filter(state -> !state.isEnd())
                            .toList());
                } else {
                    states.add(state(word));
                }
            }
        }
        return states;
    }

    private static SagaState state(String word) {
        return Arrays.stream(SagaState.values())
                .filter(state -> spelled(state).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> CloudException.badRequest("The state of a saga is one of: "
                        + Arrays.stream(SagaState.values())
                                .map(SagaReads::spelled)
                                .collect(Collectors.joining(", "))
                        + "; unfinished stands for all that are no end."));
    }

    static String spelled(SagaState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static boolean overdue(@Nullable String value) {
        return switch (value) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw CloudException.badRequest("overdue is true or false.");
        };
    }

    private static @Nullable ProjectId project(@Nullable String value) {
        try {
            return value == null ? null : new ProjectId(value);
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.INVALID_REQUEST, "project_id is no id of a project.", e);
        }
    }

    private @Nullable UUID marker(@Nullable String value) {
        if (value == null) {
            return null;
        }
        return uuid(value)
                .flatMap(engine::find)
                .map(SagaView::id)
                .orElseThrow(() -> CloudException.badRequest(
                        "marker is the id of the last saga of the page before, and that saga is gone."));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
