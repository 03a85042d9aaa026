package io.oblako.network.ovsdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.oblako.network.ovsdb");

    @Test
    void theClientKnowsNoServiceAndNoFramework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "org.hibernate..", "org.apache.kafka..", "org.opendaylight..")
                .because("whoever speaks OVSDB uses it, the node daemon as well as the network service")
                .check(CLASSES);
    }

    @Test
    void valuesSchemasAndTransactionsKnowNoConnection() {
        classes()
                .that()
                .resideInAnyPackage("..ovsdb.value..", "..ovsdb.schema..", "..ovsdb.transaction..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "..ovsdb.value..",
                        "..ovsdb.schema..",
                        "..ovsdb.transaction..",
                        "..ovsdb.error..")
                .because("what is said must be testable without a socket")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        SlicesRuleDefinition.slices()
                .matching("io.oblako.network.ovsdb.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
