package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.e2e.OpenStackClient.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The commands of Debian's {@code openstack} client that need neither network nor volume, by names and by ids. Each is looked
 * at: what it printed, or, for wrong input, that the fault says what is wrong and what to change.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
class ClientIT {

    /** The lock of tests that make networks in the administrators' project, or need it to have none. */
    static final String NETWORKS = "the networks of the administrators' project";

    private static final Duration SOON = Duration.ofSeconds(120);

    private static final Pattern REQUEST = Pattern.compile("req-[0-9a-f-]{36}");

    private final Cloud admin = Cloud.admin();
    /** In all names of this run, so that it does not meet those of others. */
    private final String mark = "walk-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private static Path folder;

    private OpenStackClient client;
    /** Speaks the version of compute that it was written for, where the other one speaks 2.90. */
    private OpenStackClient old;

    @BeforeAll
    void theClientStarts() {
        client = new OpenStackClient(folder, Map.of("OS_COMPUTE_API_VERSION", "2.90"));
        old = new OpenStackClient(folder, Map.of());
    }

    @AfterAll
    void theClientEnds() {
        client.close();
        old.close();
    }

    /** Runs a command in which {@code %} stands for the mark of this run. */
    private Said run(String command) {
        return client.run(command.replace("%", mark));
    }

    private String marked(String name) {
        return name.replace("%", mark);
    }

    private String id(String command) {
        return run(command + " -f value -c id").value();
    }

    private void becomes(String server, String status) {
        admin.await(server, status, SOON);
        assertThat(run("server show -f value -c status " + server).value()).isEqualTo(status);
    }

    @Test
    void aCatalogOfThreeServices() {
        run("token issue -f value -c project_id").with(admin.projectId());
        run("catalog list").with("identity", "image", "compute");
        run("catalog show compute").with("nova");
        run("versions show").with("2.93", "3.14");
        run("service list").with("nova", "glance", "keystone");
        run("service show compute").with("nova");
        run("endpoint list --service compute").with("public", "internal", "admin");
        run("region list").with("RegionOne");
        run("extension list --compute").with("os-keypairs", "servers");
        run("configuration show").with("auth.project_name");
    }

    @Test
    void projectsUsersGroupsAndRoles() {
        String project = id("project create --description words %-project");
        run("project show %-project").with(project, "words");
        run("project set --description others %-project").works();
        run("project show " + project).with("others");
        run("project list").with(marked("%-project"));
        run("project create %-project").refused("Conflict", marked("%-project"), "409");

        String user = id("user create --password Pw-12345678 --project %-project %-user");
        run("user show %-user").with(user, project);
        run("user set --email somebody@example.org %-user").works();
        run("user show " + user).with("somebody@example.org");
        run("user list").with(user);
        run("user create --password Pw-12345678 %-user").refused("Duplicate entry", marked("%-user"), "409");
        run("role add --user %-user --project %-project member").works();
        run("role assignment list --names --project %-project").with("member", marked("%-user@Default"));
        run("user list --project %-project").with(marked("%-user"));
        run("role remove --user %-user --project %-project member").works();
        run("role assignment list --names --project %-project").without(marked("%-user"));
        run("role add --user nosuch --project %-project member")
                .refused("No user with a name or ID of 'nosuch' exists");

        run("group create %-group").with(marked("%-group"));
        run("group add user %-group %-user").works();
        run("group contains user %-group %-user").with("in group");
        run("group remove user %-group %-user").works();
        run("group delete %-group").works();
        run("role list").with("reader", "member", "manager", "admin", "service");
        run("implied role list").with("manager", "member", "reader");
        run("domain create %-domain").with(marked("%-domain"));
        run("domain list").with(marked("%-domain"), "Default");
        run("domain delete %-domain").refused("disable");
        run("domain set --disable %-domain").works();
        run("domain delete %-domain").works();

        run("user delete %-user").works();
        run("project delete " + project).works();
        run("project show %-project").refused("No project with a name or ID of");
    }

