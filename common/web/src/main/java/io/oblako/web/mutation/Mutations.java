package io.oblako.web.mutation;

import io.oblako.kernel.tx.Transactions;
import io.oblako.web.audit.Audit;
import io.oblako.web.request.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a change: state, messages, audit record and the answer to an {@code Idempotency-Key} commit in it.
 * {@link Mutation} puts a whole method into it. {@link #prepared} is for a change that first asks another server for
 * something that takes long, which no transaction may wait for.
 */
@ApplicationScoped
public class Mutations {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Transactions transactions;
    private final CurrentRequest request;
    private final IdempotencyKeys keys;
    private final Audit audit;

    Mutations(Transactions transactions, CurrentRequest request, IdempotencyKeys keys, Audit audit) {
        this.transactions = transactions;
        this.request = request;
        this.keys = keys;
        this.audit = audit;
    }

    /**
     * Prepares a change outside of any transaction and then makes it in one. A request that was answered before under its
     * key is neither prepared nor made again. Whoever dies between the two has prepared and not changed: what is prepared
     * must say how that ends.
     *
     * @param preparation gives what is to be done in the transaction
     * @param said what the request says beside its method and path: the same key with something else is refused
     */
    public Response prepared(Supplier<Supplier<Response>> preparation, @Nullable Object... said) {
        Optional<Response> before = key().flatMap(key ->
                keys.answer(caller(), key, IdempotencyKeys.fingerprint(request.method(), request.path(), said)));
        if (before.isPresent()) {
            return before.get();
        }
        Supplier<Response> change = preparation.get();
        Object answer = commit(change::get, List.of(), said);
        if (answer instanceof Response response) {
            return response;
        }
        throw new IllegalStateException(request.operation() + " must answer with a Response");
    }

    /** @param secrets fields of the answer that are not kept, as in {@link Mutation#secretAnswer()} */
    @Nullable
    Object commit(Supplier<@Nullable Object> change, List<String> secrets, @Nullable Object[] said) {
        try {
            return transactions.call(() -> once(change, secrets, said));
        } catch (RuntimeException e) {
            request.forgetAudited();
            throw e;
        }
    }

    private @Nullable Object once(Supplier<@Nullable Object> change, List<String> secrets, @Nullable Object[] said) {
        Optional<String> key = key();
        if (key.isEmpty()) {
            return audited(change.get());
        }
        String fingerprint = IdempotencyKeys.fingerprint(request.method(), request.path(), said);
        Optional<Response> before = keys.claim(caller(), key.get(), fingerprint);
        if (before.isPresent()) {
            return before.get();
        }
        Object answer = audited(change.get());
        if (!(answer instanceof Response response)) {
            throw new IllegalStateException(request.operation() + " is a POST and must return a Response");
        }
        keys.remember(caller(), key.get(), response, secrets);
        return response;
    }

    /** The key of this request, when it is one that can be repeated: a POST of somebody known. */
    private Optional<String> key() {
        return request.method().equals("POST") && request.caller().isPresent()
                ? request.idempotencyKey()
                : Optional.empty();
    }

    private String caller() {
        return request.requireCaller().user().value()
                + '/'
                + request.requireCaller().project().map(Object::toString).orElse("-");
    }

    private @Nullable Object audited(@Nullable Object answer) {
        int nothing = answer == null ? NO_CONTENT : OK;
        int status = answer instanceof Response response ? response.getStatus() : nothing;
        audit.inTransaction(status);
        return answer;
    }
}
