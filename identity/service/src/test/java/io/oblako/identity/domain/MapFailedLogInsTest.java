package io.oblako.identity.domain;

import io.oblako.identity.domain.token.FailedLogIns;

class MapFailedLogInsTest extends FailedLogInsContract {

    private final FailedLogIns failures = new MapFailedLogIns();

    @Override
    protected FailedLogIns failures() {
        return failures;
    }
}
