package io.oblako.testing.sim;

/** The process ends here, as by SIGKILL. An Error, because nobody may catch it but who simulates processes. */
public final class SimCrash extends Error {

    private static final long serialVersionUID = 1L;

    public SimCrash(String where) {
        super(where, null, false, false);
    }
}
