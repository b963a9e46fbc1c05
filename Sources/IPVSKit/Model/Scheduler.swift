/// A scheduling algorithm by its kernel name, 1 to 15 bytes.
///
/// The kernel owns the set: a name that is not listed here is passed on and printed as it is.
/// An unknown one makes the kernel look for a module `ip_vs_NAME`.
public struct Scheduler: RawRepresentable, Hashable, Sendable {
    /// The most bytes a name may have (`IP_VS_SCHEDNAME_MAXLEN` less the zero, `<linux/ip_vs.h>`).
    package static let nameLimit = 15

    /// The kernel's name.
    public let rawValue: KernelName

    /// Creates a scheduler from its kernel name.
    public init(rawValue: KernelName) {
        self.rawValue = rawValue
    }

    /// Creates a scheduler from its kernel name; nil if that has no bytes, or more than 15.
    public init?(_ name: String) {
        guard let name = KernelName(name), !name.isEmpty, name.count <= Self.nameLimit else { return nil }
        self.init(rawValue: name)
    }

    /// Round robin.
    public static let roundRobin = Scheduler(rawValue: "rr")
    /// Weighted round robin.
    public static let weightedRoundRobin = Scheduler(rawValue: "wrr")
    /// Least connection.
    public static let leastConnection = Scheduler(rawValue: "lc")
    /// Weighted least connection, ipvsadm's default.
    public static let weightedLeastConnection = Scheduler(rawValue: "wlc")
    /// Locality-based least connection.
    public static let localityBasedLeastConnection = Scheduler(rawValue: "lblc")
    /// Locality-based least connection with replication.
    public static let replicatedLocalityBasedLeastConnection = Scheduler(rawValue: "lblcr")
    /// Destination hashing.
    public static let destinationHashing = Scheduler(rawValue: "dh")
    /// Source hashing.
    public static let sourceHashing = Scheduler(rawValue: "sh")
    /// Shortest expected delay.
    public static let shortestExpectedDelay = Scheduler(rawValue: "sed")
    /// Never queue.
    public static let neverQueue = Scheduler(rawValue: "nq")
    /// Weighted failover.
    public static let weightedFailover = Scheduler(rawValue: "fo")
    /// Weighted overflow.
    public static let weightedOverflow = Scheduler(rawValue: "ovf")
    /// Maglev hashing (since Linux 4.18).
    public static let maglevHashing = Scheduler(rawValue: "mh")
    /// Weighted random twos choice (since Linux 5.12).
    public static let twosChoice = Scheduler(rawValue: "twos")
    /// No scheduler: new connections are refused.
    public static let none = Scheduler(rawValue: "none")

    /// The schedulers of Linux up to 7.1, in the order of their age.
    public static let known: [Scheduler] = [
        .roundRobin, .weightedRoundRobin, .leastConnection, .weightedLeastConnection,
        .localityBasedLeastConnection, .replicatedLocalityBasedLeastConnection, .destinationHashing,
        .sourceHashing, .shortestExpectedDelay, .neverQueue, .weightedFailover, .weightedOverflow,
        .maglevHashing, .twosChoice,
    ]

    /// What to look at when a kernel does not know the name: the one that was probably meant, or else the module.
    var hint: String {
        let names = (Self.known + [.none]).map(\.description)
        let module = "module ip_vs_\(self)"
        guard !names.contains(description) else { return module }
        return Spelling.nearest(description, among: names).map { "did you mean '\($0)'?" } ?? module
    }
}

extension Scheduler: CustomStringConvertible, ExpressibleByStringLiteral {
    /// Creates a scheduler from a literal of at most 15 bytes, for example `"mh"`.
    public init(stringLiteral name: StaticString) {
        self.init(rawValue: KernelName(stringLiteral: name))
        precondition(rawValue.count <= Self.nameLimit, "the name of a scheduler has at most 15 bytes")
    }

    /// The kernel's name.
    public var description: String { rawValue.description }
}
