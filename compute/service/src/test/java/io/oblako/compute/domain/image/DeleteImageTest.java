package io.oblako.compute.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.token.Caller;
import io.oblako.testing.Callers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DeleteImageTest {

    private static final UUID ID = UUID.fromString("70a599e0-31e7-49b7-b260-868f441e862b");
    private static final String OWNER = "0123456789abcdef0123456789abcdef";
    private static final String STRANGER = "fedcba9876543210fedcba9876543210";

    private final RequestContext request = RequestContext.fresh();
    private final List<ImageOrder> sent = new ArrayList<>();

    private void delete(Caller caller, String visibility, boolean isProtected) {
        DeleteImage delete = new DeleteImage(new OneImage(image(visibility, isProtected)), sent::add);
        request.run(() -> delete.delete(caller, ID));
    }

    private void refused(Caller caller, String visibility, boolean isProtected, ErrorKind kind, String word) {
        assertThatThrownBy(() -> delete(caller, visibility, isProtected))
                .isInstanceOfSatisfying(
                        CloudException.class,
                        refusal -> assertThat(refusal.code().kind()).isEqualTo(kind))
                .hasMessageContaining(word);
        assertThat(sent).isEmpty();
    }

    @Test
    void anOwnerOrdersTheImageAway() {
        delete(Callers.of(OWNER, "member"), "private", false);
        assertThat(sent).containsExactly(new ImageOrder.Delete(ID, OWNER, false, request.requestId()));
    }

    @Test
    void anOperatorOrdersAnybodysImageAway() {
        delete(Callers.of(STRANGER, "admin"), "private", false);
        assertThat(sent).containsExactly(new ImageOrder.Delete(ID, STRANGER, true, request.requestId()));
    }

    @Test
    void anothersPrivateImageIsLikeNone() {
        refused(Callers.of(STRANGER, "member"), "private", false, ErrorKind.NOT_FOUND, "Image not found.");
    }

    @Test
    void anothersPublicImageIsNotTheirsToDelete() {
        refused(Callers.of(STRANGER, "member"), "public", false, ErrorKind.FORBIDDEN, "not yours");
    }

    @Test
    void aProtectedImageStaysUntilItIsNotProtectedAnyMore() {
        refused(Callers.of(OWNER, "member"), "private", true, ErrorKind.FORBIDDEN, "Set protected to false");
        refused(Callers.of(OWNER, "admin"), "private", true, ErrorKind.FORBIDDEN, "Set protected to false");
    }

    private static ImageFact image(String visibility, boolean isProtected) {
        return new ImageFact(
                ID,
                OWNER,
                "debian",
                "active",
                visibility,
                Set.of(),
                "qcow2",
                "bare",
                1,
                1,
                "00",
                0,
                0,
                false,
                isProtected,
                Map.of(),
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private record OneImage(ImageFact fact) implements Images {

        @Override
        public Optional<ImageFact> find(UUID id) {
            return id.equals(fact.id()) ? Optional.of(fact) : Optional.empty();
        }

        @Override
        public Optional<ImageFact> await(UUID id, Predicate<Optional<ImageFact>> wanted) {
            return find(id);
        }

        @Override
        public List<ImageFact> all() {
            return List.of(fact);
        }
    }
}
