import IPVSKit

extension VerbContext {
    /// Reads what is configured.
    func readConfiguration() throws -> TableConfiguration {
        let table = try table(for: .viewing)
        return try table.snapshot(reading: .withoutCounters)
            .configuration
    }

    /// Reads the whole table, or one service of it, with version and connection table size, for showing them.
    private func readTable(
        _ identity: ServiceIdentity?,
        reading detail: TableDetail
    ) throws -> (TableSnapshot, KernelInfo?) {
        let table = try table(for: .viewing)
        return try table.read(identity, detail, .isShown)
    }

    /// Reads the table like ``readTable(_:reading:)``, or without privileges what everybody may see of it.
    ///
    /// What could not be seen or settled is said to people, and returned for programs.
    func readVisibleTable(
        _ identity: ServiceIdentity?,
        reading detail: TableDetail
    ) throws -> VisibleTable {
        do {
            let (snapshot, info) = try readTable(identity, reading: detail)
            if !snapshot.isSettled { note(TableSnapshot.unsettledNote) }
            return VisibleTable(snapshot: snapshot, info: info, omissions: [])
        } catch TableError.unavailable(let reason) where reason != .noModule {
            let table = session.openPublicTable()
            let (snapshot, info) = try table.read(identity, detail, .isShown)
            let need =
                reason == .userNamespace
                ? "of the initial user namespace is needed" : "is needed: run as root"
            note("not shown: \(listed(table.omissions, "and")) (CAP_NET_ADMIN \(need))")
            return VisibleTable(snapshot: snapshot, info: info, omissions: table.omissions)
        }
    }

    /// Whether the kernel updates counters and rates; if not, that is said.
    func checkEstimation() -> Bool {
        guard preferences.tableFile == nil,
            let setting = try? InputFile.contents(of: session.settingsFolder + "/run_estimation", limit: 16),
            setting.first == UInt8(ascii: "0")
        else { return true }
        note("counters are not updated and rates are 0: sysctl net.ipv4.vs.run_estimation is 0")
        return false
    }

    /// How addresses are written; their names are looked up before, all at once.
    func printer(for addresses: @autoclosure () -> Set<IPAddress>) -> any EndpointPrinter {
        guard preferences.resolvesNames else { return NumericPrinter() }
        let printer = ResolvingPrinter(names)
        printer.prepare(addresses())
        noteMissingNames()
        return printer
    }

    /// Says that names are missing where their lookup took too long.
    func noteMissingNames() {
        guard preferences.resolvesNames, names.hasTimedOut else { return }
        note("the lookup of names took too long: some addresses are shown as numbers")
    }

    /// Writes a list for a person.
    func write(_ list: ServiceList) throws {
        let terminal = session.terminal()
        let omitted = try list.write(width: terminal.width, hasColor: terminal.hasColor(preferences.color)) {
            text in try write(text)
        }
        if !omitted.isEmpty {
            note("the terminal is too narrow for \(listed(omitted, "and")) (--json has everything)")
        }
    }
}

extension VerbContext {
    /// Writes a table as a document, with all that is known of it.
    func writeJSON(_ table: VisibleTable, _ selection: TableSelection) throws {
        var writer = JSONWriter(.indented)
        let omissions = table.omissions
        let isEstimating = omissions.isEmpty ? checkEstimation() : true
        try writer.write(
            table.snapshot,
            selection,
            info: table.info,
            omissions: omissions,
            isEstimating: isEstimating
        ) { writer in
            try write(writer.bytes)
            writer.removeWritten()
        }
        try write(writer.bytes)
    }
}

/// A table as far as it could be seen.
struct VisibleTable {
    var snapshot: TableSnapshot
    var info: KernelInfo?
    /// What could not be seen for want of privileges.
    var omissions: [String]
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
