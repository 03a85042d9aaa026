package io.oblako.web.saga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaView;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An operator's order that a saga turns back: {@code POST /admin/sagas/{id}/cancel}. A service has a resource with this
 * method, an operation and a policy row of its own, and marks it as a mutation, so that it is audited.
 */
public final class SagaCancellation {

    private static final int MAX_REASON = 255;
    private static final String REASON = "reason";
    private static final String UNSAID = "An operator cancelled it.";

    private final SagaEngine engine;
    private final SagaReads reads;

    public SagaCancellation(SagaEngine engine, SagaReads reads) {
        this.engine = engine;
        this.reads = reads;
    }

    /**
     * Asks the saga to turn back. The step that is in progress ends first; then what was done is undone, step by step.
     *
     * @param body nothing, or {@code {"reason": "…"}}: a sentence that the tenant will read
     * @return 202 with the saga as it is now; also when it was asked before and still runs
     * @throws CloudException NOT_FOUND when there is none, CONFLICT when it turns back already or has ended,
     *     INVALID_REQUEST for any other body
     */
    public Response cancel(String id, byte @Nullable [] body) {
        String reason = reason(body);
        SagaView saga = reads.saga(id);
        if (!engine.cancel(saga.id(), reason)) {
            refuseUnlessAsked(reads.saga(id));
        }
        return reads.document(reads.saga(id), Response.Status.ACCEPTED);
    }

    private static void refuseUnlessAsked(SagaView saga) {
        if (saga.endedAt() != null) {
            throw CloudException.conflict(
                    "The saga has ended (%s): there is nothing to cancel.".formatted(SagaReads.spelled(saga.state())));
        }
        if (saga.state() != SagaState.RUNNING) {
            throw CloudException.conflict(
                    "The saga turns back already (%s): wait for its end.".formatted(SagaReads.spelled(saga.state())));
        }
    }

    private static String reason(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return UNSAID;
        }
        JsonNode said = parsed(body);
        JsonNode reason = said.path(REASON);
        boolean onlyThat = said instanceof ObjectNode && said.size() == (said.has(REASON) ? 1 : 0);
        if (!onlyThat || !(reason.isMissingNode() || reason.isTextual())) {
            throw CloudException.badRequest(
                    "The body is empty or {\"reason\": \"a sentence that the tenant will read\"}.");
        }
        String text = reason.asText().strip();
        if (text.length() > MAX_REASON || text.chars().anyMatch(Character::isISOControl)) {
            throw CloudException.badRequest(
                    "reason has at most %d characters and none that control a terminal.".formatted(MAX_REASON));
        }
        return text.isEmpty() ? UNSAID : text;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Json.shared().readTree(body);
        } catch (IOException e) {
            throw new CloudException(CommonError.INVALID_REQUEST, "The body of a cancellation is JSON.", e);
        }
    }
}
