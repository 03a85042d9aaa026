package io.oblako.web.fault;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.request.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever was thrown into the service's error document: the one mapper from failures to answers. */
@ApplicationScoped
public class Faults {

    private static final Logger LOG = Logger.getLogger(Faults.class);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SERIALIZATION_CLASS = "40";
    /** A character that text in PostgreSQL cannot have (NUL), and one that is no UTF-8. */
    private static final Set<String> UNSTORABLE_TEXT = Set.of("22021", "22P05");
    /** Connection, resources, operator's intervention, system error: the classes that say "not just now". */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private static final int MAX_CAUSES = 12;
    private static final Pattern WHERE = Pattern.compile("\\s*(\\(start marker at|\\[Source).*");
    private static final Pattern NAME_OF_A_CLASS = Pattern.compile("\\b[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]");

    private final FaultFormat format;
    private final CurrentRequest request;
    private final OblakoConfig config;

    Faults(FaultFormat format, CurrentRequest request, OblakoConfig config) {
        this.format = format;
        this.request = request;
        this.config = config;
    }

    Response of(Throwable thrown) {
        CloudException known = find(thrown, CloudException.class);
        if (known != null) {
            return of(known);
        }
        if (thrown instanceof IOException && "Request too large".equals(thrown.getMessage())) {
            // The server's limit on bodies that do not say their length beforehand (VertxInputStream).
            return render(CommonError.TOO_LARGE, "The request body is too large.");
        }
        StreamConstraintsException bomb = find(thrown, StreamConstraintsException.class);
        if (bomb != null) {
            return render(CommonError.INVALID_REQUEST, "The body is nested too deeply or has too long a value.");
        }
        JsonProcessingException json = find(thrown, JsonProcessingException.class);
        if (json != null && !(json instanceof JsonGenerationException || json instanceof InvalidDefinitionException)) {
            return render(CommonError.INVALID_REQUEST, "Malformed request body: " + shortReason(json));
        }
        if (thrown instanceof WebApplicationException web) {
            return of(web);
        }
        return ofDatabaseOrBug(thrown);
    }

    private Response of(CloudException known) {
        String code = known.code().name();
        switch (known.kind()) {
            case INTERNAL -> LOG.errorf(known, "%s answered with %s", request.operation(), code);
            case UNAVAILABLE -> away(known, request.operation() + " answered with " + code);
            // The caller's matter, 501 too: it says what is not offered.
            default -> LOG.debugf(known, "%s answered with %s", request.operation(), code);
        }
        Response response = render(known.code(), known.sentence());
        known.retryAfter()
                .ifPresent(wait -> response.getHeaders().putSingle("Retry-After", Math.max(1, secondsRoundedUp(wait))));
        return response;
    }

    private static long secondsRoundedUp(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }

    /**
     * Something that is needed is away: one line a request, because many fail at once and the stack says nothing that the
     * last cause does not.
     */
    private static void away(Throwable thrown, String what) {
        LOG.warnf("%s: %s", what, lastCause(thrown));
        LOG.debugf(thrown, "%s", what);
    }

    private static Throwable lastCause(Throwable thrown) {
        Throwable last = thrown;
        for (int depth = 0; last.getCause() != null && depth < MAX_CAUSES; depth++) {
            last = last.getCause();
        }
        return last;
    }

    private Response of(WebApplicationException web) {
        int status = web.getResponse().getStatus();
        return switch (status) {
            case 404 -> render(CommonError.NOT_FOUND, "The resource could not be found.");
            case 405 ->
                withAllow(render(CommonError.METHOD_NOT_ALLOWED, "The method is not allowed for this resource."), web);
            case 406 -> render(CommonError.NOT_ACCEPTABLE, "The resource has no representation of the kind asked for.");
            case 413 -> render(CommonError.TOO_LARGE, "The request body is too large.");
            case 415 ->
                render(CommonError.UNSUPPORTED_MEDIA_TYPE, "The content type of the body is not supported here.");
            default -> {
                if (status >= ErrorKind.INTERNAL.status()) {
                    LOG.errorf(web, "%s failed", request.operation());
                    yield render(CommonError.INTERNAL, unexpected());
                }
                yield render(CommonError.INVALID_REQUEST, "The request is malformed.");
            }
        };
    }

    private Response ofDatabaseOrBug(Throwable thrown) {
        SQLException sql = find(thrown, SQLException.class);
        String state = sql == null ? null : sql.getSQLState();
        if (state != null && state.equals(UNIQUE_VIOLATION)) {
            LOG.infof(thrown, "%s met a row that another request had just made", request.operation());
            return render(
                    CommonError.CONFLICT, "Another request has just made the same thing: look before you repeat.");
        }
        if (state != null && state.startsWith(SERIALIZATION_CLASS)) {
            return render(CommonError.CONFLICT, "Another request changed the same thing at once: repeat the request.");
        }
        if (state != null && UNSTORABLE_TEXT.contains(state)) {
            return render(CommonError.INVALID_REQUEST, "The request holds a character that no text can have.");
        }
        boolean away = sql != null && (state == null || AWAY.stream().anyMatch(state::startsWith));
        if (away || (sql == null && find(thrown, RollbackException.class) != null)) {
            away(thrown, request.operation() + " failed at the database");
            return render(CommonError.UNAVAILABLE, "The service cannot reach its database just now: try again later.");
        }
        LOG.errorf(thrown, "%s failed unexpectedly", request.operation());
        return render(CommonError.INTERNAL, unexpected());
    }

    private static String unexpected() {
        return "Unexpected API Error. Please report this with the request id in x-openstack-request-id.";
    }

    private Response render(ErrorCode code, String message) {
        Response response = format.render(code.kind(), code.name(), message, request.requestId());
        if (code.kind() == ErrorKind.UNAUTHORIZED) {
            response.getHeaders().putSingle("WWW-Authenticate", "Keystone uri=\"" + config.identityUrl() + '"');
        }
        return response;
    }

    private static Response withAllow(Response response, WebApplicationException web) {
        String allow = web.getResponse().getHeaderString("Allow");
        if (allow != null) {
            response.getHeaders().putSingle("Allow", allow);
        }
        return response;
    }

    /** The parser's own sentence without the source excerpt, class names and reference chains it likes to add. */
    private static String shortReason(JsonProcessingException json) {
        String first = json.getOriginalMessage();
        if (first == null || NAME_OF_A_CLASS.matcher(first).find()) {
            return "a value has a type that is not expected there.";
        }
        return WHERE.matcher(first.lines().findFirst().orElse("it is not JSON."))
                .replaceFirst("");
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
