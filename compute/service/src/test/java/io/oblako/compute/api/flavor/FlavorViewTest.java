package io.oblako.compute.api.flavor;

import io.oblako.compute.Golden;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.flavor.Flavor;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlavorViewTest {

    private static final Links LINKS = Links.of("http://cloud:8774/v2.1/");
    private static final Flavor TINY = new Flavor(
            "1",
            "m1.tiny",
            1,
            512,
            1,
            0,
            0,
            1.0,
            true,
            false,
            "for tests",
            Map.of("hw:cpu_cores", "1"),
            Instant.parse("2026-11-22T10:00:00Z"));

    @ParameterizedTest(name = "2.{0}")
    @ValueSource(ints = {1, 55, 61, 75, 93})
    void aFlavor(int minor) {
        Golden.assertSame(
                "flavor-2." + minor,
                JsonOut.document(out -> out.object("flavor", shown -> FlavorView.full(shown, TINY, LINKS, minor))));
        Golden.assertSame(
                "flavor-brief-2." + minor,
                JsonOut.document(out -> out.object("flavor", shown -> FlavorView.brief(shown, TINY, LINKS, minor))));
    }
}