    @Test
    void applicationCredentials() {
        String credential = id("application credential create --description words %-credential");
        run("application credential list").with(marked("%-credential"));
        run("application credential show %-credential")
                .with(credential, "words")
                .without("secret");
        run("application credential create %-credential").refused("409", marked("%-credential"));
        run("application credential delete %-credential").works();
        run("application credential show %-credential").refused("exists");
    }

    @Test
    void imagesByNameAndById() {
        Path file = Path.of(Cloud.env("OBLAKO_E2E_IMAGE"));
        String create = "image create --container-format bare --file " + file + " --disk-format ";
        String image = id(create + "qcow2 --min-disk 1 --tag blue --property colour=red %-image");
        run("image show %-image").with(image, "active", "blue", "colour='red'");
        run("image show " + image).with(marked("%-image"));
        run("image list").with(marked("%-image"), "mote");
        run("image list --long --name %-image").with("qcow2", "shared").without("mote");
        run("image list --status active --tag blue").with(marked("%-image")).without("mote");
        run("image set --name %-renamed --property shape=round %-image").works();
        run("image unset --property shape %-renamed").works();
        run("image show %-renamed").with(image).without("shape='round'");
        Path saved = folder.resolve("saved");
        run("image save --file " + saved + " %-renamed").works();
        assertThat(saved).hasSameBinaryContentAs(file);
        run("image add project %-renamed admin").with(admin.projectId(), "pending");
        run("image member list %-renamed").with(admin.projectId());
        run("image remove project %-renamed admin").works();
        run("image set --protected %-renamed").works();
        run("image delete %-renamed").refused("403", "protected");
        run("image set --unprotected %-renamed").works();
        run("image set --deactivate %-renamed").works();
        run("image set --activate %-renamed").works();
        run("image delete " + image).works();

        run("image show %-renamed").refused("No Image found");
        run("image create --container-format bare --disk-format raw --min-disk -1 %-wrong")
                .refused("400", "min_disk");
        run(create + "raw %-wrong").refused("400", "declared as raw", "qcow2");
    }

    @Test
    void flavorsAndKeypairs() throws IOException {
        String flavor = id("flavor create --ram 64 --vcpus 1 --disk 1 --description small %-flavor");
        run("flavor set --property hw:cpu_policy=shared %-flavor").works();
        run("flavor show %-flavor").with(flavor, "small", "hw:cpu_policy='shared'");
        run("flavor unset --property hw:cpu_policy %-flavor").works();
        run("flavor show " + flavor).without("cpu_policy");
        run("flavor list").with("m1.tiny", marked("%-flavor"));
        run("flavor create --private --ram 64 --vcpus 1 --disk 1 %-private").with("False");
        run("flavor set --project admin %-private").works();
        run("flavor show %-private").with(marked("%-private"));
        run("flavor unset --project admin %-private").works();
        run("flavor list --long --all").with(marked("%-private"));
        run("flavor list").without(marked("%-private"));
        run("flavor create --ram 64 --vcpus 1 --disk 1 %-flavor").refused("409", "already exists");
        run("flavor show nosuch").refused("No Flavor found for nosuch");
        run("flavor delete %-private " + flavor).works();
        run("flavor list --all").without(mark);

        run("keypair create %-key").with("PRIVATE KEY");
        run("keypair list").with(marked("%-key"));
        run("keypair show %-key").with("ssh");
        run("keypair show --public-key %-key").with("ssh-rsa ");
        run("keypair create %-key").refused("409", "already exists");
        Path noKey = Files.writeString(folder.resolve("no-key"), "no key at all\n");
        run("keypair create --public-key " + noKey + " %-wrong").refused("400", "Keypair data is invalid");
        run("keypair delete %-key").works();
        run("keypair show %-key").refused("No Keypair found");
    }

