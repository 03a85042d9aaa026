/*
 * Takes the place of a QEMU that a guest has taken over, and tries to get out of its jail. Each act that succeeds is named
 * on standard error; the last line counts. Arguments: canary, other guest's disk, other guest's monitor, other guest's
 * process id, port that listens on the host.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/vm_sockets.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/sysmacros.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <grp.h>

static int acts, successes;

static void act(const char *name, int succeeded) {
    acts++;
    if (succeeded) {
        successes++;
        fprintf(stderr, "SUCCEEDED %s\n", name);
    }
}

static int opens(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

static int reaches(int port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    int ok = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
    if (fd >= 0) close(fd);
    return ok;
}

static int reaches_unix(const char *path) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    strncpy(to.sun_path, path, sizeof to.sun_path - 1);
    int ok = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
    if (fd >= 0) close(fd);
    return ok;
}

static int makes_link(void) {
    struct {
        struct nlmsghdr head;
        struct ifinfomsg info;
        struct rtattr linkinfo;
        struct rtattr kind;
        char name[8];
    } ask = {.head = {sizeof ask, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK, 1, 0},
             .linkinfo = {sizeof(struct rtattr) * 2 + 8, IFLA_LINKINFO},
             .kind = {sizeof(struct rtattr) + 6, IFLA_INFO_KIND},
             .name = "dummy"};
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (fd < 0) return 0;
    char answer[512];
    int ok = send(fd, &ask, sizeof ask, 0) > 0 && recv(fd, answer, sizeof answer, 0) >= (int)sizeof(struct nlmsghdr)
             && ((struct nlmsghdr *)answer)->nlmsg_type == NLMSG_ERROR
             && ((struct nlmsgerr *)NLMSG_DATA((struct nlmsghdr *)answer))->error == 0;
    close(fd);
    return ok;
}

static int foreign_processes(void) {
    int seen = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *e; proc && (e = readdir(proc));) {
        int pid = atoi(e->d_name);
        if (pid > 1 && pid != getpid()) seen++;
    }
    if (proc) closedir(proc);
    return seen;
}

static int inherited_files(void) {
    int seen = 0;
    for (int fd = 3; fd < 1024; fd++) seen += fcntl(fd, F_GETFD) >= 0;
    return seen;
}

static int forks(int many) {
    int made = 0;
    pid_t children[many];
    for (; made < many; made++) {
        children[made] = fork();
        if (children[made] < 0) break;
        if (children[made] == 0) {
            pause();
            _exit(0);
        }
    }
    for (int i = 0; i < made; i++) kill(children[i], SIGKILL);
    while (wait(NULL) > 0) {}
    return made == many;
}

static int raises(int what, rlim_t to) {
    struct rlimit limit = {to, to};
    return setrlimit(what, &limit) == 0;
}

static int writes_beyond(const char *path) {
    int fd = open(path, O_WRONLY);
    int ok = fd >= 0 && pwrite(fd, "x", 1, 1LL << 40) == 1;
    if (fd >= 0) close(fd);
    return ok;
}

int main(int n, char **a) {
    if (n < 6) return 2;
    const char *canary = a[1], *disk = a[2], *monitor = a[3];
    int other = atoi(a[4]), port = atoi(a[5]);
    char path[4096];
    signal(SIGXFSZ, SIG_IGN);

    act("read the canary", opens(canary, O_RDONLY));
    act("read another guest's disk", opens(disk, O_RDONLY));
    act("write another guest's disk", opens(disk, O_RDWR));
    snprintf(path, sizeof path, "/disks/../../../../..%s", disk);
    act("climb to another guest's disk", opens(path, O_RDONLY));
    snprintf(path, sizeof path, "/proc/1/root%s", canary);
    act("read the canary through process 1", opens(path, O_RDONLY));
    snprintf(path, sizeof path, "/proc/1/cwd/..%s", canary);
    act("read the canary through the folder of process 1", opens(path, O_RDONLY));
    act("read /etc/shadow", opens("/etc/shadow", O_RDONLY));
    act("read /etc/passwd", opens("/etc/passwd", O_RDONLY));
    act("enter /root", opens("/root", O_RDONLY));
    act("enter /home", opens("/home", O_RDONLY));
    act("enter /var", opens("/var", O_RDONLY));
    act("enter /sys", opens("/sys/kernel", O_RDONLY));
    act("enter /run", opens("/run", O_RDONLY));
    act("read the environment of process 1", opens("/proc/1/environ", O_RDONLY));
    act("open the memory of process 1", opens("/proc/1/mem", O_RDWR));
    act("open the mount namespace of process 1", opens("/proc/1/ns/mnt", O_RDONLY));
    act("see foreign processes", foreign_processes());
    act("inherit open files", inherited_files());
    act("signal another guest", kill(other, 0) == 0);
    act("kill process 1", kill(1, SIGKILL) == 0);
    act("trace process 1", ptrace(PTRACE_ATTACH, 1, 0, 0) == 0);
    act("trace another guest", ptrace(PTRACE_ATTACH, other, 0, 0) == 0);
    char byte;
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
    act("read the memory of process 1", process_vm_readv(1, &here, 1, &there, 1, 0) == 1);
    act("mount a file system", mount("none", "/sockets", "tmpfs", 0, 0) == 0);
    act("remount / writable", mount("none", "/", 0, MS_REMOUNT | MS_BIND, 0) == 0);
    act("remount the base writable", mount("none", "/base", 0, MS_REMOUNT | MS_BIND, 0) == 0);
    act("unmount /usr", umount2("/usr", MNT_DETACH) == 0);
    act("change the root", chroot("/disks") == 0);
    act("pivot the root", syscall(SYS_pivot_root, "/sockets", "/sockets") == 0);
    act("leave the mount namespace", unshare(CLONE_NEWNS) == 0);
    act("leave the network namespace", unshare(CLONE_NEWNET) == 0);
    act("leave the process namespace", unshare(CLONE_NEWPID) == 0);
    act("become root", setuid(0) == 0);
    act("become group root", setgid(0) == 0);
    act("join a group", setgroups(1, (gid_t[]){0}) == 0);
    act("raise a capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0) == 0);
    act("give a file to root", chown("/disks/root.qcow2", 0, 0) == 0);
    act("make a device", mknod("/sockets/sda", S_IFBLK | 0600, makedev(8, 0)) == 0);
    act("open the memory of the machine", opens("/dev/mem", O_RDONLY));
    act("open the kernel's log", opens("/dev/kmsg", O_RDONLY));
    act("open a disk of the machine", opens("/dev/sda", O_RDONLY) || opens("/dev/vda", O_RDONLY));
    act("open the tunnel device", opens("/dev/net/tun", O_RDWR));
    act("open vhost", opens("/dev/vhost-net", O_RDWR) || opens("/dev/vhost-vsock", O_RDWR));
    act("open fuse", opens("/dev/fuse", O_RDWR));
    act("connect to a port of the host", reaches(port));
    int answered = 0;
    int ports[] = {22, 80, 443, 5000, 5432, 8774, 8780, 9092, 9292, 6443};
    for (int i = 0; i < 10; i++) answered += reaches(ports[i]);
    act("connect to a well-known port", answered);
    act("connect to another guest's monitor", reaches_unix(monitor));
    act("connect to the system bus", reaches_unix("/run/dbus/system_bus_socket"));
    act("open a packet socket", socket(AF_PACKET, SOCK_RAW, 0) >= 0);
    act("open a raw socket", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0);
    act("make a network device", makes_link());
    int vsock = socket(AF_VSOCK, SOCK_STREAM, 0);
    struct sockaddr_vm host = {.svm_family = AF_VSOCK, .svm_cid = 2, .svm_port = 1024};
    act("connect by vsock", vsock >= 0 && connect(vsock, (struct sockaddr *)&host, sizeof host) == 0);
    act("load a kernel program (bpf)", syscall(SYS_bpf, 0, (char[128]){1, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 1}, 72) >= 0);
    act("watch all processors (perf)",
        syscall(SYS_perf_event_open, (char[128]){1, 0, 0, 0, 112}, -1, 0, -1, 0) >= 0);
    act("load a kernel module", syscall(SYS_init_module, "x", 1, "") == 0);
    act("load another kernel", syscall(SYS_kexec_load, 0, 0, 0, 0) == 0);
    act("reboot", syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0) == 0);
    act("rename the host", sethostname("x", 1) == 0);
    struct timeval now = {1, 0};
    act("set the clock", settimeofday(&now, 0) == 0);
    act("swap on a disk", swapon("/disks/root.qcow2", 0) == 0);
    act("use I/O ports", iopl(3) == 0 || ioperm(0x80, 1, 1) == 0);
    act("open a file by handle", syscall(SYS_open_by_handle_at, AT_FDCWD, (char[64]){8, 0, 0, 0, 1}, O_RDONLY) >= 0);
    act("set a kernel parameter", opens("/proc/sys/kernel/core_pattern", O_WRONLY));
    act("press the magic key", opens("/proc/sysrq-trigger", O_WRONLY));
    act("write to /usr", opens("/usr/x", O_CREAT | O_WRONLY));
    act("write to /", opens("/x", O_CREAT | O_WRONLY));
    act("write to shared memory", opens("/dev/shm/x", O_CREAT | O_WRONLY));
    act("write to /tmp", opens("/tmp/x", O_CREAT | O_WRONLY));
    act("make a file beside the disks", opens("/disks/x", O_CREAT | O_WRONLY));
    act("put a link in place of a disk",
        unlink("/disks/root.qcow2") == 0 && symlink("/etc/shadow", "/disks/root.qcow2") == 0);
    act("write the base", opens("/base", O_WRONLY));
    act("make the base one's own", chmod("/base", 0777) == 0 || link("/base", "/sockets/base") == 0);
    act("fork a thousand times", forks(1000));
    act("raise the limit of processes", raises(RLIMIT_NPROC, RLIM_INFINITY));
    act("raise the limit of files", raises(RLIMIT_NOFILE, 1 << 20));
    act("raise the limit of file sizes", raises(RLIMIT_FSIZE, RLIM_INFINITY));
    act("dump core", raises(RLIMIT_CORE, RLIM_INFINITY));
    act("write beyond the largest file", writes_beyond("/disks/root.qcow2"));
    act("get ahead of others", setpriority(PRIO_PROCESS, 0, -20) == 0);
    act("become a real-time process", sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){50}) == 0);
    fprintf(stderr, "acts %d succeeded %d\n", acts, successes);
    return 0;
}
