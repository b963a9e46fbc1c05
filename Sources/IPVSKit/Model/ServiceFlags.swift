/// The flag word of a virtual service, bit for bit as the kernel keeps it (`IP_VS_SVC_F_*`, `<linux/ip_vs.h>`).
///
/// The kernel stores bits that it does not know; they are kept here too.
public struct ServiceFlags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Creates flags from bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Connections of one client go to one real server (0x1).
    package static let persistent = ServiceFlags(rawValue: 0x1)
    /// The kernel's own mark for a service in its table (0x2); never part of a configuration.
    package static let hashed = ServiceFlags(rawValue: 0x2)
    /// Every packet is scheduled on its own (0x4); only UDP services obey it.
    package static let onePacket = ServiceFlags(rawValue: 0x4)
    /// The scheduler's first flag (0x8).
    package static let scheduler1 = ServiceFlags(rawValue: 0x8)
    /// The scheduler's second flag (0x10).
    package static let scheduler2 = ServiceFlags(rawValue: 0x10)
    /// The scheduler's third flag (0x20).
    package static let scheduler3 = ServiceFlags(rawValue: 0x20)

    /// What `sh` and `mh` call their first flag: another server is tried when the hashed one is unusable.
    public static let fallback = scheduler1
    /// What `sh` and `mh` call their second flag: the client's port is hashed too.
    public static let port = scheduler2

    /// All flags that belong to the scheduler.
    package static let schedulerFlags: ServiceFlags = [.scheduler1, .scheduler2, .scheduler3]
    /// All flags that a user can set.
    package static let settable: ServiceFlags = [
        .persistent, .onePacket, .scheduler1, .scheduler2, .scheduler3,
    ]
}

extension ServiceFlags {
    /// The names of the scheduler flags that are set, as a scheduler calls them.
    ///
    /// `sh` and `mh` have names for the first two; everything else is `flag-1`, `flag-2`, `flag-3`.
    package func schedulerFlagNames(for scheduler: Scheduler) -> [String] {
        var names: [String] = []
        // Not a dictionary by scheduler, which costs the start of a program more than everything else here.
        let hasNames = scheduler == .sourceHashing || scheduler == .maglevHashing
        if contains(.scheduler1) { names.append(hasNames ? "\(scheduler)-fallback" : "flag-1") }
        if contains(.scheduler2) { names.append(hasNames ? "\(scheduler)-port" : "flag-2") }
        if contains(.scheduler3) { names.append("flag-3") }
        return names
    }

    /// Returns the flag that a name stands for; nil if there is none of this name.
    ///
    /// `sh-port` and the like are known for every scheduler here; whether they fit is
    /// the business of ``VirtualService/errors()``.
    package static func schedulerFlag(named name: String) -> ServiceFlags? {
        switch name {
        case "flag-1", "sh-fallback", "mh-fallback": .scheduler1
        case "flag-2", "sh-port", "mh-port": .scheduler2
        case "flag-3": .scheduler3
        default: nil
        }
    }
}

extension ServiceFlags {
    /// The names of the scheduler's flags, those of any scheduler first.
    static let names: [(name: String, value: ServiceFlags)] = [
        "flag-1", "flag-2", "flag-3", "sh-fallback", "sh-port", "mh-fallback", "mh-port",
    ].compactMap { name in schedulerFlag(named: name).map { (name, $0) } }
}
