package io.oblako.compute.api.keypair;

import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.schema.Lists;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.domain.keypair.PublicKeys;

/** Bodies of requests about key pairs: types since 2.2, other users' keys since 2.10, import only since 2.92. */
final class KeypairSchemas {

    private static final Text NAME = Text.of(1, Types.LONGEST_NAME).matching("(?! )[a-zA-Z0-9 _-]+(?<! )");
    private static final Text NAME_SINCE_92 = Text.of(1, Types.LONGEST_NAME).matching("(?! )[a-zA-Z0-9 _@.-]+(?<! )");
    private static final Schema NAMES =
            (field, value, minor) -> (minor >= 92 ? NAME_SINCE_92 : NAME).check(field, value, minor);

    static final Schema CREATE = object().required(
                    "keypair",
                    object().required("name", NAMES)
                            .requiredSince(92, "public_key", Text.of(0, PublicKeys.LONGEST))
                            .optionalSince(2, "type", Lists.oneOf("ssh", "x509"))
                            .optionalSince(10, "user_id", Types.PROJECT));

    private KeypairSchemas() {}
}
