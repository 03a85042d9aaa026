package io.oblako.identity.domain.token;

import io.oblako.identity.domain.IdentityError;
import io.oblako.kernel.error.CloudException;

/** The one answer to every log-in that fails. */
public final class Refusal {

    private Refusal() {}

    public static CloudException refused() {
        return new CloudException(IdentityError.LOGIN_REFUSED, "The request you have made requires authentication.");
    }
}
