package io.oblako.network.api;

import static io.oblako.network.api.Types.CIDR;
import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.list;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.number;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.network.SubnetPool;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of subnet pools.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#subnet-pools-extension-subnetpools">Networking API:
 * subnet     pools</a>
 */
final class SubnetPoolAttributes {

    private static final int MOST_PREFIXES = 64;

    private static final Type<List<Cidr>> PREFIXES = new Type<>() {
        private final Type<List<Cidr>> any = list(CIDR, MOST_PREFIXES);

        @Override
        public List<Cidr> read(com.fasterxml.jackson.databind.JsonNode json) throws Invalid {
            List<Cidr> prefixes = any.read(json);
            if (prefixes.isEmpty()) {
                throw new Invalid("a pool has one prefix at least");
            }
            return prefixes;
        }

        @Override
        public @Nullable Object show(List<Cidr> value) {
            return any.show(value);
        }
    };

    private SubnetPoolAttributes() {}

    static Attributes<SubnetPool> table() {
        return new Attributes<>(
                Kind.SUBNET_POOL,
                List.of(
                        Attribute.<SubnetPool, List<Cidr>>of("prefixes", PREFIXES, SubnetPool::prefixes)
                                .required()
                                .put(),
                        Attribute.<SubnetPool, Integer>of("ip_version", number(4, 6), SubnetPool::version)
                                .list(),
                        length("default_prefixlen", SubnetPool::defaultLength),
                        length("min_prefixlen", SubnetPool::minLength),
                        length("max_prefixlen", SubnetPool::maxLength),
                        Attribute.<SubnetPool, @Nullable Integer>of(
                                        "default_quota",
                                        nullable(number(0, Integer.MAX_VALUE)),
                                        SubnetPool::defaultQuota)
                                .post(null)
                                .put()
                                .list(),
                        Attribute.<SubnetPool, Boolean>of("is_default", FLAG, SubnetPool::isDefault)
                                .post(false)
                                .put()
                                .setByOperators()
                                .list(),
                        Attribute.<SubnetPool, Boolean>of(
                                        "shared",
                                        FLAG,
                                        pool -> !pool.sharedWith().isEmpty())
                                .post(false)
                                .setByOperators()
                                .filter(),
                        Attribute.<SubnetPool, @Nullable UUID>of(
                                        "address_scope_id", nullable(ID), SubnetPool::addressScope)
                                .post(null)
                                .put()
                                .list()));
    }

    private static Attribute<SubnetPool, @Nullable Integer> length(
            String name, java.util.function.Function<SubnetPool, @Nullable Integer> reader) {
        return Attribute.of(name, nullable(number(0, 128)), reader)
                .post(null)
                .put()
                .list();
    }
}
