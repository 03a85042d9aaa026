package io.oblako.image;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.oblako.image");

    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("..image.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "org.hibernate..",
                        "org.apache.kafka..",
                        "io.vertx..",
                        "io.netty..",
                        "io.oblako.web..",
                        "io.oblako.image.api..",
                        "io.oblako.image.persistence..",
                        "io.oblako.image.messaging..",
                        "io.oblako.image.store..",
                        "io.oblako.image.http..",
                        "io.oblako.image.wiring..")
                .because("the rules of images must be testable without a broker, a database or a disk")
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNoRowsAndNoMessages() {
        noClasses()
                .that()
                .resideInAPackage("..image.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.oblako.image.persistence..", "io.oblako.image.messaging..", "org.hibernate..")
                .because("what is shown must not change when a table does")
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
