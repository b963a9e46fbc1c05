extension TableError.Unavailability {
    /// Why the kernel denies permission.
    ///
    /// IPVS asks for `CAP_NET_ADMIN` in the initial user namespace. A process that has the capability and is
    /// denied all the same has it in a namespace of its own, as root of a rootless container has.
    static func deniedByKernel(status path: String = "/proc/self/status") -> TableError.Unavailability {
        guard let text = try? InputFile.contents(of: path, limit: 64 * 1024) else { return .noPermission }
        return hasNetworkAdministration(String(decoding: text, as: UTF8.self))
            ? .userNamespace : .noPermission
    }

    /// Whether the effective capabilities in the text of `/proc/PID/status` include `CAP_NET_ADMIN`.
    static func hasNetworkAdministration(_ status: String) -> Bool {
        let prefix = "CapEff:\t"
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }),
            let capabilities = UInt64(line.dropFirst(prefix.count), radix: 16)
        else { return false }
        // CAP_NET_ADMIN is bit 12, <linux/capability.h>
        return capabilities & 1 << 12 != 0
    }
}
