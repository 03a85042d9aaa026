package io.oblako.e2e;

import io.oblako.e2e.OpenStackClient.Said;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands of Debian's {@code openstack} client about networks, by names and by ids. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
@ResourceLock(ClientIT.NETWORKS)
class NetworkClientIT {

    /** In all names of this run, so that it does not meet those of others. */
    private final String mark = "wire-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private static Path folder;

    private OpenStackClient client;

    @BeforeAll
    void theClientStarts() {
        client = new OpenStackClient(folder, Map.of());
    }

    @AfterAll
    void theClientEnds() {
        client.close();
    }

    /** Runs a command in which {@code %} stands for the mark of this run. */
    private Said run(String command) {
        return client.run(command.replace("%", mark));
    }

    private String value(String command, String column) {
        return run(command + " -f value -c " + column).value();
    }

    private String id(String command) {
        return value(command, "id");
    }

    @Test
    void networksAndSubnets() {
        String network = id("network create --description words --tag %-tag %-net");
        run("network show %-net").with(network, "words", mark + "-tag");
        run("network list --tags %-tag").with(network);
        run("network list --long --name %-net --internal").with(network, "UP");
        run("network list --external").without(network);
        run("network set --name %-renamed --disable %-net").works();
        run("network show " + network).with(mark + "-renamed", "DOWN");
        run("network set --name %-net --enable " + network).works();

        String subnet = id("subnet create --network %-net --subnet-range 10.7.0.0/24 --dns-nameserver 9.9.9.9"
                + " --allocation-pool start=10.7.0.10,end=10.7.0.99"
                + " --host-route destination=192.0.2.0/24,gateway=10.7.0.9 %-sub");
        run("subnet show %-sub").with(subnet, "10.7.0.1", "9.9.9.9", "10.7.0.10-10.7.0.99", "192.0.2.0/24");
        run("subnet list --long --network %-net --ip-version 4 --dhcp").with(subnet);
        run("subnet list --subnet-range 10.7.0.0/24 --name %-sub").with(subnet);
        run("subnet set --dns-nameserver 1.1.1.1 --no-host-route --gateway none --no-dhcp %-sub")
                .works();
        run("subnet show " + subnet).with("1.1.1.1", "9.9.9.9").without("192.0.2.0/24");
        run("subnet list --network " + network + " --no-dhcp").with(subnet);
        run("subnet create --network %-net --subnet-range 10.7.0.0/25 %-wrong")
                .refused("400", "overlaps with another subnet");
        run("subnet create --network %-net --ip-version 6 --ipv6-ra-mode slaac --ipv6-address-mode slaac"
                        + " --subnet-range 2001:db8:7::/64 %-six")
                .with("slaac", "2001:db8:7::1");
        run("ip availability show %-net").with("10.7.0.0/24", mark + "-sub");
        run("ip availability list").with(network);
        run("subnet delete %-six " + subnet).works();
        run("network delete " + network).works();
        run("network show %-net").refused("No Network found for " + mark + "-net");
        run("subnet create --network nosuch --subnet-range 10.7.0.0/24 %-wrong").refused("No Network found for nosuch");
    }

    @Test
    void portsAndSecurityGroups() {
        String network = id("network create %-lan");
        run("subnet create --network %-lan --subnet-range 10.8.0.0/24 %-lan").works();
        String group = id("security group create --description words %-door");
        String rule = id("security group rule create --protocol tcp --dst-port 22 %-door");
        run("security group rule create --protocol icmp --remote-group %-door " + group)
                .works();
        run("security group rule create --protocol tcp --dst-port 22 %-door").refused("409", "already exists");
        run("security group rule list --ingress %-door").with(rule, "22:22", group);
        run("security group rule show " + rule).with("tcp", "0.0.0.0/0");
        run("security group show %-door").with(group, rule);
        run("security group set --name %-gate " + group).works();
        run("security group list").with(group, mark + "-gate", "default");

        String port = id("port create --network %-lan --fixed-ip subnet=%-lan,ip-address=10.8.0.7"
                + " --security-group %-gate %-port");
        run("port show %-port").with(port, "10.8.0.7", group);
        run("port show " + port).with(mark + "-port");
        run("port list --network %-lan").with(port);
        run("port list --long --fixed-ip ip-address=10.8.0.7 --name %-port").with(port);
        run("port set --fixed-ip subnet=%-lan,ip-address=10.8.0.8 --allowed-address ip-address=10.8.0.77 %-port")
                .works();
        run("port show %-port").with("10.8.0.7", "10.8.0.8", "10.8.0.77");
        run("port unset --fixed-ip subnet=%-lan,ip-address=10.8.0.7 %-port").works();
        run("security group delete %-gate").refused("409", "in use");
        run("port unset --security-group %-gate " + port).works();
        run("security group rule delete " + rule).works();
        run("security group delete " + group).works();
        run("network delete %-lan").refused("409", "ports");
        run("port delete %-port").works();
        run("port show %-port").refused("No Port found for " + mark + "-port");
        run("network delete " + network).works();
    }

