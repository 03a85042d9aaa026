package io.oblako.image;

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
            .importPackages("io.oblako.image");

    @TestFactory
    Stream<DynamicTest> theWallsOfTheHouseStand() {
        return Walls.of("io.oblako.image");
    }

    @Test
    void theDomainKnowsNoDiskAndNoNetwork() {
        noClasses()
                .that()
                .resideInAPackage("..image.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.oblako.image.store..", "io.oblako.image.http..")
                .because("the rules of images must be testable without a disk or a socket")
                .check(CLASSES);
    }

    @Test
    void theCatalogKnowsNothingOfUploads() {
        noClasses()
                .that()
                .resideInAPackage("..domain.catalog..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..domain.upload..")
                .because("uploads change images, images know only that they have one")
                .check(CLASSES);
    }
}
