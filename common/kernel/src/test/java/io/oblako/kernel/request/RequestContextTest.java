package io.oblako.kernel.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestContextTest {

    private final RequestContext outer = new RequestContext("req-1", "project-1", "user-1");
    private final RequestContext inner = new RequestContext("req-2", null, null);

    @AfterEach
    void unbind() {
        RequestContext.unbind();
    }

    @Test
    void workThatNobodyAskedForHasAFreshId() {
        assertThat(RequestContext.bound()).isEmpty();
        assertThat(RequestContext.current().requestId()).matches("req-[0-9a-f-]{36}");
        assertThat(RequestContext.current()).isNotEqualTo(RequestContext.current());
    }

    @Test
    void contextsNestAndComeBack() {
        outer.run(() -> {
            inner.run(() -> assertThat(RequestContext.current()).isEqualTo(inner));
            assertThat(RequestContext.current()).isEqualTo(outer);
            assertThat(MDC.get("request")).isEqualTo("req-1");
            assertThat(MDC.get("project")).isEqualTo("project-1");
        });
        assertThat(RequestContext.bound()).isEmpty();
        assertThat(MDC.get("request")).isNull();
        assertThat(MDC.get("project")).isNull();
    }

    @Test
    void workWithoutAProjectIsNotLoggedUnderTheOuterOne() {
        outer.run(() -> inner.run(() -> {
            assertThat(MDC.get("request")).isEqualTo("req-2");
            assertThat(MDC.get("project")).isNull();
        }));
    }

    @Test
    void aFailureRestoresToo() {
        outer.run(() -> {
            assertThatThrownBy(() -> inner.call(() -> {
                        throw new java.io.IOException("away");
                    }))
                    .isInstanceOf(java.io.IOException.class);
            assertThat(RequestContext.current()).isEqualTo(outer);
        });
        assertThat(inner.get(RequestContext::current)).isEqualTo(inner);
        assertThat(RequestContext.bound()).isEmpty();
    }

    @Test
    void anotherThreadHasNoneOfIt() throws Exception {
        outer.bind();
        Thread other = Thread.ofVirtual()
                .start(() -> assertThat(RequestContext.bound()).isEmpty());
        other.join();
        assertThat(RequestContext.bound()).contains(outer);
        assertThat(outer.with("p2", "u2")).isEqualTo(new RequestContext("req-1", "p2", "u2"));
    }

    @Test
    void API_09_plainPathsAreUnambiguous() {
        for (String path :
                new String[] {"/", "/v2.1/servers", "/v2/images/1/file", "/a.b/..c/.d/", "/v3/a%20b/%C3%A4"}) {
            assertThat(RequestPath.ambiguous(path)).as(path).isFalse();
        }
        for (String path :
                new String[] {"//", "/a/..", "/a/../b", "/.", "/a;b", "/a%2Fb", "/%2e%2e/", "/a%00", "/a\\b"}) {
            assertThat(RequestPath.ambiguous(path)).as(path).isTrue();
        }
    }
}
