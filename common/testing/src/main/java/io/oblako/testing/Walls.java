package io.oblako.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.mutation.Mutations;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The walls of the house, each with the reason why it stands. A module's {@code ArchitectureTest} is:
 *
 * <pre>{@code
 * class ArchitectureTest {
 *     @TestFactory
 *     Stream<DynamicTest> theWallsStand() {
 *         return Walls.of("io.oblako.compute");
 *     }
 * }
 * }</pre>
 *
 * Exceptions are listed here, by class and with their reason, and nowhere else.
 */
public final class Walls {

    private static final Set<String> SERVICES = Set.of("identity", "image", "compute", "network", "block");

    /**
     * Parts of a service's folder that know nothing of the service: what judges the bytes of images, in one place for
     * whoever has some, and the client of Open vSwitch's databases.
     */
    private static final List<String> LIBRARIES = List.of("io.oblako.image.inspect", "io.oblako.network.ovsdb");

    /** Who may start programs: the one helper, and the launcher of guests, which must hand over descriptors and outlive us. */
    private static final List<String> STARTERS = List.of("io.oblako.kernel.process", "io.oblako.compute.node.process");

    /** Who may put a thread to sleep, and why. All others wait for a state, with a bound. */
    private static final Map<String, String> SLEEPERS = Map.ofEntries(
            Map.entry("io.oblako.messaging.FactReader", "waits for a broker that is away, in a thread of its own"),
            Map.entry("io.oblako.messaging.OrderConsumer", "waits before it tries again, in a thread of its own"),
            Map.entry("io.oblako.web.audit.AuditQueue", "waits for the database, in a thread of its own"),
            Map.entry("io.oblako.kernel.saga.FileStepGate", "looks for a file of the test that holds the gate"),
            Map.entry("io.oblako.identity.domain.token.LogIn", "lets a revocation's moment pass, with a bound"),
            Map.entry("io.oblako.identity.keycloak.KeycloakHttp", "asks Keycloak again, with a bound"),
            Map.entry("io.oblako.image.domain.upload.Transfers", "lets digests give way to transfers, with a bound"),
            Map.entry("io.oblako.network.ovsdb.Connector", "lets servers come back, in a thread of its own"),
            Map.entry("io.oblako.network.ovsdb.OvsdbClient", "sends a transaction again, with a bound"),
            Map.entry("io.oblako.compute.node.NodeMain", "waits for Kafka at start"),
            Map.entry("io.oblako.compute.node.messaging.KnownImages", "has rounds, in a thread of its own"),
            Map.entry("io.oblako.compute.node.image.HttpImageService", "watches a download, in a thread of its own"),
            Map.entry("io.oblako.compute.node.process.GuestProcesses", "looks for the end of a process not its child"),
            Map.entry("io.oblako.compute.node.process.JailedProcess", "lets the last words of a process arrive"),
            Map.entry("io.oblako.compute.node.qemu.GuestsShutdown", "looks whether guests have ended, with a bound"),
            Map.entry("io.oblako.compute.node.qemu.LiveGuest", "asks QEMU for the state of a job, with a bound"),
            Map.entry("io.oblako.compute.node.qmp.GuestSocket", "waits for QEMU to listen, with a bound"));

    /** What changes something without {@link Mutation}, and why. All others commit with their audit record and key. */
    private static final Map<String, String> OTHER_CHANGES = Map.of(
            "io.oblako.identity.api.AuthResource.create", "a token is signed anew each time and nothing is kept",
            "io.oblako.identity.api.FederationResource.exchange",
                    "a token is signed anew each time and nothing is kept",
            "io.oblako.image.api.ImageFileResource.upload", "bytes stream in for longer than a transaction lives",
            "io.oblako.compute.api.server.ServerActionsResource.act", "ServerActionTransactions has them, one per kind",
            "io.oblako.compute.api.image.ImagesResource.delete",
                    "ImageDeletion is the mutation; the answer waits after it",
            "io.oblako.compute.api.server.InterfacesResource.attach",
                    "InterfaceChanges.attach is it; then the answer waits",
            "io.oblako.compute.api.network.SecurityGroupsResource.create",
                    "GroupChanges.create is it; then the answer waits",
            "io.oblako.compute.api.network.SecurityGroupsResource.update",
                    "GroupChanges.update is it; then the answer waits",
            "io.oblako.compute.api.server.AttachmentsResource.attachVolume", "refuses: there are no volumes yet");

