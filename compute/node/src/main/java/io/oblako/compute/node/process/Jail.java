package io.oblako.compute.node.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The prison that everything stays in which touches bytes of tenants: own user id, no capability, no way to gain one, no
 * network, no sight of other processes, and of files only the system's programs (read-only) and what is handed in. Made of
 * bubblewrap, setpriv and prlimit, given as one argument list.
 *
 * @see <a href="https://github.com/containers/bubblewrap">bubblewrap</a>
 */
public final class Jail {

    private static final int OPEN_FILES = 1024;

    private final int uid;
    private final List<String> binds = new ArrayList<>();
    private final List<String> limits = new ArrayList<>(List.of("--core=0", "--nofile=" + OPEN_FILES));
    private boolean dieWithParent = true;
    private int group = -1;

    private Jail(int uid) {
        this.uid = uid;
    }

    /** @param uid that nothing else has; never 0 */
    public static Jail of(int uid) {
        if (uid <= 0) {
            throw new IllegalArgumentException("Nobody is imprisoned as root");
        }
        return new Jail(uid);
    }

    /** Shows a file or folder that can be read. */
    public Jail readable(Path outside, String inside) {
        binds.addAll(List.of("--ro-bind", outside.toString(), inside));
        return this;
    }

    /** Shows a file or folder that can be written, as far as its owner and mode allow. */
    public Jail writable(Path outside, String inside) {
        binds.addAll(List.of("--bind", outside.toString(), inside));
        return this;
    }

    /**
     * Shows a device.
     *
     * @param newGroup that the process is a member of as well; -1 for none, never root's
     */
    public Jail device(String path, int newGroup) {
        if (newGroup == 0) {
            throw new IllegalArgumentException("Nobody is imprisoned in root's group");
        }
        binds.addAll(List.of("--dev-bind", path, path));
        group = newGroup;
        return this;
    }

    /** What is inside goes on when the daemon ends. */
    public Jail outlivesDaemon() {
        dieWithParent = false;
        return this;
    }

    /** At most so many processes and threads of this user id. */
    public Jail processes(int most) {
        limits.add("--nproc=" + most);
        return this;
    }

    /** No file grows larger. */
    public Jail fileBytes(long most) {
        limits.add("--fsize=" + most);
        return this;
    }

    public Jail addressBytes(long most) {
        limits.add("--as=" + most);
        return this;
    }

    public Jail cpuSeconds(long most) {
        limits.add("--cpu=" + most);
        return this;
    }

    /** The argument list that runs the command inside. */
    public List<String> command(List<String> inside) {
        List<String> line = new ArrayList<>();
        if (!dieWithParent) {
            line.add("/usr/bin/setsid");
        }
        line.addAll(List.of(
                "/usr/bin/bwrap",
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-net",
                "--unshare-cgroup-try",
                "--hostname",
                "guest",
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/bin",
                "/bin",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                "--proc",
                "/proc",
                "--dev",
                "/dev"));
        line.addAll(binds);
        line.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--new-session", "--chdir", "/"));
        if (dieWithParent) {
            line.add("--die-with-parent");
        }
        line.addAll(List.of(
                "--",
                "/usr/bin/setpriv",
                "--reuid=" + uid,
                "--regid=" + uid,
                group < 0 ? "--clear-groups" : "--groups=" + group,
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs",
                "/usr/bin/prlimit"));
        line.addAll(limits);
        line.add("--");
        line.addAll(inside);
        return List.copyOf(line);
    }
}
