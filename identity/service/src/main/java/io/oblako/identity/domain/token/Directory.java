package io.oblako.identity.domain.token;

import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.catalog.Endpoint;
import io.oblako.identity.domain.catalog.Service;
import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.credential.ApplicationCredentials;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.RoleGraph;
import io.oblako.identity.domain.role.Roles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What tokens are made from, remembered for as long as nothing changed. Every committed change counts the version of the
 * tables up; one small query per token compares it, so no replica ever makes a token from what is no longer true.
 */
public final class Directory {

    private static final int MOST_REMEMBERED = 50_000;
    private static final long RECENT_NANOS = 1_000_000_000L;

    private final Projects projects;
    private final People people;
    private final Roles roles;
    private final CatalogStore catalog;
    private final ApplicationCredentials credentials;
    private final LongSupplier version;
    private volatile View view = new View(-1);
    private volatile long checkedAt;

    public Directory(
            Projects projects,
            People people,
            Roles roles,
            CatalogStore catalog,
            ApplicationCredentials credentials,
            LongSupplier version) {
        this.projects = projects;
        this.people = people;
        this.roles = roles;
        this.catalog = catalog;
        this.credentials = credentials;
        this.version = version;
    }

    /** Everything as committed when this is called. */
    public View current() {
        long now = version.getAsLong();
        View known = view;
        if (known.version == now && known.remembered.size() < MOST_REMEMBERED) {
            checkedAt = java.lang.System.nanoTime();
            return known;
        }
        View fresh = new View(now);
        view = fresh;
        checkedAt = java.lang.System.nanoTime();
        return fresh;
    }

    /** Everything as it was within the last second, mostly without a query: for showing, not for deciding. */
    public View recent() {
        View known = view;
        return known.version >= 0 && java.lang.System.nanoTime() - checkedAt < RECENT_NANOS ? known : current();
    }

    /** The tables at one version. What is read later than another change belongs to a view nobody is given any more. */
    public final class View {

        private final long version;
        private final ConcurrentHashMap<Object, Object> remembered = new ConcurrentHashMap<>();

        private View(long version) {
            this.version = version;
        }

        private record Key(String kind, String id, String more) {}

        /** Computes something from this view once. The key's kind must be the caller's own. */
        @SuppressWarnings("unchecked")
        public <T> T once(String kind, String id, String more, Supplier<T> compute) {
            Object key = new Key(kind, id, more);
            Object known = remembered.get(key);
            if (known == null) {
                known = compute.get();
                remembered.put(key, known);
            }
            return (T) known;
        }

        public Optional<Project> project(String id) {
            return once("project", id, "", () -> projects.find(id));
        }

        public Optional<Project> domainByName(String name) {
            return once("domain-name", name, "", () -> projects.findDomainByName(name));
        }

        public Optional<Project> projectByName(String domain, String name) {
            return once("project-name", domain, name, () -> projects.findByName(domain, name));
        }

        public Optional<User> user(String id) {
            return once("user", id, "", () -> people.user(id));
        }

        public Optional<User> userByName(String domain, String name) {
            return once("user-name", domain, name, () -> people.userByName(domain, name));
        }

        public Optional<ApplicationCredential> credential(String id) {
            return once("credential", id, "", () -> credentials.find(id));
        }

        public Optional<ApplicationCredential> credentialByName(String userId, String name) {
            return once("credential-name", userId, name, () -> credentials.findByName(userId, name));
        }

        public RoleGraph roles() {
            return once("roles", "", "", roles::graph);
        }

        /** Ids of the roles the user holds at the target, implied ones included. */
        public Set<String> rolesOf(String userId, Target target) {
            return once(
                    "roles-of",
                    userId,
                    target.kind() + target.id(),
                    () -> roles().withImplied(roles.rolesOf(userId, target)));
        }

        /** The services that are enabled. */
        public List<Service> services() {
            return once(
                    "services",
                    "",
                    "",
                    () -> catalog.services().stream().filter(Service::enabled).toList());
        }

        /** The endpoints that are enabled. */
        public List<Endpoint> endpoints() {
            return once(
                    "endpoints",
                    "",
                    "",
                    () -> catalog.endpoints().stream().filter(Endpoint::enabled).toList());
        }
    }
}
