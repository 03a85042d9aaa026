package io.oblako.identity;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.oblako.testing.Walls;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.oblako.identity");

    @TestFactory
    Stream<DynamicTest> theWallsOfTheHouseStand() {
        return Walls.of("io.oblako.identity");
    }

    @Test
    void theDomainKnowsNoLogInServer() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.identity.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "io.oblako.identity.keycloak..")
                .because("who gets which token must be testable without a database, a broker or a log-in server")
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNoLogInServer() {
        noClasses()
                .that()
                .resideInAPackage("io.oblako.identity.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.oblako.identity.keycloak..", "io.oblako.identity.wiring..")
                .because("what is shown must not change when the log-in server does")
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
