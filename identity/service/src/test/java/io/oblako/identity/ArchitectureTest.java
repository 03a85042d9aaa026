package io.oblako.identity;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.oblako.identity");

    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.identity.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "java.sql..",
                        "java.net..",
                        "org.apache.kafka..",
                        "io.oblako.web..",
                        "io.oblako.identity.api..",
                        "io.oblako.identity.persistence..",
                        "io.oblako.identity.messaging..",
                        "io.oblako.identity.keycloak..",
                        "io.oblako.identity.wiring..")
                .because("who gets which token must be testable without a database, a broker or a log-in server")
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNeitherTablesNorKeycloak() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.identity.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "io.oblako.identity.persistence..",
                        "io.oblako.identity.keycloak..",
                        "io.oblako.identity.messaging..",
                        "io.oblako.identity.wiring..")
                .because("what is shown must not change when a table or the log-in server does")
                .check(CLASSES);
    }

    @Test
    void onlyKeycloaksPackageTalksToKeycloak() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.oblako.identity.keycloak..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..")
                .because("outgoing requests have one place where they are bounded and their targets are fixed")
                .check(CLASSES);
    }
}
