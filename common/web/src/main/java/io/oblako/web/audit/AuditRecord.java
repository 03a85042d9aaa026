package io.oblako.web.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to what, and what came of it: one per mutating or denied request. Shaped after CADF.
 *
 * @param action the operation, for example {@code compute:servers:create}
 * @param outcome success, failure or denied
 * @param status HTTP status of the answer
 * @param target the path of the request; bodies are never recorded
 * @see <a href="https://www.dmtf.org/standards/cadf">DMTF DSP0262, Cloud Auditing Data Federation</a>
 */
public record AuditRecord(
        String id,
        Instant eventTime,
        String service,
        String action,
        String outcome,
        int status,
        String method,
        String target,
        @Nullable String initiatorUser,
        @Nullable String initiatorProject,
        @Nullable String initiatorAddress,
        String requestId) {}
