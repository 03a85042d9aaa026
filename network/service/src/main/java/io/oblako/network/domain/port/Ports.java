package io.oblako.network.domain.port;

import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.address.Mac;
import java.util.List;
import java.util.UUID;

/** All ports there are. */
public interface Ports extends Catalog<Port> {

    boolean macInUse(UUID network, Mac mac);

    /** All ports of a device with one of these owners, oldest first. */
    List<Port> ofDevice(String deviceId, String deviceOwner);

    /** All with an address of the subnet, by id, behind the given one: in parts, because there may be many. */
    List<Port> ofSubnet(UUID subnet, UUID after, int most);
}
