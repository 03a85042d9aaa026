package io.oblako.identity.domain.bootstrap;

import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.catalog.Endpoint;
import io.oblako.identity.domain.catalog.Region;
import io.oblako.identity.domain.catalog.Service;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.ProjectFilter;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.KeyRing;
import io.oblako.kernel.tx.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what every cloud has: the default domain, the projects {@code admin} and {@code service}, the roles, the catalog,
 * the first signing key. Repeatable; needs the database only. {@link BootstrapPeople} does the rest.
 */
public final class Bootstrap {

    static final String ADMIN_PROJECT = "admin";
    static final String SERVICE_PROJECT = "service";

    /** Each implies the next one. */
    private static final List<String> PERSONAS = List.of(Role.ADMIN, Role.MANAGER, Role.MEMBER, Role.READER);

    private static final List<String> FACES = List.of("public", "internal", "admin");

    private final Projects projects;
    private final Roles roles;
    private final CatalogStore catalog;
    private final KeyRing keys;
    private final Announcements announcements;
    private final Transactions transactions;
    private final IdSource ids;

    public Bootstrap(
            Projects projects,
            Roles roles,
            CatalogStore catalog,
            KeyRing keys,
            Announcements announcements,
            Transactions transactions,
            IdSource ids) {
        this.projects = projects;
        this.roles = roles;
        this.catalog = catalog;
        this.keys = keys;
        this.announcements = announcements;
        this.transactions = transactions;
        this.ids = ids;
    }

    public void run(BootstrapWishes wishes) {
        transactions.run(() -> {
            keys.maintain();
            keys.announceAll();
            ensureProjects();
            ensureRoles();
            ensureCatalog(wishes);
        });
        // A service whose topic was lost learns of all projects again.
        transactions.run(() -> projects.list(new ProjectFilter(
                        List.of(), null, null, null, false, null, List.of(), List.of(), List.of(), List.of()))
                .forEach(announcements::project));
    }

    private void ensureProjects() {
        if (projects.find(Project.DEFAULT_DOMAIN).isEmpty()) {
            projects.add(Project.domain(Project.DEFAULT_DOMAIN, "Default", "The default domain"));
        }
        ensureProject(ADMIN_PROJECT, "Operators of the cloud");
        ensureProject(SERVICE_PROJECT, "Services and nodes of the cloud");
    }

    private void ensureProject(String name, String description) {
        if (projects.findByName(Project.DEFAULT_DOMAIN, name).isEmpty()) {
            projects.add(
                    Project.project(ids.next(), name, Project.DEFAULT_DOMAIN, Project.DEFAULT_DOMAIN, description));
        }
    }

    private void ensureRoles() {
        String above = null;
        for (String persona : PERSONAS) {
            String id = ensureRole(persona);
            if (above != null) {
                roles.imply(above, id);
            }
            above = id;
        }
        ensureRole(Role.SERVICE);
    }

    private String ensureRole(String name) {
        Optional<Role> known = roles.graph().globalByName(name);
        if (known.isPresent()) {
            return known.get().id();
        }
        Role role = new Role(ids.next(), name, null, "", Map.of());
        roles.add(role);
        return role.id();
    }

    private void ensureCatalog(BootstrapWishes wishes) {
        if (catalog.region(wishes.region()).isEmpty()) {
            catalog.addRegion(new Region(wishes.region(), null, "", Map.of()));
        }
        for (BootstrapWishes.Api api : wishes.apis()) {
            Service service = catalog.services().stream()
                    .filter(known -> known.type().equals(api.type()))
                    .findFirst()
                    .orElseGet(() -> newService(api));
            for (String face : FACES) {
                ensureEndpoint(service, wishes.region(), face, api.url());
            }
        }
    }

    private Service newService(BootstrapWishes.Api api) {
        Service service = new Service(ids.next(), api.type(), api.name(), api.description(), true, Map.of());
        catalog.addService(service);
        return service;
    }

    private void ensureEndpoint(Service service, String region, String face, String url) {
        Optional<Endpoint> known = catalog.endpoints().stream()
                .filter(endpoint -> endpoint.serviceId().equals(service.id()))
                .filter(endpoint -> region.equals(endpoint.regionId()) && face.equals(endpoint.face()))
                .findFirst();
        if (known.isEmpty()) {
            catalog.addEndpoint(new Endpoint(ids.next(), service.id(), region, face, url, true, Map.of()));
        } else if (!known.get().url().equals(url)) {
            Endpoint before = known.get();
            catalog.saveEndpoint(
                    new Endpoint(before.id(), service.id(), region, face, url, before.enabled(), before.extra()));
        }
    }
}
