package io.oblako.kernel.request;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Which request the current thread is working for. It is set at the edge (HTTP filter, message consumer, saga worker),
 * travels with every message, and stands in every log line as {@code request} and {@code project}.
 *
 * @param requestId {@code req-} and a UUID, as OpenStack spells it
 * @param project the project the caller acts in; absent for work of the system itself
 * @param user the caller; absent for work of the system itself
 */
public record RequestContext(
        String requestId,
        @Nullable String project,
        @Nullable String user) {

    private static final ThreadLocal<@Nullable RequestContext> CURRENT = new ThreadLocal<>();

    public static RequestContext fresh() {
        return new RequestContext("req-" + UUID.randomUUID(), null, null);
    }

    /** The context of this thread, or a fresh one for work that nobody asked for. */
    public static RequestContext current() {
        RequestContext context = CURRENT.get();
        return context == null ? fresh() : context;
    }

    public static Optional<RequestContext> bound() {
        return Optional.ofNullable(CURRENT.get());
    }

    public RequestContext with(@Nullable String newProject, @Nullable String newUser) {
        return new RequestContext(requestId, newProject, newUser);
    }

    /** Binds this context to the thread until {@link #unbind}; the HTTP filters use it, others take {@link #run}. */
    public void bind() {
        CURRENT.set(this);
        MDC.put("request", requestId);
        if (project == null) {
            MDC.remove("project");
        } else {
            MDC.put("project", project);
        }
    }

    public static void unbind() {
        CURRENT.remove();
        MDC.remove("request");
        MDC.remove("project");
    }

    /** Runs the task for this request and restores what was bound before. */
    public void run(Runnable task) {
        get(() -> {
            task.run();
            return true;
        });
    }

    public <T> T get(Supplier<T> task) {
        RequestContext before = CURRENT.get();
        bind();
        try {
            return task.get();
        } finally {
            restore(before);
        }
    }

    public <T> T call(Callable<T> task) throws Exception {
        RequestContext before = CURRENT.get();
        bind();
        try {
            return task.call();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable RequestContext before) {
        unbind();
        if (before != null) {
            before.bind();
        }
    }
}