    private static final List<Class<? extends Annotation>> CHANGES =
            List.of(POST.class, PUT.class, PATCH.class, DELETE.class);

    /** Programs have somebody at their other end: they may say what is wrong before there is a log, or what they found. */
    private static final DescribedPredicate<JavaClass> TALKS_TO_PEOPLE = describe(
            "is a program or writes its log",
            type -> type.tryGetMethod("main", String[].class).isPresent()
                    || type.getSimpleName().endsWith("Bench")
                    || type.getName().equals("io.oblako.compute.node.NodeLogs"));

    private Walls() {}

    /** One test per wall, over the main classes of a module. */
    public static Stream<DynamicTest> of(String basePackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(basePackage);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("There are no classes in " + basePackage);
        }
        return new TreeMap<>(rules(basePackage))
                .entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(),
                                () -> rule.getValue().allowEmptyShould(true).check(classes)));
    }

    private static Map<String, ArchRule> rules(String base) {
        return Map.ofEntries(
                Map.entry("theDomainIsPlainJava", domainIsPlainJava(base)),
                Map.entry("dependenciesPointInwards", dependenciesPointInwards(base)),
                Map.entry("adaptersDoNotKnowTheApi", adaptersDoNotKnowTheApi(base)),
                Map.entry("theApiKnowsNeitherTablesNorMessages", apiKnowsNoAdapters(base)),
                Map.entry("otherServicesAreKnownByTheirContractsOnly", onlyContracts(base)),
                Map.entry("rowsStayInPersistence", rowsStayInPersistence(base)),
                Map.entry("everyChangeIsAMutation", everyChangeIsAMutation()),
                Map.entry("everyPostCanBeRepeated", everyPostCanBeRepeated()),
                Map.entry("kafkaIsReachedThroughMessaging", kafkaThroughMessaging()),
                Map.entry("programsAreStartedInOnePlace", programsAreStartedInOnePlace()),
                Map.entry("nobodySleeps", nobodySleeps()),
                Map.entry("nobodyPrints", nobodyPrints()),
                Map.entry("timeIsJavaTime", timeIsJavaTime()),
                Map.entry("javaSerializationIsNotUsed", noJavaSerialization()));
    }

    private static ArchRule domainIsPlainJava(String base) {
        return noClasses()
                .that()
                .resideInAPackage(base + "..domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.vertx..",
                        "io.smallrye..",
                        "jakarta..",
                        "org.eclipse.microprofile..",
                        "org.hibernate..",
                        "org.apache.kafka..",
                        "java.sql..",
                        "javax.sql..")
                .because("the rules of the cloud must be testable without a broker, a container or a database");
    }

    private static ArchRule dependenciesPointInwards(String base) {
        return noClasses()
                .that()
                .resideInAPackage(base + "..domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        base + ".api..",
                        base + ".persistence..",
                        base + ".messaging..",
                        base + ".wiring..",
                        "io.oblako.web..")
                .because("api -> domain <- persistence, messaging: a rule that knows who calls it cannot be used by"
                        + " another");
    }

    private static ArchRule adaptersDoNotKnowTheApi(String base) {
        return noClasses()
                .that()
                .resideInAnyPackage(base + ".persistence..", base + ".messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(base + ".api..", "jakarta.ws.rs..")
                .because("a table or a topic outlives the shape of a request");
    }

    private static ArchRule apiKnowsNoAdapters(String base) {
        return noClasses()
                .that()
                .resideInAPackage(base + ".api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        base + ".persistence..", base + ".messaging..", "org.hibernate..", "java.sql..", "javax.sql..")
                .because("what is shown must not change when a table or a topic does");
    }

    private static ArchRule onlyContracts(String base) {
        return noClasses()
                .should()
                .dependOnClassesThat(describe("belong to another service and are no contracts", other -> {
                    String[] words = other.getPackageName().split("\\.", -1);
                    boolean service = words.length > 2
                            && words[0].equals("io")
                            && words[1].equals("oblako")
                            && SERVICES.contains(words[2]);
                    return service
                            && !inside(other.getPackageName(), service(base))
                            && !List.of(words).contains("contracts")
                            && LIBRARIES.stream().noneMatch(each -> inside(other.getPackageName(), each));
                }))
                .because("a service owns its schema and its rules; others learn of it from events alone");
    }

    /** The service that a package belongs to, {@code io.oblako.compute} for {@code io.oblako.compute.node}. */
    private static String service(String base) {
        String[] words = base.split("\\.", -1);
        return words.length > 2 ? String.join(".", words[0], words[1], words[2]) : base;
    }

    private static boolean inside(String packageName, String base) {
        return packageName.equals(base) || packageName.startsWith(base + '.');
    }

    private static ArchRule rowsStayInPersistence(String base) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(base + "..persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "jakarta.data..")
                .because("rows convert themselves: nobody else should notice when a column changes");
    }

    private static ArchRule everyChangeIsAMutation() {
        return methods()
                .that(describe(
                        "change something",
                        method -> CHANGES.stream().anyMatch(method::isAnnotatedWith)
                                && !preparesItsTransaction(method)
                                && !OTHER_CHANGES.containsKey(named(method))))
                .should()
                .beAnnotatedWith(Mutation.class)
                .because("state, messages, audit record and Idempotency-Key commit at once; exceptions are in Walls");
    }

    private static boolean preparesItsTransaction(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Mutations.class));
    }

    private static ArchRule everyPostCanBeRepeated() {
        return methods()
                .that(describe(
                        "are a POST",
                        method -> method.isAnnotatedWith(POST.class) && method.isAnnotatedWith(Mutation.class)))
                .should()
                .haveRawReturnType(Response.class)
                .because("the answer is kept with the Idempotency-Key and given again");
    }

    private static String named(JavaMethod method) {
        return method.getOwner().getName() + '.' + method.getName();
    }

    private static ArchRule kafkaThroughMessaging() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("io.oblako.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .because("order, retries, poison and the request id are decided once, in io.oblako.messaging");
    }

    private static ArchRule programsAreStartedInOnePlace() {
        return noClasses()
                .that(describe(
                        "may not start programs",
                        type -> STARTERS.stream().noneMatch(starter -> inside(type.getPackageName(), starter))))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .because("io.oblako.kernel.process has argument lists, deadlines and bounded output, and no shell");
    }

    private static ArchRule nobodySleeps() {
        return classes()
                .that(describe("may not sleep", type -> !SLEEPERS.containsKey(outermost(type))))
                .should(not(callMethod(Thread.class, "sleep", long.class)))
                .andShould(not(callMethod(Thread.class, "sleep", java.time.Duration.class)))
                .andShould(not(callMethod(LockSupport.class, "parkNanos", long.class)))
                .because("waiting is for a state and bounded; who must sleep is listed in Walls with a reason");
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static ArchRule nobodyPrints() {
        return noClasses()
                .that(DescribedPredicate.not(TALKS_TO_PEOPLE))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("what is worth saying goes to the log, with the request and the project beside it");
    }

    private static ArchRule timeIsJavaTime() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Calendar")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.text.SimpleDateFormat")
                .because("java.time says what it means, cannot be changed and knows its zone");
    }

    private static ArchRule noJavaSerialization() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .because("bytes from outside must not choose classes (security row API-26)");
    }
}
