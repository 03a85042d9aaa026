package io.oblako.identity.domain.token;

import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.kernel.token.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has proved to be whom, and how.
 *
 * @param credential when the proof was an application credential
 * @param parent when the proof was a token: the new one lives no longer and belongs to its chain
 */
public record Login(
        String userId,
        List<String> methods,
        @Nullable ApplicationCredential credential,
        @Nullable Caller parent) {

    public Login {
        methods = List.copyOf(methods);
    }
}
