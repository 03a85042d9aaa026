package io.oblako.compute.domain.schedule;

/**
 * How much more may be promised than a host has.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/admin/scheduling.html#allocation-ratios">Nova: allocation ratios</a>
 */
public record Ratios(double cpu, double ram, double disk) {

    /** Memory a little over, processors many times, disk not at all. */
    public static final Ratios STANDARD = new Ratios(16, 1.5, 1);

    public Ratios {
        if (cpu <= 0 || ram <= 0 || disk <= 0) {
            throw new IllegalArgumentException("An allocation ratio is greater than 0");
        }
    }

    /** What may be promised on a host with that much. */
    public Need capacity(int vcpus, int ramMib, int diskGib) {
        return new Need(whole(vcpus * cpu), whole(ramMib * ram), whole(diskGib * disk));
    }

    private static int whole(double amount) {
        return (int) Math.min(Integer.MAX_VALUE, Math.floor(amount));
    }
}
