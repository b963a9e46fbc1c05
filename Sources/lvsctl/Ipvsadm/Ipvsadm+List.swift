import IPVSKit

extension Ipvsadm {
    /// Lists what was asked for.
    func list(_ options: ListOptions, of table: any IPVSTable) throws(IpvsadmFailure) {
        switch options.subject {
        case .services: try listServices(options, of: table)
        case .service(let identity): try list(identity, options, of: table)
        case .connections: try listConnections(options)
        case .timeouts:
            let timeouts = try asking(.list) { () throws(TableError) in try table.timeouts() }
            try write(
                Array("Timeout (tcp tcpfin udp): \(timeouts.tcp) \(timeouts.tcpFin) \(timeouts.udp)\n".utf8)
            )
        case .daemons:
            let daemons = try asking(.list) { () throws(TableError) in try table.daemons() }
            for daemon in daemons { try write(daemon.ipvsadmLine) }
        }
    }

    private func listServices(_ options: ListOptions, of table: any IPVSTable) throws(IpvsadmFailure) {
        let names = IpvsadmNames(options.isNumeric ? nil : session.names)
        var text = TextPieces()
        let isSettled = try asking(.list) { () throws(TableError) in
            let info = try table.info()
            var listing = IpvsadmListing(options, names: names)
            let detail: TableDetail = options.format.hasCounters ? .withCounters : .withoutCounters
            let isSettled = try forEachService(
                of: table,
                reading: detail,
                names,
                isSorted: options.isSorted
            ) { _ in
                text = TextPieces()
                listing = IpvsadmListing(options, names: names)
                listing.write(info)
                listing.writeTitle()
            } body: { service in
                listing.write(service)
                text.append(listing.bytes)
                listing.removeWritten()
            }
            text.append(listing.bytes)
            return isSettled
        }
        for piece in text.pieces { try write(piece) }
        if !isSettled { say(IpvsadmFailure(TableSnapshot.unsettledNote, status: 0)) }
    }

    private func list(
        _ identity: ServiceIdentity,
        _ options: ListOptions,
        of table: any IPVSTable
    ) throws(IpvsadmFailure) {
        let names = IpvsadmNames(options.isNumeric ? nil : session.names)
        let detail: TableDetail = options.format.hasCounters ? .withCounters : .withoutCounters
        let snapshot = try asking(.list) { () throws(TableError) in
            guard let found = try table.snapshot(of: identity, reading: detail, unrest: .isShown) else {
                throw .noSuchService(identity)
            }
            return found
        }
        if !names.isNumeric { names.prepare(snapshot.addresses) }
        var listing = IpvsadmListing(options, names: names)
        listing.writeTitle()
        for service in snapshot.services { listing.write(service) }
        try write(listing.bytes)
        if !snapshot.isSettled { say(IpvsadmFailure(TableSnapshot.unsettledNote, status: 0)) }
    }

    private func listConnections(_ options: ListOptions) throws(IpvsadmFailure) {
        try contact()
        var list = IpvsadmConnections(
            names: IpvsadmNames(options.isNumeric ? nil : session.names),
            showsEngineData: options.showsEngineData
        )
        var failure: IpvsadmFailure?
        let unreadable: UnreadableLines?
        do throws(TableError) {
            unreadable = try ConnectionReader.forEach(in: session.procFolder, reading: .withoutCounters) {
                connection in
                guard list.add(connection) else { return true }
                do throws(IpvsadmFailure) {
                    try write(list.take())
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        } catch .malformedReply(let operation, let error) {
            throw IpvsadmFailure(.malformedReply(to: operation, error), .list)
        } catch {
            // There is IPVS, but not its file.
            let message = "cannot open file \(session.procFolder)/ip_vs_conn"
            throw IpvsadmFailure(message, status: IpvsadmFailure.unlisted)
        }
        if let failure { throw failure }
        try write(list.take())
        // ipvsadm prints them as if they were entries. The entries come first, also when both streams are one pipe.
        if let unreadable {
            try flush()
            say(IpvsadmFailure("\(unreadable)", status: 0))
        }
    }

    /// Prints the table as rules: what ipvsadm prints, and what it forgets.
    func save(_ table: any IPVSTable, isNumeric: Bool) throws(IpvsadmFailure) {
        let names = IpvsadmNames(isNumeric ? nil : session.names)
        var text = TextPieces()
        let (losses, isSettled) = try asking(.list) { () throws(TableError) in
            var rules = RulesWriter()
            let isSettled = try forEachService(of: table, reading: .withoutCounters, names, isSorted: true) {
                _ in
                text = TextPieces()
                rules = RulesWriter(asIpvsadm: isNumeric ? nil : names.writeReadable)
            } body: { service in
                var service = service
                // A writer begins with the oldest, which is the last.
                service.servers = IpvsadmOrder.backwards(service.servers)
                rules.write(service)
                text.append(rules.bytes)
                rules.removeWritten()
            }
            return (rules.unsaid, isSettled)
        }
        for piece in text.pieces { try write(piece) }
        for loss in losses { say(IpvsadmFailure("not saved: \(loss)", status: 0)) }
        guard isSettled else {
            throw IpvsadmFailure(TableSnapshot.unsettledNote, status: IpvsadmFailure.unlisted)
        }
    }

    /// Plays `ipvsadm-save`; words that are no options mean nothing.
    func runSaveScript(_ words: ArgumentList) throws(IpvsadmFailure) {
        var isNumeric = false
        for word in words.texts where word.hasPrefix("-") {
            guard word == "-n" else { throw IpvsadmFailure(IpvsadmText.saveUsage, status: 1) }
            isNumeric = true
        }
        try save(table, isNumeric: isNumeric)
    }

    /// Passes on the services as they are read; names have to be looked up before, all at once.
    ///
    /// - Returns: whether the table came to rest; ipvsadm shows what it gets.
    private func forEachService(
        of table: any IPVSTable,
        reading detail: TableDetail,
        _ names: IpvsadmNames,
        isSorted: Bool,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) -> Bool {
        let order: (([ObservedService]) -> [Int])? = isSorted ? { IpvsadmOrder.places(of: $0) } : nil
        guard !names.isNumeric else {
            return try table.forEachService(
                reading: detail,
                unrest: .isShown,
                in: order,
                begin: begin,
                body: body
            )
        }
        let snapshot = try table.snapshot(reading: detail, unrest: .isShown)
        names.prepare(snapshot.addresses)
        snapshot.forEachService(in: order, begin: begin, body: body)
        return snapshot.isSettled
    }
}

extension SyncDaemon {
    /// A line of ipvsadm's list.
    fileprivate var ipvsadmLine: [UInt8] {
        var bytes = Array("\(role) sync daemon (mcast=".utf8)
        for index in 0..<interface.count { bytes.append(interface[index]) }
        var text = ", syncid=\(syncID)"
        if maximumLength != 0 { text += ", maxlen=\(maximumLength)" }
        if let group { text += ", group=\(group)" }
        if port != 0 { text += ", port=\(port)" }
        if timeToLive != 0 { text += ", ttl=\(timeToLive)" }
        return bytes + (text + ")\n").utf8
    }
}
