import IPVSKit

/// A table as far as it could be seen, for showing it.
struct VisibleTable {
    var snapshot: TableSnapshot
    var info: KernelInfo?
    /// What could not be seen for want of privileges.
    var omissions: [String]
}

extension TableAccess {
    /// Reads the whole table with version and connection table size, or one service of it; without privileges what
    /// everybody may see.
    ///
    /// What could not be seen or settled is said to people, and returned for programs.
    func readVisible(_ identity: ServiceIdentity?, reading detail: TableDetail) throws -> VisibleTable {
        do {
            let (snapshot, info) = try open().read(identity, detail, .isShown)
            if !snapshot.isSettled { output.note(TableSnapshot.unsettledNote) }
            return VisibleTable(snapshot: snapshot, info: info, omissions: [])
        } catch TableError.unavailable(let reason) where reason != .noModule {
            let table = openPublic()
            let (snapshot, info) = try table.read(identity, detail, .isShown)
            let need =
                reason == .userNamespace
                ? "of the initial user namespace is needed" : "is needed: run as root"
            output.note("not shown: \(listed(table.omissions, "and")) (CAP_NET_ADMIN \(need))")
            return VisibleTable(snapshot: snapshot, info: info, omissions: table.omissions)
        }
    }
}

extension TableReader {
    /// Reads everything, or one service.
    func read(
        _ identity: ServiceIdentity?,
        _ detail: TableDetail,
        _ unrest: Unrest
    ) throws -> (TableSnapshot, KernelInfo?) {
        guard let identity else { return (try snapshot(reading: detail, unrest: unrest), try info()) }
        guard let snapshot = try snapshot(of: identity, reading: detail, unrest: unrest) else {
            throw TableError.noSuchService(identity)
        }
        return (snapshot, nil)
    }
}

extension TableSnapshot {
    /// What is said of a table that did not come to rest.
    static let unsettledNote =
        "the table kept changing while it was read: services or servers may be missing or out of date"

    /// All addresses, for looking up their names.
    var addresses: Set<IPAddress> {
        var addresses: Set<IPAddress> = []
        for service in services {
            if case .endpoint(_, let endpoint) = service.identity { addresses.insert(endpoint.address) }
            addresses.formUnion(service.servers.map(\.configuration.endpoint.address))
        }
        return addresses
    }
}
