package io.oblako.compute;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The daemon is on the class path of the tests that kill it; it has walls of its own.
            .withImportOption(location -> !location.contains("/io/oblako/compute/node/"))
            .importPackages("io.oblako.compute");

    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.compute.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "org.hibernate..",
                        "org.apache.kafka..",
                        "io.vertx..",
                        "java.sql..",
                        "javax.sql..",
                        "io.oblako.web..",
                        "io.oblako.compute.api..",
                        "io.oblako.compute.persistence..",
                        "io.oblako.compute.messaging..",
                        "io.oblako.compute.wiring..")
                .because("the rules of the cloud must be testable, and run in a simulation, without a broker or a"
                        + " database")
                .check(CLASSES);
    }

    @Test
    void theDomainTakesTimeAndRandomnessFromOutside() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.compute.domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .because("a failure in the simulation must be repeated by its seed")
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNoRowsAndNoMessages() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.compute.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.oblako.compute.persistence..",
                        "io.oblako.compute.messaging..",
                        "org.hibernate..",
                        "org.apache.kafka..",
                        "java.sql..")
                .because("what is shown must not change when a table does")
                .check(CLASSES);
    }

    @Test
    void rowsAndMessagesKnowNothingOfHttp() {
        noClasses()
                .that()
                .resideInAnyPackage("io.oblako.compute.persistence..", "io.oblako.compute.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.oblako.compute.api..", "jakarta.ws.rs..")
                .because("dependencies point inwards")
                .check(CLASSES);
    }

    @Test
    void nobodyStartsProcesses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Runtime")
                .because("processes are the matter of nodes, and start in one place")
                .check(CLASSES);
    }
}
