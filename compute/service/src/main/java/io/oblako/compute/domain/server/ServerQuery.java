package io.oblako.compute.domain.server;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are wanted. Every component narrows; absent or empty narrows nothing.
 *
 * @param project absent only for administrators who asked for all tenants
 * @param statuses Nova's status words, upper case; a word that is none matches nothing
 * @param deleted true for deleted ones only, false for living ones only, absent for both (Nova's changes-since)
 * @param name regular expression as Nova's: PostgreSQL's {@code ~}, found anywhere; the API has checked that it compiles;
 *     hostname, description, accessIpV4 and accessIpV6 likewise
 * @param ipV4 of the addresses that its ports have; ipV6 likewise
 * @param tags must all be there; anyTags at least one; notTags not all; notAnyTags none (microversion 2.26)
 */
public record ServerQuery(
        @Nullable ProjectId project,
        @Nullable UserId user,
        Set<UUID> ids,
        Set<String> statuses,
        @Nullable VmState vmState,
        @Nullable TaskState taskState,
        @Nullable PowerState powerState,
        @Nullable Boolean deleted,
        @Nullable String name,
        @Nullable String hostname,
        @Nullable String description,
        @Nullable UUID image,
        @Nullable String flavor,
        @Nullable String node,
        @Nullable String zone,
        @Nullable String keyName,
        @Nullable Boolean locked,
        @Nullable Boolean configDrive,
        @Nullable String reservationId,
        @Nullable Integer launchIndex,
        @Nullable Integer progress,
        @Nullable String accessIpV4,
        @Nullable String accessIpV6,
        @Nullable AddressPattern ipV4,
        @Nullable AddressPattern ipV6,
        @Nullable Instant changesSince,
        @Nullable Instant changesBefore,
        @Nullable Instant createdAt,
        @Nullable Instant launchedAt,
        @Nullable Instant terminatedAt,
        Set<String> tags,
        Set<String> anyTags,
        Set<String> notTags,
        Set<String> notAnyTags) {

    public ServerQuery {
        ids = Set.copyOf(ids);
        statuses = Set.copyOf(statuses);
        tags = Set.copyOf(tags);
        anyTags = Set.copyOf(anyTags);
        notTags = Set.copyOf(notTags);
        notAnyTags = Set.copyOf(notAnyTags);
    }

    /**
     * Servers with an address that a regular expression matches.
     *
     * @param servers whose addresses these are: both lists have the same length
     */
    public record AddressPattern(String pattern, List<UUID> servers, List<String> addresses) {
        public AddressPattern {
            servers = List.copyOf(servers);
            addresses = List.copyOf(addresses);
        }
    }

    /** Whether a caller's regular expression is part of it. */
    public boolean hasPatterns() {
        return Stream.of(name, hostname, description, accessIpV4, accessIpV6, ipV4, ipV6)
                .anyMatch(Objects::nonNull);
    }

    /** Living servers of a project. */
    public static ServerQuery of(ProjectId project) {
        return builder().project(project).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the components; starts with living servers of anybody. Not thread-safe. */
    public static final class Builder {

        private @Nullable ProjectId project;
        private @Nullable UserId user;
        private Set<UUID> ids = Set.of();
        private Set<String> statuses = Set.of();
        private @Nullable VmState vmState;
        private @Nullable TaskState taskState;
        private @Nullable PowerState powerState;
        private @Nullable Boolean deleted = false;
        private @Nullable String name;
        private @Nullable String hostname;
        private @Nullable String description;
        private @Nullable UUID image;
        private @Nullable String flavor;
        private @Nullable String node;
        private @Nullable String zone;
        private @Nullable String keyName;
        private @Nullable Boolean locked;
        private @Nullable Boolean configDrive;
        private @Nullable String reservationId;
        private @Nullable Integer launchIndex;
        private @Nullable Integer progress;
        private @Nullable String accessIpV4;
        private @Nullable String accessIpV6;
        private @Nullable AddressPattern ipV4;
        private @Nullable AddressPattern ipV6;
        private @Nullable Instant changesSince;
        private @Nullable Instant changesBefore;
        private @Nullable Instant createdAt;
        private @Nullable Instant launchedAt;
        private @Nullable Instant terminatedAt;
        private Set<String> tags = Set.of();
        private Set<String> anyTags = Set.of();
        private Set<String> notTags = Set.of();
        private Set<String> notAnyTags = Set.of();

        private Builder() {}

        public Builder project(@Nullable ProjectId value) {
            this.project = value;
            return this;
        }

        public Builder user(@Nullable UserId value) {
            this.user = value;
            return this;
        }

        public Builder ids(Set<UUID> value) {
            this.ids = value;
            return this;
        }

        public Builder statuses(Set<String> value) {
            this.statuses = value;
            return this;
        }

        public Builder vmState(@Nullable VmState value) {
            this.vmState = value;
            return this;
        }

        public Builder taskState(@Nullable TaskState value) {
            this.taskState = value;
            return this;
        }

        public Builder powerState(@Nullable PowerState value) {
            this.powerState = value;
            return this;
        }

        public Builder deleted(@Nullable Boolean value) {
            this.deleted = value;
            return this;
        }

        public Builder name(@Nullable String value) {
            this.name = value;
            return this;
        }

        public Builder hostname(@Nullable String value) {
            this.hostname = value;
            return this;
        }

        public Builder description(@Nullable String value) {
            this.description = value;
            return this;
        }

        public Builder image(@Nullable UUID value) {
            this.image = value;
            return this;
        }

        public Builder flavor(@Nullable String value) {
            this.flavor = value;
            return this;
        }

        public Builder node(@Nullable String value) {
            this.node = value;
            return this;
        }

        public Builder zone(@Nullable String value) {
            this.zone = value;
            return this;
        }

        public Builder keyName(@Nullable String value) {
            this.keyName = value;
            return this;
        }

        public Builder locked(@Nullable Boolean value) {
            this.locked = value;
            return this;
        }

        public Builder configDrive(@Nullable Boolean value) {
            this.configDrive = value;
            return this;
        }

        public Builder reservationId(@Nullable String value) {
            this.reservationId = value;
            return this;
        }

        public Builder launchIndex(@Nullable Integer value) {
            this.launchIndex = value;
            return this;
        }

        public Builder progress(@Nullable Integer value) {
            this.progress = value;
            return this;
        }

        public Builder accessIpV4(@Nullable String value) {
            this.accessIpV4 = value;
            return this;
        }

        public Builder accessIpV6(@Nullable String value) {
            this.accessIpV6 = value;
            return this;
        }

        public Builder ipV4(@Nullable AddressPattern value) {
            this.ipV4 = value;
            return this;
        }

        public Builder ipV6(@Nullable AddressPattern value) {
            this.ipV6 = value;
            return this;
        }

        public Builder changesSince(@Nullable Instant value) {
            this.changesSince = value;
            return this;
        }

        public Builder changesBefore(@Nullable Instant value) {
            this.changesBefore = value;
            return this;
        }

        public Builder createdAt(@Nullable Instant value) {
            this.createdAt = value;
            return this;
        }

        public Builder launchedAt(@Nullable Instant value) {
            this.launchedAt = value;
            return this;
        }

        public Builder terminatedAt(@Nullable Instant value) {
            this.terminatedAt = value;
            return this;
        }

        public Builder tags(Set<String> value) {
            this.tags = value;
            return this;
        }

        public Builder anyTags(Set<String> value) {
            this.anyTags = value;
            return this;
        }

        public Builder notTags(Set<String> value) {
            this.notTags = value;
            return this;
        }

        public Builder notAnyTags(Set<String> value) {
            this.notAnyTags = value;
            return this;
        }

        public ServerQuery build() {
            return new ServerQuery(
                    project,
                    user,
                    ids,
                    statuses,
                    vmState,
                    taskState,
                    powerState,
                    deleted,
                    name,
                    hostname,
                    description,
                    image,
                    flavor,
                    node,
                    zone,
                    keyName,
                    locked,
                    configDrive,
                    reservationId,
                    launchIndex,
                    progress,
                    accessIpV4,
                    accessIpV6,
                    ipV4,
                    ipV6,
                    changesSince,
                    changesBefore,
                    createdAt,
                    launchedAt,
                    terminatedAt,
                    tags,
                    anyTags,
                    notTags,
                    notAnyTags);
        }
    }
}
