package io.oblako.identity.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.identity.api.TrustedProxies;
import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.credential.ApplicationCredentials;
import io.oblako.identity.domain.people.PasswordChanges;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.FailedLogIns;
import io.oblako.identity.domain.token.FederatedTokens;
import io.oblako.identity.domain.token.SigningKeyStore;
import io.oblako.identity.keycloak.KeycloakAccessTokens;
import io.oblako.identity.keycloak.KeycloakLoginServer;
import io.oblako.identity.keycloak.KeycloakSettings;
import io.oblako.identity.messaging.OutboxAnnouncements;
import io.oblako.identity.persistence.PostgresCatalog;
import io.oblako.identity.persistence.PostgresCredentials;
import io.oblako.identity.persistence.PostgresFailedLogIns;
import io.oblako.identity.persistence.PostgresKeys;
import io.oblako.identity.persistence.PostgresPasswordChanges;
import io.oblako.identity.persistence.PostgresPeople;
import io.oblako.identity.persistence.PostgresProjects;
import io.oblako.identity.persistence.PostgresRoles;
import io.oblako.identity.persistence.PostgresTokens;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.Outbox;
import io.oblako.web.config.ServiceName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import javax.sql.DataSource;

/** Makes the classes that reach tables, topics and Keycloak. */
@ApplicationScoped
class Adapters {

    @Produces
    @Singleton
    static ServiceName name() {
        return new ServiceName("identity", "identity");
    }

    @Produces
    @Singleton
    static IdSource ids() {
        return IdSource.random();
    }

    @Produces
    @Singleton
    static IdentityTelemetry telemetry(MeterRegistry meters) {
        return new IdentityTelemetry(meters);
    }

    @Produces
    @Singleton
    static TrustedProxies trustedProxies(IdentityConfig config) {
        return TrustedProxies.of(config.logIn().trustedProxies().orElse(List.of()));
    }

    @Produces
    @Singleton
    static Announcements announcements(Outbox outbox) {
        return new OutboxAnnouncements(outbox);
    }

    @Produces
    @Singleton
    static KeycloakSettings keycloakSettings(IdentityConfig config) {
        return new KeycloakSettings(
                config.keycloak().url(),
                config.keycloak().clientId(),
                Secret.of(config.keycloak().clientSecret()),
                config.keycloak().realm(),
                config.keycloak().federationClients());
    }

    @Produces
    @Singleton
    static KeycloakLoginServer loginServer(KeycloakSettings settings, IdentityTelemetry telemetry) {
        return new KeycloakLoginServer(settings, telemetry);
    }

    static void close(@Disposes KeycloakLoginServer server) {
        server.close();
    }

    @Produces
    @Singleton
    static FederatedTokens federatedTokens(KeycloakSettings settings, KeycloakLoginServer server) {
        return new KeycloakAccessTokens(settings, server);
    }

    @Produces
    @Singleton
    static Projects projects(DataSource database) {
        return new PostgresProjects(database);
    }

    @Produces
    @Singleton
    static People people(DataSource database) {
        return new PostgresPeople(database);
    }

    @Produces
    @Singleton
    static Roles roles(DataSource database) {
        return new PostgresRoles(database);
    }

    @Produces
    @Singleton
    static CatalogStore catalog(DataSource database) {
        return new PostgresCatalog(database);
    }

    @Produces
    @Singleton
    static ApplicationCredentials credentials(DataSource database, IdSource ids) {
        return new PostgresCredentials(database, ids);
    }

    @Produces
    @Singleton
    static FailedLogIns failedLogIns(DataSource database, Transactions transactions) {
        return new PostgresFailedLogIns(database, transactions);
    }

    @Produces
    @Singleton
    static PasswordChanges passwordChanges(DataSource database) {
        return new PostgresPasswordChanges(database);
    }

    @Produces
    @Singleton
    static PostgresTokens tokens(DataSource database) {
        return new PostgresTokens(database);
    }

    @Produces
    @Singleton
    static SigningKeyStore keys(DataSource database, IdentityConfig config) {
        return new PostgresKeys(database, new SecretBox(Secret.of(config.secretsKey())));
    }
}
