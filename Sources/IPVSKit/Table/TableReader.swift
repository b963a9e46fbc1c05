/// A table of virtual services that can be read: the kernel's, one in a file, or the public part of the kernel's.
///
/// Not thread-safe: a program that wants to work in parallel opens two.
public protocol TableReader: AnyObject {
    /// Reads the whole table, consistent in itself: services, servers, timeouts and sync daemons.
    ///
    /// What is not part of `detail` may be missing.
    ///
    /// - Throws: ``TableError/changing(attempts:)`` when the table does not come to rest, and `unrest` says that
    ///   this is an error.
    func snapshot(reading detail: TableDetail, unrest: Unrest) throws(TableError) -> TableSnapshot

    /// Reads one service with its servers, as a snapshot without anything else; nil if it does not exist.
    func snapshot(
        of identity: ServiceIdentity,
        reading detail: TableDetail,
        unrest: Unrest
    ) throws(TableError) -> TableSnapshot?

    /// Passes on the services one by one, each with its servers, as consistent as a snapshot, in less memory.
    ///
    /// `order` gets all of them without servers, and returns their places in the order in which they are to come; it
    /// may leave some out, and nil stands for the backend's order. `begin` is called with their number before the
    /// first one. When it is called again, the table has changed in the meantime and everything starts over.
    ///
    /// - Returns: whether the table came to rest.
    /// - Throws: as ``snapshot(reading:unrest:)``.
    func forEachService(
        reading detail: TableDetail,
        unrest: Unrest,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) -> Bool

    /// Reads the version of IPVS and the size of its connection table.
    func info() throws(TableError) -> KernelInfo

    /// Passes every connection to `body` in the kernel's order, in constant memory, until it returns false.
    ///
    /// - Returns: the lines of the kernel's list that are not entries; nil if there is none.
    @discardableResult
    func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines?
}

/// How much of a table is read.
public enum TableDetail: Sendable {
    /// Whatever there is.
    case withCounters
    /// What is configured, and how many connections servers have. Counters and rates may be 0. A large table is read in
    /// half the time. Of connections, everything but their origin, which takes half the time, too.
    case withoutCounters
}

/// What a reading does when the table does not come to rest.
public enum Unrest: Sendable {
    /// It throws ``TableError/changing(attempts:)``.
    case isError
    /// It shows the table as it was read last: services or servers may be missing, or out of date.
    case isShown
}

extension TableReader {
    /// Reads the whole table.
    public func snapshot() throws(TableError) -> TableSnapshot {
        try snapshot(reading: .withCounters, unrest: .isError)
    }

    /// Reads the whole table; what is not part of `detail` may be missing.
    public func snapshot(reading detail: TableDetail) throws(TableError) -> TableSnapshot {
        try snapshot(reading: detail, unrest: .isError)
    }

    /// Reads one service with its servers; nil if it does not exist.
    public func service(
        _ identity: ServiceIdentity,
        reading detail: TableDetail = .withCounters
    ) throws(TableError) -> ObservedService? {
        try snapshot(of: identity, reading: detail, unrest: .isError)?.services.first
    }

    /// Passes on the services of a table at rest.
    package func forEachService(
        reading detail: TableDetail,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) {
        _ = try forEachService(reading: detail, unrest: .isError, in: order, begin: begin, body: body)
    }
}

// What a reader can do that has the whole table at once.
extension TableReader {
    /// Picks one service of a snapshot.
    public func snapshot(
        of identity: ServiceIdentity,
        reading detail: TableDetail,
        unrest: Unrest
    ) throws(TableError) -> TableSnapshot? {
        let snapshot = try snapshot(reading: detail, unrest: unrest)
        var part = snapshot
        part.services = snapshot.services.filter { $0.identity == identity }
        (part.timeouts, part.daemons) = (nil, nil)
        // It may be in a line that could not be read.
        return part.services.isEmpty && part.unreadable == nil ? nil : part
    }

    /// Passes on the services of a snapshot.
    public func forEachService(
        reading detail: TableDetail,
        unrest: Unrest,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) -> Bool {
        let snapshot = try snapshot(reading: detail, unrest: unrest)
        snapshot.forEachService(in: order, begin: begin, body: body)
        return snapshot.isSettled
    }
}
