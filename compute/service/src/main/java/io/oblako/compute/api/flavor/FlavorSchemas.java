package io.oblako.compute.api.flavor;

import static io.oblako.compute.api.schema.ObjectSchema.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.api.schema.Lists;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.schema.Whole;
import io.oblako.kernel.error.CloudException;

/** Bodies of requests about flavors. */
final class FlavorSchemas {

    private static final Text ID = Text.of(1, Types.LONGEST_NAME).matching("(?! )[a-zA-Z0-9. _-]*(?<! )");
    private static final Text DESCRIPTION =
            new Text(0, 65_535, Types::printable, "does not match: printable characters");
    private static final Whole WHOLE = new Whole(0, Whole.MAX_INT);

    static final Schema CREATE = object().required(
                    "flavor",
                    object().required("name", Types.NAME)
                            .optional("id", Lists.textOr(ID, WHOLE))
                            .required("ram", Types.POSITIVE)
                            .required("vcpus", Types.POSITIVE)
                            .required("disk", WHOLE)
                            .optional("OS-FLV-EXT-DATA:ephemeral", WHOLE)
                            .optional("swap", WHOLE)
                            .optional("rxtx_factor", FlavorSchemas::checkFactor)
                            .optional("os-flavor-access:is_public", Types.BOOLEAN)
                            .optionalSince(55, "description", DESCRIPTION.orNull()));

    static final Schema UPDATE = object().required("flavor", object().required("description", DESCRIPTION.orNull()));

    static final Schema ADD_ACCESS = object().required("addTenantAccess", object().required("tenant", Types.PROJECT));
    static final Schema REMOVE_ACCESS =
            object().required("removeTenantAccess", object().required("tenant", Types.PROJECT));

    private static final Text SPEC_KEY = Text.of(1, 255).matching("[a-zA-Z0-9-_:. ]*");
    /** Text, or a number that is kept as text. */
    static final Schema SPEC_VALUE = FlavorSchemas::checkSpecValue;

    static final Schema EXTRA_SPECS = object().required("extra_specs", Lists.map(SPEC_KEY, SPEC_VALUE));
    static final Schema ONE_SPEC = Lists.map(SPEC_KEY, SPEC_VALUE);

    private FlavorSchemas() {}

    private static void checkFactor(String field, JsonNode value, int minor) {
        double factor;
        try {
            factor = value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText());
        } catch (NumberFormatException e) {
            factor = -1;
        }
        if (!(factor > 0 && factor <= 3.40282e+38)) {
            throw CloudException.badRequest(
                    "Invalid input for field/attribute rxtx_factor: a number above 0 is expected.");
        }
    }

    private static void checkSpecValue(String field, JsonNode value, int minor) {
        if (!value.isNumber()) {
            Text.of(0, 255).check(field, value, minor);
        }
    }
}