    @Test
    void routersAndFloatingIps() {
        String outside = id("network create --external %-outside");
        run("subnet create --network %-outside --subnet-range 198.18.7.0/24 --no-dhcp %-outside")
                .works();
        run("network create %-inside").works();
        String subnet = id("subnet create --network %-inside --subnet-range 10.9.0.0/24 %-inside");
        String router = id("router create --external-gateway %-outside %-router");
        run("router add subnet %-router %-inside").works();
        run("router show %-router").with(router, outside, "10.9.0.1");
        run("router list --name %-router").with(router, "ACTIVE");
        run("port list --router %-router").with("10.9.0.1");
        run("router set --route destination=192.0.2.0/24,gateway=10.9.0.9 %-router")
                .works();
        run("router show " + router).with("192.0.2.0/24");
        run("router remove subnet %-router %-inside").refused("409", "routes");
        run("router unset --route destination=192.0.2.0/24,gateway=10.9.0.9 " + router)
                .works();

        String port = id("port create --network %-inside %-guest");
        String address = value("floating ip create --port %-guest %-outside", "floating_ip_address");
        run("floating ip list --port %-guest --network %-outside").with(address, port);
        run("floating ip show " + address).with(address, router, port);
        run("router unset --external-gateway %-router").refused("409", "floating IPs");
        run("floating ip unset --port " + address).works();
        run("floating ip set --port " + port + " " + address).works();
        String id = value("floating ip list --floating-ip-address " + address, "ID");
        run("floating ip delete " + id).works();
        run("floating ip show " + address).refused("No FloatingIP found for " + address);
        run("port delete %-guest").works();
        run("router remove subnet " + router + " " + subnet).works();
        run("router unset --external-gateway %-router").works();
        run("router delete %-router").works();
        run("network delete %-inside %-outside").works();
        run("router show %-router").refused("No Router found for " + mark + "-router");
    }

    @Test
    void poolsGroupsPoliciesAndWhatOperatorsLookAt() {
        String pool = id("subnet pool create --pool-prefix 10.64.0.0/16 --default-prefix-length 24 %-pool");
        run("subnet pool show %-pool").with(pool, "10.64.0.0/16");
        run("network create %-pooled").works();
        run("subnet create --network %-pooled --subnet-pool %-pool %-pooled").with("10.64.0.0/24", pool);
        run("network delete %-pooled").works();
        run("subnet pool set --name %-lake " + pool).works();
        run("subnet pool list").with(mark + "-lake");
        run("subnet pool delete %-lake").works();

        run("address group create --address 192.0.2.0/24 %-addresses").with("192.0.2.0/24");
        run("address group set --address 198.51.100.0/24 %-addresses").works();
        run("address group show %-addresses").with("198.51.100.0/24");
        run("address group delete %-addresses").works();
        run("address scope create --ip-version 4 %-scope").with("4");
        run("address scope list").with(mark + "-scope");
        run("address scope delete %-scope").works();

        run("network qos policy create %-policy").works();
        String limit = id("network qos rule create --type bandwidth-limit --max-kbps 1000 --egress %-policy");
        run("network qos rule list %-policy").with(limit, "1000");
        run("network create --qos-policy %-policy %-slow").works();
        run("network qos policy delete %-policy").refused("409", "is used by");
        run("network delete %-slow").works();
        run("network qos policy delete %-policy").works();

        run("network agent list").with("h1", "h2", "ovn-controller");
        run("availability zone list --network").with("nova", "available");
        run("extension list --network").with("security-group", "router");
        run("extension show quotas").with("quotas");
        run("quota show").with("networks", "routers", "secgroups");
        String project = id("project create %-quota");
        run("quota set --networks 11 %-quota").works();
        run("quota show " + project).with("11");
        run("project delete %-quota").works();
    }
}
