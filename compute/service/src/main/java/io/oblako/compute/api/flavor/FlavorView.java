package io.oblako.compute.api.flavor;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.flavor.Flavor;

/** How flavors look, by microversion: description since 2.55, extra specs since 2.61, swap as a number since 2.75. */
final class FlavorView {

    private FlavorView() {}

    static void brief(JsonOut out, Flavor flavor, Links links, int minor) {
        out.text("id", flavor.id()).text("name", flavor.name());
        links.both(out, "flavors", flavor.id());
        if (minor >= 55) {
            out.text("description", flavor.description());
        }
    }

    static void full(JsonOut out, Flavor flavor, Links links, int minor) {
        out.text("id", flavor.id())
                .text("name", flavor.name())
                .number("ram", flavor.ramMib())
                .number("disk", flavor.diskGib());
        if (flavor.swapMib() == 0 && minor < 75) {
            out.text("swap", "");
        } else {
            out.number("swap", flavor.swapMib());
        }
        out.number("OS-FLV-EXT-DATA:ephemeral", flavor.ephemeralGib())
                .bool("OS-FLV-DISABLED:disabled", flavor.disabled())
                .number("vcpus", flavor.vcpus())
                .bool("os-flavor-access:is_public", flavor.isPublic())
                .number("rxtx_factor", flavor.rxtxFactor());
        links.both(out, "flavors", flavor.id());
        if (minor >= 55) {
            out.text("description", flavor.description());
        }
        if (minor >= 61) {
            out.map("extra_specs", flavor.extraSpecs());
        }
    }
}
