/// How files are named that belong to the network namespace of this process.
package enum NamespaceName: Hashable, Sendable {
    /// The first process's: the machine's, or a container's.
    case initial
    /// One with a name in `/run/netns`, as `ip netns add` gives it.
    case named(String)
    /// Any other one, by its number, which it has as long as it lives.
    case numbered(UInt64)

    /// Finds out which one it is.
    package init(processes: String = "/proc", names: String = "/run/netns") throws(FileError) {
        let own = "\(processes)/self/ns/net"
        let status = try FileError.wrap(.read, own) { () throws(Errno) in try FileStatus(of: own) }
        // Without privileges nobody may look at the first process; then it is taken for the same.
        guard let first = try? FileStatus(of: "\(processes)/1/ns/net"), !first.isSame(as: status) else {
            self = .initial
            return
        }
        let known = (try? FolderList.names(in: names)) ?? []
        let name = known.first { (try? FileStatus(of: "\(names)/\($0)"))?.isSame(as: status) == true }
        self = name.map { .named($0) } ?? .numbered(status.number)
    }

    /// What the name of a file gets after its first word: nothing in the first namespace.
    package var suffix: String {
        switch self {
        case .initial: ""
        case .named(let name): "-\(name)"
        case .numbered(let number): "-netns-\(number)"
        }
    }

    /// Whether the namespace may be there again after the machine was restarted.
    package var isLasting: Bool { if case .numbered = self { false } else { true } }
}
