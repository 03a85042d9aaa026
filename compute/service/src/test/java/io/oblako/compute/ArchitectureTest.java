package io.oblako.compute;

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
            // The daemon is on the class path of the tests that kill it; it has walls of its own.
            .withImportOption(location -> !location.contains("/io/oblako/compute/node/"))
            .importPackages("io.oblako.compute");

    @TestFactory
    Stream<DynamicTest> theWallsOfTheHouseStand() {
        return Walls.of("io.oblako.compute");
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
}