    @Test
    void whatOperatorsLookAt() {
        run("hypervisor list --long").with("h1", "h2", "QEMU", "up");
        run("hypervisor show h1").with("h1", "QEMU");
        run("compute service list --long").with("nova-compute", "h1", "enabled", "up");
        run("compute service set --disable --disable-reason mending h2 nova-compute")
                .works();
        run("compute service list --long").with("disabled", "mending");
        run("compute service set --enable h2 nova-compute").works();
        run("compute service list --long").without("mending");
        run("availability zone list --compute --long").with("nova", "available", "h1");
        run("limits show --absolute").with("maxTotalInstances", "totalCoresUsed");
        run("limits show --rate").works();
        run("quota show").with("instances", "cores", "ram");
        run("quota show --default").with("instances", "10");
        String project = id("project create %-quota");
        run("quota set --instances 11 %-quota").works();
        run("quota show %-quota").with("11");
        run("quota show " + project).with("11");
        run("quota set --instances 11 nosuch").refused("No project with a name or ID of 'nosuch' exists");
        run("quota list --compute --detail").with("instances", "ram");
        run("project delete %-quota").works();
        run("usage list").with("Usage from");
        run("usage show").with("CPU Hours");
        run("usage show --project admin").with("RAM MB-Hours");
        run("server group list").works();
        run("aggregate list").works();

        old.run("hypervisor list").with("h1", "h2");
        old.run("hypervisor stats show").with("vcpus", "running_vms");
        old.run("compute service list").with("nova-compute");
        old.run("limits show --absolute").with("maxTotalInstances", "maxTotalFloatingIps");
        old.run("flavor list").with("m1.tiny");
        old.run("usage list").with("Usage from");
    }

    @Test
    void theLifeOfAServer() {
        run("keypair create %-life").with("PRIVATE KEY");
        run("server create --wait --image mote --flavor m1.tiny --key-name %-life --nic none --property colour=red"
                        + " --config-drive true %-server")
                .with("ACTIVE", marked("%-server"));
        String server = run("server show -f value -c id %-server").value();
        run("server show %-server").with(server, "mote", "m1.tiny", marked("%-life"), "colour='red'");
        run("server show " + server).with(marked("%-server"));
        old.run("server show " + server).with(marked("%-server"));
        old.run("server list").with(server);
        lists(server);

        admin.awaitConsole(server, "login:", SOON);
        run("console log show %-server").with("login:");
        run("console log show --lines 3 " + server).with("login:");
        run("console url show %-server").with("/consoles/screen.html?token=");
        run("console url show --serial %-server").with("/consoles/attach?token=");
        run("console url show --spice %-server").refused("400", "novnc or serial");
        changes(server);
        powers(server);
        copies(server);

        run("server event list %-server").with("create", "stop", "start", "reboot", "rebuild", "createImage");
        Matcher request =
                REQUEST.matcher(run("server event list " + server).works().output());
        assertThat(request.find()).isTrue();
        run("server event show %-server " + request.group()).with(request.group(), "Success");
        run("server delete --wait " + server).works();
        run("server show %-server").refused("No server with a name or ID of");
        run("server delete nosuch").refused("nosuch");
        run("keypair delete %-life").works();
    }

    private void lists(String server) {
        for (String filter : new String[] {
            "",
            "--long",
            "--all-projects",
            "--name ^%-server$",
            "--status ACTIVE",
            "--flavor m1.tiny",
            "--image mote",
            "--no-name-lookup",
            "--limit -1",
            "--changes-since 2020-01-01T00:00:00Z"
        }) {
            run("server list " + filter).with(server);
        }
        run("server list --deleted").without(server);
        run("server list --status SHUTOFF").without(server);
        run("server list --flavor nosuch").refused("No flavor with a name or ID of 'nosuch' exists");
    }

    private void changes(String server) {
        run("server set --property shape=round %-server").works();
        run("server show %-server").with("shape='round'");
        run("server unset --property shape %-server").works();
        run("server show %-server").without("shape='round'");
        run("server set --name %-renamed %-server").works();
        run("server show " + server).with(marked("%-renamed"));
        run("server set --name %-server %-renamed").works();
        run("server set --tag %-tag %-server").works();
        run("server list --tags %-tag").with(server);
        run("server unset --tag %-tag %-server").works();
        run("server list --tags %-tag").without(server);
        run("server set --description words %-server").works();
        run("server show " + server).with("words");
        run("server unset --description %-server").works();
    }

