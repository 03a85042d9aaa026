package io.oblako.network;

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
            .importPackages("io.oblako.network");

    @TestFactory
    Stream<DynamicTest> theWallsOfTheHouseStand() {
        return Walls.of("io.oblako.network");
    }

    @Test
    void theDomainKnowsNoJsonAndNoSockets() {
        noClasses()
                .that()
                .resideInAPackage("..network.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "io.netty..")
                .because("the rules of networks must be testable without a document or a socket")
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
