package io.oblako.messaging;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries a trace over a table and over Kafka as W3C {@code traceparent}.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class Trace {

    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private Trace() {}

    /** The current span as traceparent; absent when nobody traces. */
    public static @Nullable String current() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid()
                ? "00-" + context.getTraceId() + '-' + context.getSpanId() + '-'
                        + context.getTraceFlags().asHex()
                : null;
    }

    /** The id of the whole trace that a traceparent belongs to, 32 hexadecimal digits; empty when it is none. */
    public static String id(String traceparent) {
        Matcher parts = TRACEPARENT.matcher(traceparent);
        return parts.matches() ? parts.group(1) : "";
    }

    /** Runs the task in a consumer span whose parent is the span that the traceparent names. */
    public static void continued(String name, @Nullable String traceparent, Runnable task) {
        inSpan(name, SpanKind.CONSUMER, traceparent, () -> {
            task.run();
            return true;
        });
    }

    /** Runs work that was put off, in a span whose parent is the span that the traceparent names. */
    public static <T> T within(String name, @Nullable String traceparent, Supplier<T> work) {
        return inSpan(name, SpanKind.INTERNAL, traceparent, work);
    }

    /** The work, to be done by another thread for the span of this one. */
    public static <T> Supplier<T> elsewhere(Supplier<T> work) {
        return Context.current().wrapSupplier(work);
    }

    private static <T> T inSpan(String name, SpanKind kind, @Nullable String traceparent, Supplier<T> work) {
        Span span = GlobalOpenTelemetry.getTracer("io.oblako.messaging")
                .spanBuilder(name)
                .setParent(parent(traceparent))
                .setSpanKind(kind)
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException e) {
            span.recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }

    private static Context parent(@Nullable String traceparent) {
        if (traceparent == null) {
            return Context.root();
        }
        Matcher parts = TRACEPARENT.matcher(traceparent);
        if (!parts.matches()) {
            return Context.root();
        }
        SpanContext remote = SpanContext.createFromRemoteParent(
                parts.group(1), parts.group(2), TraceFlags.fromHex(parts.group(3), 0), TraceState.getDefault());
        return remote.isValid() ? Context.root().with(Span.wrap(remote)) : Context.root();
    }
}