    private void powers(String server) {
        run("server start %-server").refused("409", "vm_state active");
        run("server stop %-server").works();
        becomes(server, "SHUTOFF");
        run("server pause %-server").refused("409", "vm_state stopped");
        run("server start " + server).works();
        becomes(server, "ACTIVE");
        run("server reboot --hard --wait %-server").with("Complete");
        run("server pause %-server").works();
        becomes(server, "PAUSED");
        run("server unpause %-server").works();
        becomes(server, "ACTIVE");
        run("server suspend %-server").works();
        becomes(server, "SUSPENDED");
        run("server resume %-server").works();
        becomes(server, "ACTIVE");
        run("server lock --reason audit %-server").works();
        assertThat(run("server show -f value -c locked_reason %-server").value())
                .isEqualTo("audit");
        run("server unlock %-server").works();
        admin.awaitConsole(server, "login:", SOON);
        run("server reboot --soft --wait %-server").with("Complete");
    }

    private void copies(String server) {
        run("server image create --wait --name %-snapshot %-server").with("active", server);
        run("image delete %-snapshot").works();
        run("server rebuild --wait --image mote %-server").with("Complete");
        run("server resize --wait --flavor m1.small %-server").with("Complete");
        becomes(server, "VERIFY_RESIZE");
        run("server resize confirm %-server").works();
        becomes(server, "ACTIVE");
        assertThat(run("server show %-server").with("m1.small").output()).contains(server);
        run("server set --state error %-server").works();
        becomes(server, "ERROR");
        run("server set --state active %-server").works();
        becomes(server, "ACTIVE");
    }

    @Test
    @ResourceLock(NETWORKS)
    void aServerThatCannotBeIsRefusedInWordsThatHelp() {
        String create = "server create --image mote --flavor m1.tiny ";
        run(create + "--nic auto %-wrong").refused("400", "make a network with a subnet first");
        run(create + "%-wrong").refused("400", "make a network with a subnet first");
        run(create + "--nic none --key-name nosuch %-wrong").refused("400", "Invalid key_name provided");
        run(create + "--nic none --availability-zone nosuch %-wrong").refused("400", "availability zone");
        run("server create --image nosuch --flavor m1.tiny --nic none %-wrong").refused("No Image found for nosuch");
        run("server create --image mote --flavor nosuch --nic none %-wrong").refused("nosuch");
        run("server show %-wrong").refused("No server with a name or ID of");
        run("server list --all-projects --name %-wrong").without(marked("%-wrong"));
    }

    @Test
    void aMemberIsToldWhatIsNotTheirs() {
        try (Cloud.Tenant tenant = admin.tenant(mark, "member");
                OpenStackClient member = new OpenStackClient(
                        folder,
                        Map.of(
                                "OS_USERNAME", tenant.name(),
                                "OS_PASSWORD", tenant.password(),
                                "OS_PROJECT_NAME", tenant.name(),
                                "OS_COMPUTE_API_VERSION", "2.90"))) {
            run("quota set --instances 0 " + tenant.name()).works();
            member.run("server create --image mote --flavor m1.tiny --nic none wrong")
                    .refused("403", "Quota exceeded", "instances");
            member.run("server list").works();
            member.run("image list").with("mote");
            member.run("flavor list").with("m1.tiny");
            member.run("hypervisor list").refused("403", "compute:hypervisors");
            member.run("flavor create --ram 64 --vcpus 1 --disk 1 theirs").refused("403", "compute:flavors");
            member.run("user list").refused("403");
            member.run("quota set --instances 11 " + tenant.name()).refused("403");
        }
    }

    @Test
    void severalServersAtOnce() {
        run("server create --wait --min 2 --max 2 --image mote --flavor m1.tiny --nic none %-many")
                .with("ACTIVE");
        run("server list --name ^%-many").with(marked("%-many-1"), marked("%-many-2"));
        admin.await(run("server show -f value -c id %-many-2").value(), "ACTIVE", SOON);
        run("server delete --wait %-many-1 %-many-2").works();
        run("server list --name ^%-many").without(marked("%-many"));
    }
}
