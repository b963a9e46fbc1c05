import Glibc
import IPVSKit

/// The module `ip_vs`, for kernels that do not load it by themselves.
///
/// A kernel loads it when the netlink family is looked up. It does not where the module lacks the alias for
/// that (Linux 5.10), or where `kernel.modprobe` names a program that loads nothing.
enum KernelModule {
    /// Runs modprobe with further options, if this process is root.
    static func load(_ options: [String] = []) {
        guard geteuid() == 0 else { return }
        for program in programs(try? InputFile.contents(of: "/proc/sys/kernel/modprobe", limit: 4096)) {
            if ChildProcess.run([program] + options + ["--", "ip_vs"]) == 0 { return }
        }
    }

    /// The programs to try, by full path: the kernel's own (the text of `/proc/sys/kernel/modprobe`), then the usual one.
    static func programs(_ setting: [UInt8]?) -> [String] {
        let usual = "/sbin/modprobe"
        let own = String(decoding: (setting ?? []).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return own.hasPrefix("/") && own != usual ? [own, usual] : [usual]
    }
}
