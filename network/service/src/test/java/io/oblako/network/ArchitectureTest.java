package io.oblako.network;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.oblako.network");

    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("..network.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "java.sql..",
                        "com.fasterxml..",
                        "org.apache.kafka..",
                        "io.vertx..",
                        "io.netty..",
                        "io.oblako.web..",
                        "io.oblako.network.api..",
                        "io.oblako.network.persistence..",
                        "io.oblako.network.messaging..",
                        "io.oblako.network.wiring..")
                .because("the rules of networks must be testable without a broker or a database")
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNoRowsAndNoMessages() {
        noClasses()
                .that()
                .resideInAPackage("..network.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.oblako.network.persistence..", "io.oblako.network.messaging..", "java.sql..")
                .because("what is shown must not change when a table does")
                .check(CLASSES);
    }

    @Test
    void addressesKnowNothingOfNetworks() {
        noClasses()
                .that()
                .resideInAPackage("..domain.address..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..domain.network..", "..domain.port..", "..domain.security..")
                .because("addresses are arithmetic")
                .check(CLASSES);
    }
}
