package io.oblako.compute.node;

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
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.oblako.compute.node");

    @TestFactory
    Stream<DynamicTest> theWallsOfTheHouseStand() {
        return Walls.of("io.oblako.compute.node");
    }

    @Test
    void decidingKnowsNoDriverAndNoBroker() {
        noClasses()
                .that()
                .resideInAnyPackage("..node.reconcile..", "..node.hypervisor..", "..node.lease..", "..node.snapshot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..node.qemu..", "..node.qmp..", "..node.simulated..", "org.apache.kafka..", "io.vertx..")
                .because("what is decided must run in a simulation, over any driver, without a broker")
                .check(CLASSES);
    }

    @Test
    void driversDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..node.qemu..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..node.simulated..")
                .because("a driver is chosen in NodeMain alone")
                .check(CLASSES);
    }
}
